using System.Globalization;
using System.Text;
using ShardClient.Backends.Sqlite;
using ShardClient.Tests.Unit.Backends;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Values;

/// <summary>Random values through our rules and through the engine itself; what differs is printed with the seed.</summary>
public sealed class SqliteDifferentialTests : IDisposable
{
    private readonly SqliteFixture _file = new();
    private readonly SqliteSession _session;
    private readonly int _seed = Environment.TickCount;
    private readonly Random _random;

    public SqliteDifferentialTests()
    {
        _session = _file.Open();
        _random = new Random(_seed);
    }

    public void Dispose()
    {
        _session.DisposeAsync().Completed();
        _file.Dispose();
    }

    [Theory]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("*")]
    [InlineData("/")]
    [InlineData("%")]
    [InlineData("||")]
    public void Operators_answer_as_the_engine_does(string name)
    {
        for (var turn = 0; turn < 4_000; turn++)
        {
            var (left, right) = (Any(), Any());
            var ours = name switch
            {
                "+" => SqliteArithmetic.Add(left, right),
                "-" => SqliteArithmetic.Subtract(left, right),
                "*" => SqliteArithmetic.Multiply(left, right),
                "/" => SqliteArithmetic.Divide(left, right),
                "%" => SqliteArithmetic.Modulo(left, right),
                _ => SqliteArithmetic.Concat(left, right),
            };
            Check($"SELECT ?1 {name} ?2", ours, left, right);
        }
    }

    [Fact]
    public void Conversions_answer_as_the_engine_does()
    {
        for (var turn = 0; turn < 4_000; turn++)
        {
            var value = Any();
            if (value.IsNull)
                continue;
            Check("SELECT CAST(?1 AS INTEGER)", Value.FromInteger(SqliteArithmetic.ToInteger(value)), value);
            Check("SELECT CAST(?1 AS REAL)", Value.FromReal(SqliteArithmetic.ToReal(value)), value);
            Check("SELECT CAST(?1 AS TEXT)", SqliteArithmetic.ToText(value), value);
            Check("SELECT ?1 AND 1", Value.FromBoolean(SqliteArithmetic.ToTruth(value)!.Value), value);
        }
    }

    [Fact]
    public void Reals_are_written_as_the_engine_writes_them()
    {
        for (var turn = 0; turn < 20_000; turn++)
        {
            var real = turn % 3 == 0
                ? BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue))
                : Math.Round(_random.NextDouble() * Math.Pow(10, _random.Next(-8, 20)), _random.Next(0, 10)) * (_random.Next(2) * 2 - 1);
            if (double.IsNaN(real))
                continue;
            Check("SELECT CAST(?1 AS TEXT)", Value.FromText(SqliteNumber.Format(real)), Value.FromReal(real));
        }
    }

    [Fact]
    public void Reals_are_read_as_the_engine_reads_them()
    {
        for (var turn = 0; turn < 20_000; turn++)
        {
            var text = (_random.NextInt64() + (_random.NextDouble() * Math.Pow(10, _random.Next(-25, 25)))).ToString(Pick("R", "E8", "E15", "F4"), CultureInfo.InvariantCulture);
            var value = Value.FromUtf8(Encoding.UTF8.GetBytes(text));
            Check("SELECT CAST(?1 AS REAL)", Value.FromReal(SqliteArithmetic.ToReal(value)), value);
        }
    }

    [Theory]
    [InlineData("BINARY")]
    [InlineData("NOCASE")]
    [InlineData("RTRIM")]
    public void Order_and_equality_are_the_engines(string name)
    {
        var collation = Collation.Find(name);
        for (var turn = 0; turn < 4_000; turn++)
        {
            var left = Any();
            var right = _random.Next(3) == 0 ? Neighbour(left) : Any();
            var order = Math.Sign(ValueComparer.Compare(ValueView.Of(left), ValueView.Of(right), collation));

            // Sorted by the engine as two rows, in both orders of insertion: a tie keeps that order.
            var first = _session.Scalar($"SELECT i FROM (SELECT 1 AS i, ?1 AS v UNION ALL SELECT 2, ?2) ORDER BY v COLLATE {name} LIMIT 1", left, right);
            var second = _session.Scalar($"SELECT i FROM (SELECT 2 AS i, ?2 AS v UNION ALL SELECT 1, ?1) ORDER BY v COLLATE {name} LIMIT 1", left, right);
            var engine = first != second ? 0 : first == 1 ? -1 : 1;
            Assert.True(engine == order, $"seed {_seed}: {Show(left)} ? {Show(right)} COLLATE {name}: engine {engine}, ours {order}");

            var equal = _session.Scalar($"SELECT ?1 COLLATE {name} IS ?2", left, right) == 1;
            Assert.True(equal == ValueComparer.AreEqual(ValueView.Of(left), ValueView.Of(right), collation), $"seed {_seed}: {Show(left)} = {Show(right)}");
            if (equal)
                Assert.True(Hash(left, collation) == Hash(right, collation), $"seed {_seed}: hashes of {Show(left)} and {Show(right)} COLLATE {name}");
        }
    }

    private void Check(string text, Value ours, params Value[] inputs)
    {
        using var result = _session.Run(text, inputs);
        Assert.True(result.Read());
        var engine = result.GetValue(0);
        var same = engine.Kind == ours.Kind && engine.Kind switch
        {
            ValueKind.Integer => engine.Integer == ours.Integer,
            ValueKind.Real => engine.Real.Equals(ours.Real),
            ValueKind.Null => true,
            _ => engine.Bytes.Span.SequenceEqual(ours.Kind == ValueKind.Text ? ours.ToUtf8().Bytes.Span : ours.Bytes.Span),
        };
        Assert.True(same, $"seed {_seed}: {text} with {string.Join(", ", inputs.Select(Show))}: engine {Show(engine)}, ours {Show(ours)}");
    }

    private static int Hash(Value value, Collation collation)
    {
        var hash = default(HashCode);
        ValueComparer.AddTo(ref hash, ValueView.Of(value), collation);
        return hash.ToHashCode();
    }

    private Value Any() => _random.Next(12) switch
    {
        0 => Value.Null,
        1 => Value.FromInteger(_random.NextInt64(long.MinValue, long.MaxValue)),
        2 => Value.FromInteger(_random.Next(-3, 4)),
        3 => Value.FromInteger(Pick(long.MinValue, long.MaxValue, long.MinValue + 1, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1)),
        4 => Value.FromReal(Pick(0.0, -0.0, 0.5, -1.5, 1e15, 1e300, 9007199254740992, 9223372036854775807d, -9223372036854775808d, double.PositiveInfinity)),
        5 => Value.FromReal(_random.Next(-1000, 1000) / 8.0),
        6 => Value.FromReal(_random.NextDouble() * Math.Pow(10, _random.Next(-20, 30))),
        7 or 8 => Value.FromUtf8(Encoding.UTF8.GetBytes(NumericText())),
        9 => Value.FromUtf8(RandomBytes("aAbB \0zÄ-1"u8)),
        10 => Value.FromBlob(Encoding.UTF8.GetBytes(NumericText())),
        _ => Value.FromBlob(RandomBytes([0, 1, 65, 255])),
    };

    private Value Neighbour(Value value) => value.Kind switch
    {
        ValueKind.Integer => Value.FromReal(value.Integer),
        ValueKind.Real when Math.Abs(value.Real) < 9e18 => Value.FromInteger((long)value.Real),
        ValueKind.Text => Value.FromUtf8([.. value.Bytes.Span.ToArray().Select(unit => unit is >= 65 and <= 90 ? (byte)(unit + 32) : unit), .. " "u8[.._random.Next(2)]]),
        _ => value,
    };

    private string NumericText()
    {
        var text = new StringBuilder(Pick("", "", " ", "\t\n", "\v"));
        text.Append(Pick("", "", "-", "+", "- "));
        text.Append(Pick("", "0", "00", "12", "7", "9223372036854775807", "9223372036854775808", "99999999999999999999", "4.5", "1.", ".25", ".", "123456.789"));
        text.Append(Pick("", "", "", "e", "e3", "E-2", "e+", "e400", ".5", "x"));
        text.Append(Pick("", "", " ", "abc", " 1", "\0"));
        return text.ToString();
    }

    private byte[] RandomBytes(ReadOnlySpan<byte> alphabet)
    {
        var bytes = new byte[_random.Next(0, 5)];
        for (var index = 0; index < bytes.Length; index++)
            bytes[index] = alphabet[_random.Next(alphabet.Length)];
        return bytes;
    }

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private static string Show(Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => value.Real.ToString("R", CultureInfo.InvariantCulture) + "r",
        ValueKind.Null => "NULL",
        ValueKind.Text => "'" + value.GetText().Replace("\0", "\\0", StringComparison.Ordinal) + "'",
        _ => "x'" + Convert.ToHexString(value.Bytes.Span) + "'",
    };
}
