using ShardClient.Merging;
using ShardClient.Merging.Spilling;
using ShardClient.Planning.Operators;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging.Spilling;

/// <summary>The temporary files of a merge: private, bounded, and gone.</summary>
public sealed class SpillFileTests : IDisposable
{
    private const int Rows = 20_000;

    private static readonly Sort Sorted = new(All, [new SortKey(1, false, true, "BINARY")], null);

    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nothing_is_left_of_a_merge_that_was_read_to_its_end()
    {
        var spill = Disk(folder: _folder);
        using (var cursor = Open(Sorted, Shuffled(), null, 100_000, spill))
        {
            Assert.Equal(Rows, Drain(cursor).Count);
            Assert.InRange(spill.Bytes, 100_000, long.MaxValue);
            Assert.InRange(spill.Files, 1, 10);
        }

        AssertGone(spill);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Rows - 5)]
    public void Nothing_is_left_of_a_merge_that_was_left_early(int read)
    {
        var spill = Disk(folder: _folder);
        var shards = Shuffled();
        using (var cursor = Open(Sorted, shards, null, 100_000, spill))
        {
            for (var row = 0; row < read; row++)
                Assert.True(cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed());
        }

        AssertGone(spill);
        Assert.All(shards, static shard => Assert.Equal(1, shard.Disposals));
    }

    [Fact]
    public void Nobody_else_can_open_a_file_and_its_name_goes_before_the_process_can_crash()
    {
        var file = Disk(folder: _folder).Create();
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Assert.Throws<IOException>(() => File.OpenRead(Assert.Single(Directory.GetFiles(_folder))).Dispose());
                return;
            }

            Assert.Empty(Directory.GetFiles(_folder));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Handle));
        }
        finally
        {
            file.Release();
        }
    }

    [Fact]
    public void What_exceeds_the_spill_limit_is_an_error_that_says_how_much_there_was()
    {
        var spill = Disk(limit: 200_000, _folder);
        using (var cursor = Open(Sorted, Shuffled(), null, 100_000, spill))
        {
            var error = Assert.Throws<ShardException>(() => cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed());
            Assert.Equal(ShardErrorCode.LimitExceeded, error.ErrorCode);
            Assert.Contains("Spill Limit of 200,000 bytes", error.Message, StringComparison.Ordinal);
            Assert.Matches(@"after [\d,]{4,} rows on disk they need [\d,]{7,} bytes", error.Message);
        }

        AssertGone(spill);
    }

    [Fact]
    public void A_spill_limit_of_0_makes_no_file()
    {
        var spill = Disk(limit: 0, _folder);
        using var cursor = Open(Sorted, Shuffled(), null, 100_000, spill);

        var error = Assert.Throws<ShardException>(() => cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed());

        Assert.Contains("Gather Limit of 100,000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, spill.Files);
    }

    [Fact]
    public void A_folder_that_takes_no_file_is_named()
    {
        var missing = Path.Combine(_folder, "missing");
        using var cursor = Open(Sorted, Shuffled(), null, 100_000, Disk(folder: missing));

        var error = Assert.Throws<ShardException>(() => cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed());

        Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_merge_that_is_cancelled_while_it_spills_stops(bool synchronous)
    {
        using var cancel = new CancellationTokenSource();
        var spill = new SpillArea(_folder, 1 << 30, (_, bytes) => cancel.CancelAfter(bytes > 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan));
        using (var cursor = Open(Sorted, Shuffled(), null, 20_000, spill))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (await cursor.ReadAsync(synchronous ? IOBehavior.Synchronous : IOBehavior.Asynchronous, cancel.Token))
                    await Task.Yield();
            });
        }

        AssertGone(spill);
    }

    [Fact]
    public void A_merge_that_spills_past_its_deadline_is_stopped()
    {
        var spill = new SpillArea(_folder, 1 << 30) { Deadline = Deadline.AfterSeconds(-1) };
        using (var cursor = Open(Sorted, Shuffled(), null, 20_000, spill))
        {
            var error = Assert.Throws<ShardException>(() => cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed());
            Assert.Equal(ShardErrorCode.Timeout, error.ErrorCode);
        }

        AssertGone(spill);
    }

    [Fact]
    public void Rows_larger_than_every_buffer_come_back_whole()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 60).Select(number => Row(number % 7, Bytes(random, random.Next(3) == 0 ? 900_000 : 40))).ToList();
        var plan = new Sort(All, [new SortKey(0, false, true, "BINARY")], null);
        using var kept = Open(plan, Fakes([rows]));
        using var spilled = Open(plan, Fakes([rows]), null, 10_000, Disk(folder: _folder));

        Assert.Equal(Drain(kept), Drain(spilled));
    }

    [Fact]
    public void More_runs_than_memory_can_read_at_a_time_are_merged_in_passes()
    {
        var spill = Disk(folder: _folder);
        using var cursor = Open(Sorted, Shuffled(), null, 4_000, spill);

        var rows = Drain(cursor);

        Assert.Equal(Rows, rows.Count);
        Assert.Equal(rows.Order(StringComparer.Ordinal), rows);
        Assert.InRange(spill.Files, 3, 30);
    }

    [Fact]
    public void Distinct_rows_stream_on_until_memory_is_full()
    {
        var shards = Shuffled();
        using var cursor = Open(new Distinct(All, [new GroupKey(0, "BINARY")], Streamed: false), shards, null, 100_000, Disk(folder: _folder));

        Assert.True(cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed());

        Assert.Equal(1, shards.Sum(static shard => shard.Reads));
    }

    private void AssertGone(SpillArea spill)
    {
        Assert.Equal(0, spill.Held);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Two shards; each row begins with its own text, eight digits.</summary>
    private static FakeCursor[] Shuffled()
    {
        int[] numbers = [.. Enumerable.Range(0, Rows)];
        new Random(11).Shuffle(numbers);
        return Fakes([[.. numbers.Take(Rows / 2).Select(ToRow)], [.. numbers.Skip(Rows / 2).Select(ToRow)]]);
    }

    private static Value[] ToRow(int number) => Row($"{number:00000000}", number);
}
