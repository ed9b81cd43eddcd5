using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Tree;
using Xunit;

namespace ShardClient.Tests.Unit.Oracle;

/// <summary>What the oracle calls the same answer, and what not.</summary>
public sealed class RowComparisonTests
{
    private static string? Difference(AnswerShape shape, object?[][] expected, object?[][] actual, object?[][]? unlimited = null) =>
        new RowComparison(shape, noise: 0).Difference(expected, actual, unlimited);

    private static AnswerShape Shape(bool isOrdered = false, ColumnTraits traits = ColumnTraits.None, params int[] sorted) => new(isOrdered, false, [traits], sorted);

    [Fact]
    public void Rows_of_a_total_order_are_compared_one_by_one()
    {
        Assert.Null(Difference(Shape(isOrdered: true), [[1L], [2L]], [[1L], [2L]]));
        Assert.Contains("row 1 differs", Difference(Shape(isOrdered: true), [[1L], [2L]], [[2L], [1L]]), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_without_an_order_are_compared_as_often_as_they_come()
    {
        Assert.Null(Difference(Shape(), [[1L], [2L], [2L]], [[2L], [1L], [2L]]));
        Assert.NotNull(Difference(Shape(), [[1L], [2L], [2L]], [[1L], [1L], [2L]]));
    }

    [Fact]
    public void A_row_too_few_is_a_difference() => Assert.Equal("2 rows expected, 1 rows got", Difference(Shape(), [[1L], [1L]], [[1L]]));

    [Fact]
    public void Ties_stand_in_any_order_and_others_do_not()
    {
        var byFirst = new AnswerShape(false, false, [ColumnTraits.None, ColumnTraits.None], [0]);
        Assert.Null(Difference(byFirst, [[1L, "a"], [1L, "b"], [2L, "c"]], [[1L, "b"], [1L, "a"], [2L, "c"]]));
        Assert.Contains("ORDER BY", Difference(byFirst, [[1L, "a"], [2L, "b"]], [[2L, "b"], [1L, "a"]]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_without_a_total_order_takes_any_rows_but_each_only_once()
    {
        object?[][] all = [[1L], [2L], [3L]];
        Assert.Null(Difference(Shape(), [[1L]], [[3L]], all));
        Assert.NotNull(Difference(Shape(), [[1L]], [[4L]], all));
        Assert.NotNull(Difference(Shape(), [[1L], [2L]], [[3L], [3L]], all));
    }

    [Theory]
    [InlineData(1.0, 1.0000000000000002, true)]
    [InlineData(1.0, 1.00000000001, false)]
    [InlineData(double.PositiveInfinity, 1e308, false)]
    [InlineData(0.0, 1e-300, false)]
    public void REALs_may_be_apart_by_rounding_only(double expected, double actual, bool isSame) =>
        Assert.Equal(isSame, Difference(Shape(), [[expected]], [[actual]]) is null);

    [Theory]
    [InlineData(1L, 1.0)]
    [InlineData("a", "A")]
    [InlineData("a", "a ")]
    public void Of_equal_values_any_may_stand_for_merged_rows_and_for_no_others(object expected, object actual)
    {
        Assert.Null(Difference(Shape(traits: ColumnTraits.AnyEqual), [[expected]], [[actual]]));
        Assert.NotNull(Difference(Shape(), [[expected]], [[actual]]));
    }

    [Fact]
    public void Pieces_may_be_joined_in_any_order_and_none_may_be_missing()
    {
        Assert.Null(Difference(Shape(traits: ColumnTraits.AnyPieces), [["a,b,c"]], [["c,a,b"]]));
        Assert.NotNull(Difference(Shape(traits: ColumnTraits.AnyPieces), [["a,b,c"]], [["c,a,a"]]));
    }

    [Fact]
    public void NULL_an_empty_text_and_an_empty_blob_are_three_values()
    {
        object?[] values = [null, "", Array.Empty<byte>(), 0L];
        foreach (var one in values)
        {
            foreach (var two in values)
                Assert.Equal(ReferenceEquals(one, two), Difference(Shape(), [[one]], [[two]]) is null);
        }
    }
}
