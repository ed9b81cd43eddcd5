using System.Globalization;
using System.Text;
using ShardClient.Backends.Sqlite;
using ShardClient.Tests.Unit.Backends;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Values;

/// <summary>Values dealt to several parts, each summed by the engine with our function and added up: against the engine's own sums of all of them.</summary>
public sealed class NumericSumTests : IDisposable
{
    private const double Tolerance = 1e-12;

    private readonly SqliteFixture _file = new();
    private readonly SqliteSession _session;

    public NumericSumTests()
    {
        _session = _file.Open();
        _session.Do("CREATE TABLE t (part INTEGER, value)");
    }

    public void Dispose()
    {
        _session.DisposeAsync().Completed();
        _file.Dispose();
    }

    [Fact]
    public void Parts_of_any_values_add_up_to_the_engines_SUM_TOTAL_and_AVG()
    {
        var seed = Random.Shared.Next();
        for (var round = 0; round < 150; round++)
        {
            var random = new Random(seed + round);
            var values = Enumerable.Range(0, random.Next(40)).Select(_ => Any(random, round % 4)).ToList();
            var sum = Deal(values, random.Next(1, 6));
            var because = $"seed {seed}, round {round}: {string.Join(", ", values.Select(Show))}";

            AssertSum(sum, because);
            AssertReal("SELECT total(value) FROM t", sum.ToReal(), because);
            if (sum.HasValue)
                AssertReal("SELECT avg(value) FROM t", sum.ToReal() / _session.Scalar("SELECT count(value) FROM t"), because);
        }
    }

    [Theory]
    [InlineData("SELECT 1e16 UNION ALL SELECT 1.0 UNION ALL SELECT -1e16", 1.0)]
    [InlineData("SELECT 1e300 UNION ALL SELECT 1e284 UNION ALL SELECT -1e300", 1e284)]
    [InlineData("SELECT 0.1 UNION ALL SELECT 0.2 UNION ALL SELECT 0.3", 0.6)]
    [InlineData("SELECT 123456789012.34 UNION ALL SELECT 0.005 UNION ALL SELECT -123456789012.34", 0.005)]
    [InlineData("SELECT 9007199254740993 UNION ALL SELECT 0.5 UNION ALL SELECT -9007199254740993", 0.5)]
    [InlineData("SELECT 9223372036854775807 UNION ALL SELECT 9223372036854775807 UNION ALL SELECT -1e19", 8446744073709551614.0)]
    public void What_cancels_between_the_parts_leaves_the_rest_exact(string rows, double expected)
    {
        _session.Do($"INSERT INTO t SELECT row_number() OVER (), * FROM ({rows})");

        Assert.Equal(expected, Merged(3).ToReal());
    }

    [Fact]
    public void A_part_beyond_64_bits_is_no_error_when_the_whole_is_not()
    {
        var sum = Deal([Integer(long.MaxValue), Integer(long.MinValue), Integer(5), Integer(5), Integer(long.MaxValue), Integer(long.MinValue)], 2);

        Assert.Equal(8, sum.ToSum().Integer);
    }

    [Fact]
    public void A_whole_beyond_64_bits_is_the_engines_error_though_no_part_is() =>
        Assert.StartsWith("integer overflow", Assert.Throws<ShardException>(() => Deal([Integer(long.MaxValue), Integer(1)], 2).ToSum()).Message, StringComparison.Ordinal);

    [Fact]
    public void One_REAL_in_any_part_makes_the_sum_REAL_and_integers_cannot_overflow()
    {
        var sum = Deal([Integer(long.MaxValue), Integer(long.MaxValue), Value.FromReal(0)], 3);

        Assert.Equal(18446744073709551614.0, sum.ToSum().Real);
    }

    [Fact]
    public void Integers_beyond_the_53_bits_of_a_REAL_are_averaged_exactly()
    {
        var sum = Deal([Integer((1L << 53) + 1), Integer((1L << 53) + 1), Integer(1L - (1L << 54))], 3);

        Assert.Equal(3.0, sum.ToReal());
    }

    [Theory]
    [InlineData(double.PositiveInfinity, 1.0, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(1e308, 1e308, double.PositiveInfinity)]
    public void Infinities_stay_what_they_are(double left, double right, double expected) =>
        Assert.Equal(expected, Deal([Value.FromReal(left), Value.FromReal(right)], 2).ToSum().Real);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Infinities_of_both_signs_are_NULL(int parts) =>
        Assert.True(Deal([Value.FromReal(double.PositiveInfinity), Value.FromReal(double.NegativeInfinity)], parts).ToSum().IsNull);

    [Fact]
    public void A_part_is_a_plain_number_where_that_says_it_all()
    {
        Deal([Integer(2), Integer(3), Value.FromReal(0.25), Value.FromReal(0.5), Value.Null], 1);

        Assert.Equal(5, _session.Scalar("SELECT shardclient_sum(value) FROM t WHERE typeof(value) = 'integer'"));
        Assert.Equal(1, _session.Scalar("SELECT shardclient_sum(value) = 0.75 FROM t WHERE typeof(value) = 'real'"));
        Assert.Equal(1, _session.Scalar("SELECT shardclient_sum(value) IS NULL FROM t WHERE value IS NULL"));
    }

    private static Value Integer(long value) => Value.FromInteger(value);

    private NumericSum Deal(List<Value> values, int parts)
    {
        _session.Do("DELETE FROM t");
        for (var index = 0; index < values.Count; index++)
            _session.Do("INSERT INTO t VALUES (?1, ?2)", Value.FromInteger((index % parts) + 1), values[index]);
        return Merged(parts);
    }

    private NumericSum Merged(int parts)
    {
        var sum = default(NumericSum);
        for (var part = 1; part <= parts; part++)
        {
            using var result = _session.Run("SELECT shardclient_sum(value) FROM t WHERE part = ?1", Value.FromInteger(part));
            Assert.True(result.Read());
            sum.AddPartial(ValueView.Of(result, 0));
        }

        return sum;
    }

    /// <summary>The engine's error depends on the order of its rows; ours says that the whole does not fit.</summary>
    private void AssertSum(in NumericSum sum, string because)
    {
        Value engine;
        try
        {
            engine = One("SELECT sum(value) FROM t");
        }
        catch (ShardException overflow) when (overflow.Message.Contains("integer overflow", StringComparison.Ordinal))
        {
            return;
        }

        var ours = sum.ToSum();
        Assert.True(engine.Kind == ours.Kind, $"{because}: SUM is {Show(engine)}, ours {Show(ours)}");
        if (ours.Kind == ValueKind.Real)
            AssertClose(engine.Real, ours.Real, because);
        else
            Assert.True(engine.Integer == ours.Integer, $"{because}: SUM is {Show(engine)}, ours {Show(ours)}");
    }

    private void AssertReal(string query, double ours, string because)
    {
        var engine = One(query);
        if (engine.IsNull)
            Assert.True(double.IsNaN(ours), $"{because}: {query} is NULL, ours {ours:R}");
        else
            AssertClose(engine.Real, ours, because);
    }

    private static void AssertClose(double engine, double ours, string because) =>
        Assert.True(engine.Equals(ours) || Math.Abs(engine - ours) <= Math.Abs(engine) * Tolerance, $"{because}: the engine's {engine:R}, ours {ours:R}");

    private Value One(string query)
    {
        using var result = _session.Run(query);
        Assert.True(result.Read());
        return result.GetValue(0);
    }

    /// <summary>Kind 0: small integers. 1: money that cancels. 2: large integers. 3: everything.</summary>
    private static Value Any(Random random, int kind) => (kind, random.Next(kind == 3 ? 9 : 3)) switch
    {
        (_, 0) when random.Next(3) == 0 => Value.Null,
        (0, _) => Value.FromInteger(random.Next(-100, 100)),
        (1, _) => Value.FromReal((random.Next(2) * 2 - 1) * (random.Next(2) == 0 ? 123456789.25 : random.Next(10_000) / 100.0)),
        (2, _) => Value.FromInteger(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(8)),
        (_, 1) => Value.FromInteger(random.NextInt64(1L << 52, 1L << 60)),
        (_, 2) => Value.FromReal(random.Next(20) == 0 ? double.PositiveInfinity : random.NextDouble() * 1e12),
        (_, 3) => Value.FromUtf8(Encoding.UTF8.GetBytes(random.Next(1_000).ToString(CultureInfo.InvariantCulture))),
        (_, 4) => Value.FromUtf8("12.5 apples"u8.ToArray()),
        (_, 5) => Value.FromUtf8("apples"u8.ToArray()),
        (_, 6) => Value.FromBlob("7"u8.ToArray()),
        _ => Value.FromReal(random.NextDouble()),
    };

    private static string Show(Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => value.Real.ToString("R", CultureInfo.InvariantCulture) + "r",
        ValueKind.Text => "'" + value.GetText() + "'",
        ValueKind.Blob => "x" + Convert.ToHexString(value.Bytes.Span),
        _ => "NULL",
    };
}
