using ShardClient.Planning.Operators;
using ShardClient.Planning.Scalars;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging;

public sealed class MergeSortTests
{
    private static MergeSort By(params SortKey[] keys) => new(Scan, keys);

    private static SortKey Ascending(int column, string collation = "BINARY") => new(column, false, true, collation);

    [Fact]
    public void Sorted_shards_make_one_sorted_stream() =>
        Assert.Equal(
            ["1", "2", "3", "4", "5", "6", "7"],
            Rows(By(Ascending(0)), [[Row(2), Row(5)], [Row(1), Row(6), Row(7)], [], [Row(3), Row(4)]]));

    [Fact]
    public void Ties_come_in_shard_order() =>
        Assert.Equal(
            ["1|'s0'", "1|'s0'", "1|'s1'", "1|'s2'", "2|'s1'"],
            Rows(By(Ascending(0)), [[Row(1, "s0"), Row(1, "s0")], [Row(1, "s1"), Row(2, "s1")], [Row(1, "s2")]]));

    [Fact]
    public void Integers_and_reals_are_compared_by_value_even_where_a_double_is_too_coarse() =>
        Assert.Equal(
            ["9007199254740991", "9007199254740992r", "9007199254740993", "9.223372036854776E+18r"],
            Rows(By(Ascending(0)), [[Row(9007199254740991L), Row(9007199254740993L)], [Row(9007199254740992.0), Row(9223372036854775808.0)]]));

    [Fact]
    public void Classes_stand_in_the_order_of_SQLite() =>
        Assert.Equal(
            ["NULL", "-1.5r", "2", "'1'", "x00"],
            Rows(By(Ascending(0)), [[Row((object?)null), Row(2), Row(new byte[] { 0 })], [Row(-1.5), Row("1")]]));

    [Fact]
    public void Descending_NULLS_FIRST_puts_only_the_NULLs_first() =>
        Assert.Equal(
            ["NULL", "3", "2", "1"],
            Rows(By(new SortKey(0, Descending: true, NullsFirst: true, "BINARY")), [[Row((object?)null), Row(2)], [Row(3), Row(1)]]));

    [Fact]
    public void NOCASE_ties_are_decided_by_the_next_key() =>
        Assert.Equal(
            ["'abcdefghiA'|1", "'ABCDEFGHIa'|2", "'abcdefghib'|0"],
            Rows(By(Ascending(0, "NOCASE"), Ascending(1)), [[Row("ABCDEFGHIa", 2), Row("abcdefghib", 0)], [Row("abcdefghiA", 1)]]));

    [Fact]
    public void RTRIM_does_not_see_trailing_spaces() =>
        Assert.Equal(
            ["'a  '|1", "'a'|2", "'b'|0"],
            Rows(By(Ascending(0, "RTRIM"), Ascending(1)), [[Row("a", 2)], [Row("a  ", 1), Row("b", 0)]]));

    [Fact]
    public void A_collation_that_an_application_registered_is_refused_by_name()
    {
        var error = Assert.Throws<ShardException>(() => Rows(By(Ascending(0, "GERMAN")), [[Row("a")], [Row("b")]]));

        Assert.Equal(ShardErrorCode.NotSupported, error.ErrorCode);
        Assert.Contains("GERMAN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_is_given_back_as_soon_as_it_has_ended()
    {
        var shards = Fakes([[Row(1)], [Row(2), Row(3)]]);
        using var cursor = Open(By(Ascending(0)), shards);

        Assert.True(cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed());
        Assert.True(cursor.ReadAsync(IOBehavior.Synchronous, TestContext.Current.CancellationToken).Completed());

        Assert.Equal(1, shards[0].Disposals);
        Assert.Equal(0, shards[1].Disposals);
    }

    [Fact]
    public void A_limit_stops_all_shards_after_the_rows_it_wants()
    {
        var shards = Fakes([[.. Enumerable.Range(0, 1000).Select(static n => Row(2 * n))], [.. Enumerable.Range(0, 1000).Select(static n => Row((2 * n) + 1))]]);
        var limit = new Limit(By(Ascending(0)), new ConstantScalar(Value.FromInteger(3)), null);
        using var cursor = Open(limit, shards);

        Assert.Equal(["0", "1", "2"], Drain(cursor));

        Assert.All(shards, static shard => Assert.Equal(1, shard.Disposals));
        Assert.InRange(shards[0].Reads + shards[1].Reads, 3, 5);
    }

    [Fact]
    public void Rows_are_not_read_before_they_are_wanted()
    {
        var shards = Fakes([[Row(1), Row(2)], [Row(3), Row(4)]]);
        using var cursor = Open(By(Ascending(0)), shards);

        Assert.Equal(0, shards[0].Reads + shards[1].Reads);
    }
}
