using ShardClient.Execution.ReadingAhead;
using ShardClient.Merging;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Execution;

public sealed class ReadAheadTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_shards_rows_come_once_and_in_order(bool synchronous)
    {
        foreach (var count in new[] { 0, 1, 63, 64, 65, 127, 1000, 30_000 })
        {
            var shards = Shards(3, _ => new WatchedCursor(count));
            using var rows = new ConcatCursor(ReadAhead.Wrap([.. shards], atOnce: true));
            var expected = Enumerable.Range(0, 3).SelectMany(_ => Enumerable.Range(0, count)).Select(static row => $"{row} row {row}");

            Assert.Equal(expected, await ReadAsync(rows, synchronous ? IOBehavior.Synchronous : IOBehavior.Asynchronous));

            rows.Dispose();
            AssertGivenBack(shards);
        }
    }

    [Fact]
    public async Task Sorted_shards_are_merged_as_without()
    {
        var shards = Shards(4, shard => new WatchedCursor(5_000 * shard));
        using var rows = new MergeSortCursor(ReadAhead.Wrap([.. shards], atOnce: true), [new MergeKey(0, Collation.Binary)]);

        var numbers = (await ReadAsync(rows, IOBehavior.Asynchronous)).ConvertAll(static row => int.Parse(row.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(30_000, numbers.Count);
        Assert.Equal(numbers.Order(), numbers);
        AssertGivenBack(shards);
    }

    [Fact]
    public async Task What_is_read_quickly_has_no_other_thread()
    {
        var shards = Shards(4, _ => new WatchedCursor(300));
        using var rows = new ConcatCursor(ReadAhead.Wrap([.. shards], clock: static () => 7));

        await ReadAsync(rows, IOBehavior.Synchronous);

        Assert.All(shards, static shard => Assert.Equal([Environment.CurrentManagedThreadId], shard.Threads));
    }

    [Fact]
    public void Once_reading_takes_long_the_other_shards_are_read_ahead()
    {
        using var ahead = new CountdownEvent(2);
        var shards = Shards(3, shard => new WatchedCursor(50, (row, _) =>
        {
            if (shard > 0 && row == 50)
                ahead.Signal();
        }));
        var now = 0L;
        using var rows = new ConcatCursor(ReadAhead.Wrap([.. shards], clock: () => now++));
        for (var row = 0; row < 4; row++)
            Assert.True(rows.ReadAsync(IOBehavior.Synchronous, Test).Completed());

        Assert.True(ahead.Wait(TimeSpan.FromSeconds(30), Test), "Nobody reads the shards whose rows come next.");

        Assert.Equal(146, Drain(rows));
        rows.Dispose();
        AssertGivenBack(shards);
    }

    [Fact]
    public async Task A_shard_that_is_read_after_the_others_is_ahead_by_one_chunk_and_then_the_readers_own()
    {
        using var ahead = new ManualResetEventSlim();
        var (most, now) = (0, 0L);
        var shards = Shards(2, shard => new WatchedCursor(shard == 0 ? 50 : 100_000, (row, _) =>
        {
            if (shard == 1 && !ahead.IsSet)
                most = row;
        }));
        using var rows = new ConcatCursor(ReadAhead.Wrap([.. shards], clock: () => now++));
        for (var row = 0; row < 50; row++)
            Assert.True(rows.ReadAsync(IOBehavior.Synchronous, Test).Completed());
        for (var last = -1; last != Volatile.Read(ref most) || last < 1; last = Volatile.Read(ref most))
            await Task.Delay(50, Test);
        ahead.Set();

        Assert.InRange(most, 1_000, 20_000);
        Assert.Equal(100_000, Drain(rows));
        rows.Dispose();
        AssertGivenBack(shards);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_stops_a_worker_in_the_midst_of_a_step_and_waits_for_it(bool synchronous)
    {
        using var stuck = new ManualResetEventSlim();
        var shards = Shards(2, _ => new WatchedCursor(10, (row, stop) =>
        {
            if (row < 5)
                return;
            stuck.Set();
            stop.WaitHandle.WaitOne();
            Thread.Sleep(20);
            stop.ThrowIfCancellationRequested();
        }));
        var rows = new ConcatCursor(ReadAhead.Wrap([.. shards], atOnce: true));
        Assert.True(stuck.Wait(TimeSpan.FromSeconds(30), Test));

        if (synchronous)
            rows.Dispose();
        else
            await rows.DisposeAsync();

        AssertGivenBack(shards);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_comes_after_the_rows_before_it_and_once(bool synchronous)
    {
        var shards = Shards(2, _ => new WatchedCursor(1000, static (row, _) =>
        {
            if (row == 300)
                throw new InvalidDataException("The shard is ill.");
        }));
        using var rows = new ConcatCursor(ReadAhead.Wrap([.. shards], atOnce: true));
        var io = synchronous ? IOBehavior.Synchronous : IOBehavior.Asynchronous;
        for (var row = 0; row < 300; row++)
            Assert.True(await rows.ReadAsync(io, Test));

        await Assert.ThrowsAsync<InvalidDataException>(async () => await rows.ReadAsync(io, Test));

        rows.Dispose();
        AssertGivenBack(shards);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reader_that_waits_for_a_worker_can_be_cancelled(bool synchronous)
    {
        using var cancel = new CancellationTokenSource();
        using var stuck = new ManualResetEventSlim();
        var shards = Shards(2, _ => new WatchedCursor(10, (_, stop) =>
        {
            stuck.Set();
            stop.WaitHandle.WaitOne();
            stop.ThrowIfCancellationRequested();
        }));
        var rows = new ConcatCursor(ReadAhead.Wrap([.. shards], atOnce: true));
        Assert.True(stuck.Wait(TimeSpan.FromSeconds(30), Test));
        cancel.CancelAfter(30);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await rows.ReadAsync(synchronous ? IOBehavior.Synchronous : IOBehavior.Asynchronous, cancel.Token));

        await rows.DisposeAsync();
        AssertGivenBack(shards);
    }

    [Fact]
    public async Task Whatever_the_pace_no_two_threads_use_a_shard_and_each_is_given_back_once()
    {
        var seed = Random.Shared.Next();
        for (var round = 0; round < 200; round++)
        {
            var random = new Random(seed + round);
            var shards = Shards(random.Next(2, 6), _ => Paced(new Random(random.Next()), random.Next(3_000)));
            var now = 0L;
            var wrapped = ReadAhead.Wrap([.. shards], atOnce: random.Next(3) == 0, clock: () => now++);
            RowCursor rows = random.Next(2) == 0 ? new ConcatCursor(wrapped) : new MergeSortCursor(wrapped, [new MergeKey(0, Collation.Binary)]);
            var io = random.Next(2) == 0 ? IOBehavior.Synchronous : IOBehavior.Asynchronous;
            for (var left = random.Next(6_000); left > 0 && await rows.ReadAsync(io, Test); left--)
                Pace(random);
            await rows.DisposeAsync();

            Assert.True(shards.All(static shard => shard is { WasShared: false, Disposals: 1 }), $"Seed {seed}, round {round}");
        }
    }

    private static WatchedCursor Paced(Random random, int count) => new(count, (_, _) => Pace(random));

    private static void Pace(Random random)
    {
        if (random.Next(200) == 0)
            Thread.Sleep(random.Next(2));
        else if (random.Next(20) == 0)
            Thread.SpinWait(2_000);
    }

    private static WatchedCursor[] Shards(int count, Func<int, WatchedCursor> make) => [.. Enumerable.Range(0, count).Select(make)];

    private static async Task<List<string>> ReadAsync(RowCursor rows, IOBehavior ioBehavior)
    {
        var all = new List<string>();
        while (await rows.ReadAsync(ioBehavior, Test))
            all.Add($"{rows.GetInteger(0)} {rows.GetText(1)}");
        return all;
    }

    private static int Drain(RowCursor rows)
    {
        var count = 0;
        while (rows.ReadAsync(IOBehavior.Synchronous, Test).Completed())
            count++;
        return count;
    }

    private static void AssertGivenBack(WatchedCursor[] shards) => Assert.All(shards, static shard =>
    {
        Assert.Equal(1, shard.Disposals);
        Assert.False(shard.WasShared);
    });
}
