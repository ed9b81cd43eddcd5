using System.Collections.Concurrent;
using ShardClient.Keys;
using Xunit;

namespace ShardClient.Tests.Unit.Keys;

public sealed class SnowflakeSequenceTests
{
    private readonly StandingClock _clock = new();

    [Fact]
    public void A_key_holds_time_worker_and_sequence()
    {
        var sequence = new SnowflakeSequence(_clock);
        Assert.True(sequence.TryNext(1023, long.MaxValue, out var first));
        Assert.True(sequence.TryNext(1023, long.MaxValue, out var second));
        Assert.Equal(_clock.Now - SnowflakeSequence.Epoch.ToUnixTimeMilliseconds(), first >> 22);
        Assert.Equal((1023, 0), (first >> 12 & 1023, first & 4095));
        Assert.Equal(first + 1, second);
    }

    [Fact]
    public void Keys_of_one_worker_ascend_when_the_clock_stands_and_when_it_goes_back()
    {
        var sequence = new SnowflakeSequence(_clock);
        var last = 0L;
        for (var index = 0; index < 20_000; index++)
        {
            if (index == 10_000)
                _clock.Set(TimeSpan.FromHours(-1));
            Assert.True(sequence.TryNext(5, long.MaxValue, out var key));
            Assert.True(key > last);
            last = key;
        }
    }

    [Fact]
    public void No_key_is_made_at_or_after_the_end()
    {
        var sequence = new SnowflakeSequence(_clock);
        var end = _clock.Now + 1;
        for (var index = 0; index < 4096; index++)
            Assert.True(sequence.TryNext(0, end, out _));
        Assert.False(sequence.TryNext(0, end, out _));
        Assert.True(sequence.TryNext(0, end + 1, out _));
    }

    [Fact]
    public void Threads_never_make_the_same_key()
    {
        var sequence = new SnowflakeSequence(TimeProvider.System);
        var keys = new ConcurrentBag<long[]>();
        Parallel.For(0, 8, _ =>
        {
            var own = new long[20_000];
            for (var index = 0; index < own.Length; index++)
                Assert.True(sequence.TryNext(7, long.MaxValue, out own[index]));
            Assert.True(own.Zip(own.Skip(1)).All(static pair => pair.First < pair.Second));
            keys.Add(own);
        });
        Assert.Equal(160_000, keys.SelectMany(static own => own).Distinct().Count());
    }

    [Fact]
    public void A_change_of_workers_begins_a_later_millisecond()
    {
        var sequence = new SnowflakeSequence(_clock);
        Assert.True(sequence.TryNext(9, long.MaxValue, out var before));
        sequence.StartFrom(_clock.Now);
        Assert.True(sequence.TryNext(3, long.MaxValue, out var after));
        Assert.True(after > before);
        Assert.Equal((before >> 22) + 1, after >> 22);
    }
}
