using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>Which values a column gets: few enough that tables share them, odd enough that rules show.</summary>
internal abstract class Domain
{
    public static readonly Domain SmallIntegers = new Integers(-3, 24);
    public static readonly Domain Booleans = new Integers(0, 1);
    public static readonly Domain WideIntegers = new Integers(-1000, 100000);
    public static readonly Domain ExtremeIntegers = new Pool(
        long.MinValue, long.MinValue + 1, long.MaxValue, long.MaxValue - 1, 9007199254740993L, -9007199254740993L, 0L, 1L, -1L, 4294967296L, 2147483648L);
    public static readonly Domain Dyadic = new Eighths();
    public static readonly Domain Decimals = new Tenths();
    public static readonly Domain ExtremeReals = new Pool(
        double.MaxValue, double.MinValue, double.Epsilon, 1e308, -1e308, 1e-300, 9007199254740992.0, 9007199254740994.0, 9.223372036854775807e18,
        double.PositiveInfinity, double.NegativeInfinity, 0.0, 1.0, 0.1, 123456789.125);
    public static readonly Domain Words = new Pool(
        "", "a", "A", "b", "B", "bob", "Bob", "BOB", "ab", "abc", "é", "É", "e", "ß", "straße", "zz", "10", "9", "1e1", " lead", "a ", "naïve", "%", "_", "it's", "日本", "😀", "NULL", "x\ny");
    public static readonly Domain AsciiWords = new Pool("", "a", "A", "b", "B", "bob", "Bob", "BOB", "ab", "abc", "zz", "10", "9", "1e1", "it's", "North", "north", "SOUTH", "south");
    public static readonly Domain PaddedWords = new Pool("", "a", "a ", "a  ", "b", "b ", "bob", " bob", "10", "10 ", "zz");
    public static readonly Domain Blobs = new Pool(
        Array.Empty<byte>(), new byte[] { 0 }, new byte[] { 0x61 }, new byte[] { 0x41 }, new byte[] { 0, 1 }, new byte[] { 0xFF }, new byte[] { 0x61, 0x62 }, new byte[] { 0x31, 0x30 });
    public static readonly Domain Guids = new Pool([.. Enumerable.Range(0, 12).Select(static number => (object)$"{number * 0x1234567:x8}-abcd-4e5f-8a9b-{number * 0x9876543210:x12}")]);
    public static readonly Domain Dates = new Pool([.. Enumerable.Range(0, 14).Select(static number => (object)$"{2023 + (number % 3)}-{(number * 5 % 12) + 1:00}-{(number * 3 % 28) + 1:00}")]);
    public static readonly Domain Moments = new Pool([.. Enumerable.Range(0, 14).Select(static number => (object)$"{2023 + (number % 3)}-{(number * 5 % 12) + 1:00}-{(number * 3 % 28) + 1:00} {number:00}:30:00")]);
    public static readonly Domain Mixed = new Mixture(SmallIntegers, Dyadic, AsciiWords, Blobs);

    public abstract SqlValue Next(Dice dice);

    /// <summary>A value that the column of a table of that many rows does not have yet, most likely.</summary>
    public virtual SqlValue Fresh(Dice dice) => Next(dice);

    private sealed class Integers(int from, int to) : Domain
    {
        public override SqlValue Next(Dice dice) =>
            new((long)(dice.Chance(60) ? from + dice.Skewed(to - from + 1) : dice.Next(from, to)));

        public override SqlValue Fresh(Dice dice) => new((long)dice.Next(from, Math.Max(to, 100000)));
    }

    private sealed class Pool(params object[] values) : Domain
    {
        public override SqlValue Next(Dice dice) => new(values[dice.Chance(50) ? dice.Skewed(values.Length) : dice.Next(values.Length)]);
    }

    /// <summary>Numbers whose sums are exact in every order.</summary>
    private sealed class Eighths : Domain
    {
        public override SqlValue Next(Dice dice) => new(dice.Next(-40, 400) / (dice.Chance(40) ? 1.0 : 8.0));
    }

    private sealed class Tenths : Domain
    {
        public override SqlValue Next(Dice dice) => new(Math.Round(dice.Next(-400, 4000) / 10.0, 1) * (dice.Chance(10) ? 1234.567 : 1));
    }

    private sealed class Mixture(params Domain[] domains) : Domain
    {
        public override SqlValue Next(Dice dice) => dice.Pick(domains).Next(dice);
    }
}
