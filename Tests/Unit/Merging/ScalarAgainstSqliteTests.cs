using System.Globalization;
using ShardClient.Merging;
using ShardClient.Planning.Scalars;
using ShardClient.Values;
using Xunit;
using static ShardClient.Tests.Unit.Merging.Merge;

namespace ShardClient.Tests.Unit.Merging;

/// <summary>Random scalars worked out here and by SQLite.</summary>
public sealed class ScalarAgainstSqliteTests
{
    private const int Scalars = 6000;

    private const string Overflow = "integer overflow";

    [Fact]
    public void Random_scalars_have_the_engines_value()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        using var database = new PlainSqlite();
        for (var number = 0; number < Scalars; number++)
        {
            var generator = new ScalarGenerator(new Random(seed + number));
            var (scalar, text) = generator.Next(depth: 1 + (number * 4 / Scalars));
            var expected = Try(() => database.Shown("SELECT " + text, [.. generator.Inputs])[0]);
            var actual = Try(() => Show(new ScalarEvaluator([.. generator.Inputs]).Evaluate(scalar)));
            Assert.True(Agree(expected, actual), $"Seed {seed}, number {number}: SELECT {text} with {string.Join(", ", generator.Inputs.Select(static input => Show(input)))} is {expected}, not {actual}.");
        }
    }

    [Theory]
    [InlineData("round(2.5)", "3r")]
    [InlineData("round(-2.5)", "-3r")]
    [InlineData("round(1.005, 2)", "1r")]
    [InlineData("1e15 || ''", "'1.0e+15'")]
    [InlineData("123456789012345.0 || ''", "'123456789012345.0'")]
    [InlineData("0.0001 || ''", "'0.0001'")]
    [InlineData("0.00001 || ''", "'1.0e-05'")]
    [InlineData("1e300 || ''", "'1.0e+300'")]
    public void The_engine_writes_and_rounds_as_these_scalars_say(string text, string expected)
    {
        using var database = new PlainSqlite();

        Assert.Equal(expected, database.Shown("SELECT " + text)[0]);
    }

    [Fact]
    public void Every_known_function_is_computed() => Assert.All(ScalarFunctions.Known, static name =>
    {
        var arity = Enumerable.Range(1, 4).First(count => ScalarFunctions.IsKnown(name, count));
        var call = new FunctionScalar(name, [.. Enumerable.Repeat(new ConstantScalar(Value.FromInteger(1)), arity)]);

        Assert.NotNull(Show(new ScalarEvaluator([]).Evaluate(call)));
    });

    private static string Try(Func<string> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception error) when (error.Message.Contains(Overflow, StringComparison.Ordinal))
        {
            return Overflow;
        }
    }

    /// <summary>
    /// Reals may differ in the last bit: SQLite's own reading of decimal text is not exact. And it works constants out ahead, so that
    /// an overflow in a branch that is not taken is an error there.
    /// </summary>
    private static bool Agree(string expected, string actual)
    {
        if (expected == actual || expected == Overflow)
            return true;
        return expected.EndsWith('r') && actual.EndsWith('r')
            && double.TryParse(expected[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var a)
            && double.TryParse(actual[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var b)
            && (a == b || Math.Abs(a - b) <= Math.Abs(a) * 4e-16);
    }
}
