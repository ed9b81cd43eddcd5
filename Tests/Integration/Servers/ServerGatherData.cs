using System.Globalization;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>A few hundred rows of what is easily compared wrongly: letters of case and accent, trailing spaces, NULLs, numbers at their limits, odd moments.</summary>
internal static class ServerGatherData
{
    private static readonly string[] Words =
    [
        "a", "A", "a ", "a  ", "ä", "Ä", "á", "ab", "AB", "aB ", "b", "B", "ß", "ss", "SS", "", " ", "z", "Z", "é", "e", "E", "ø", "o", "æ", "ae", "0", "00", "1e1", "it's", "back\\slash",
        "ñ", "n", "日本", "日", "😀", "😁", "a\tb", "a b", "A_B", "a%b", "İ", "i", "ı",
    ];

    private static readonly string[] Dates = ["1970-01-01", "1980-01-02", "1999-12-31", "2000-02-29", "2026-01-01", "9999-12-31", "1000-01-01"];
    private static readonly string[] Decimals = ["0", "-0.01", "7.77", "7.770", "123456789012345678.90", "-99999999999999999.99", "0.10", "5", "100"];
    private static readonly string[] Doubles = ["0", "-0e0", "0.1", "1e-3", "-1e10", "2.25", "3", "1e308", "5e-324", "0.30000000000000004", "123456789012345680"];
    private static readonly string[] Floats = ["0", "0.1", "123456.79", "-1e30", "3"];
    private static readonly string[] Bigs = ["0", "1", "18446744073709551615", "9223372036854775808", "9223372036854775807", "42"];
    private static readonly string[] Times = ["00:00:00", "-10:00:00", "838:59:59", "00:00:01.5", "-838:59:59", "12:34:56.789"];
    private static readonly string[] Stamps = ["1970-01-02 00:00:00", "2000-06-15 12:30:00.25", "2026-01-01 10:00:00", "2037-12-31 23:59:59"];
    private static readonly string[] Bytes = ["x''", "x'00'", "x'00ff'", "x'61'", "x'6120'", "x'ff'", "x'0000'"];

    /// <param name="isMariaDb">What collations there are.</param>
    public static IEnumerable<string> Definitions(bool isMariaDb)
    {
        var accents = isMariaDb ? "utf8mb4_unicode_520_ci" : "utf8mb4_0900_ai_ci";
        var counted = isMariaDb ? "utf8mb4_general_nopad_ci" : "utf8mb4_0900_as_cs";
        yield return $"CREATE TABLE people (id BIGINT NOT NULL PRIMARY KEY, g VARCHAR(30) COLLATE utf8mb4_general_ci, u VARCHAR(30) COLLATE {accents}, b VARCHAR(30) COLLATE utf8mb4_bin, "
            + $"n VARCHAR(30) COLLATE {counted}, l VARCHAR(20) CHARACTER SET latin1, c CHAR(6) COLLATE utf8mb4_unicode_ci, body TEXT COLLATE utf8mb4_general_ci, born DATE, d DECIMAL(20,2), x DOUBLE, f FLOAT, "
            + "k ENUM('z','a','m','q') COLLATE utf8mb4_general_ci, s SET('p','q','r'), r VARBINARY(10), parent BIGINT, SHARD KEY (id))";
        yield return "CREATE TABLE sales (id BIGINT NOT NULL, person BIGINT NOT NULL, w VARCHAR(30) COLLATE utf8mb4_general_ci NOT NULL, big BIGINT UNSIGNED, t TIME(3), stamp TIMESTAMP(2) NULL, at DATETIME(6), "
            + "y YEAR, flags BIT(9), small TINYINT, price DECIMAL(10,3), PRIMARY KEY (person, id), SHARD KEY (person))";
        yield return $"CREATE TABLE labels (tag VARCHAR(20) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, g VARCHAR(20) COLLATE utf8mb4_general_ci, n INT, SHARD KEY (tag))";
        yield return "CREATE REFERENCE TABLE kinds (code VARCHAR(5) COLLATE utf8mb4_general_ci PRIMARY KEY, title VARCHAR(30) COLLATE utf8mb4_general_ci, weight INT NOT NULL)";
        yield return "CREATE TABLE marks (id INT PRIMARY KEY, person BIGINT, note VARCHAR(40) COLLATE utf8mb4_general_ci)";
        yield return "CREATE VIEW rich AS SELECT id, g, d FROM people WHERE d > 5";
        yield return "CREATE VIEW totals AS SELECT person, SUM(price) AS total, COUNT(*) AS n FROM sales GROUP BY person";
    }

    public static IEnumerable<string> Rows()
    {
        var random = new Random(7);
        for (var from = 1; from <= 240; from += 40)
            yield return $"INSERT INTO people VALUES {string.Join(",", Enumerable.Range(from, 40).Select(id => Person(id, random)))}";
        for (var from = 1; from <= 360; from += 60)
            yield return $"INSERT INTO sales VALUES {string.Join(",", Enumerable.Range(from, 60).Select(id => Sale(id, random)))}";
        yield return $"INSERT INTO labels VALUES {string.Join(",", Words.Where(static word => word.Length > 0 && !word.EndsWith(' ')).Distinct().Select((word, n) => $"({Text(word)},{Text(Words[(n * 7) % Words.Length])},{n % 9})"))}";
        yield return "INSERT INTO kinds VALUES ('z','Zed',3),('a','Ay',1),('m','Em ',2),('q','em',2),('ss','Sharp',NULL+1 IS NULL)";
        yield return $"INSERT INTO marks VALUES {string.Join(",", Enumerable.Range(1, 30).Select(id => string.Create(CultureInfo.InvariantCulture, $"({id},{(id % 4 == 0 ? "NULL" : random.Next(1, 260))},{Text(Words[random.Next(Words.Length)])})")))}";
    }

    private static string Person(int id, Random random) => string.Create(
        CultureInfo.InvariantCulture,
        $"({id},{Word(random)},{Word(random)},{Word(random)},{Word(random)},{Latin(random)},{Short(random)},{Long(random)},{Quoted(Dates, random)},{Of(Decimals, random)},{Of(Doubles, random)},{Of(Floats, random)},{Quoted(["z", "a", "m", "q"], random)},{Quoted(["p", "q,r", "", "p,q,r"], random)},{Of(Bytes, random)},{(random.Next(4) == 0 ? "NULL" : random.Next(1, 240))})");

    private static string Sale(int id, Random random) => string.Create(
        CultureInfo.InvariantCulture,
        $"({id},{random.Next(1, 200)},{Text(Words[random.Next(Words.Length)])},{Of(Bigs, random)},{Quoted(Times, random)},{Quoted(Stamps, random)},{Quoted(["2026-01-01 10:00:00.123456", "1999-12-31 23:59:59.999999", "2000-02-29 00:00:00"], random)},{Of(["1999", "2026", "2155"], random)},{Of(["b'1'", "b'101010101'", "b'0'"], random)},{Of(["-128", "127", "0", "1", "2"], random)},{Of(Decimals[..4], random)})");

    private static string Word(Random random) => random.Next(8) == 0 ? "NULL" : Text(Words[random.Next(Words.Length)]);

    private static string Latin(Random random) => Quoted(["a", "Ä", "ä", "ß", "é ", "e"], random);

    private static string Short(Random random) => Quoted(["a", "A", "ä", "ab", "", "z"], random);

    private static string Long(Random random) => random.Next(6) == 0 ? "NULL" : Text($"{new string('x', random.Next(2) * 1200)}{Words[random.Next(Words.Length)]}");

    private static string Of(string[] values, Random random) => random.Next(7) == 0 ? "NULL" : values[random.Next(values.Length)];

    private static string Quoted(string[] values, Random random) => Of(Array.ConvertAll(values, static value => $"'{value}'"), random);

    private static string Text(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
