using System.Text;
using ShardClient.Sql.Lexing;

namespace ShardClient.Tests.Unit.Sql.Scanning;

/// <summary>Texts of INSERT with rows of every spelling of a constant, and now and then of something else.</summary>
internal sealed class RandomInsert(int seed, SqlDialect dialect)
{
    private static readonly string[] Both =
    [
        "0", "1", "-7", "+7", "007", "9223372036854775807", "1.50", "-.5", "5.", "1e3", "-2.5E-3", "'a'", "''", "'it''s'", "''''", "'(,)'", "'-- no'", "'/* no */'", "'é漢😀'",
        "'a?b'", "'@x'", "' ; '", "NULL", "null", "TRUE", "false", "x'1F'", "X''", "(5)", "- 5", "/* c */ 3", "4 -- c\n", "-9223372036854775808", "18446744073709551615", " 8\t", "'\n'",
    ];

    private static readonly string[] MySqls =
    [
        @"'a\'b'", @"'a\\b'", @"'line\nbreak'", @"'\\'", "\"quoted\"", "\"it's\"", "'x' 'y'", "0x1F", "0xABC", "b'101'", "0b11", "DATE '2026-01-31'", "TIMESTAMP'2026-01-01 00:00:00'",
        "_utf8mb4'x'", "_latin1 x'41'", "N'n'", @"_binary 'a\'b'", "DEFAULT", "default", "5 # c\n", "/*!50000 6 */", @"\N", @"'50\%'",
    ];

    private static readonly string[] Sqlites = [@"'back\slash'", @"'\'", "0x1F", "1_000"];

    private static readonly string[] BothOthers = ["?", "@p", "1+1", "CURRENT_TIMESTAMP", "(SELECT 1)", "a", "-'5'", "- -5", "~1", "CAST(1 AS CHAR)", "NULL IS NULL", "abs(1)", "1 2", "'open", "1a", ""];

    private readonly Random _random = new(seed);

    public bool HasOthers { get; private set; }

    public string[] Tails { get; } = dialect == SqlDialect.MySql
        ? ["", ";", " ON DUPLICATE KEY UPDATE a = VALUES(a)", "AS n ON DUPLICATE KEY UPDATE a = n.b + ?", " RETURNING a"]
        : ["", " ; ", " ON CONFLICT DO NOTHING", "ON CONFLICT (a) DO UPDATE SET b = excluded.b || @p", " RETURNING a"];

    public string Next()
    {
        HasOthers = false;
        var width = _random.Next(1, 5);
        var text = new StringBuilder(Any("INSERT INTO t (a, b) VALUES", "insert into `t` values ", "REPLACE INTO main.t(a)VALUES/* rows */"));
        var rows = _random.Next(17, 40);
        for (var row = 0; row < rows; row++)
            text.Append(row > 0 ? Any(",", ", ", " ,\n", ",/* c */", "/*x*/,", ",-- c\n") : "").Append(Row(width));
        if (text.Length < 512)
            text.Append(' ', 512 - text.Length);
        return text.Append(Any(Tails)).ToString();
    }

    private string Row(int width)
    {
        if (_random.Next(2000) == 0)
        {
            HasOthers = true;
            width++;
        }

        return $"({string.Join(Any(",", ", ", " , "), Enumerable.Range(0, width).Select(_ => Value()))})";
    }

    private string Value()
    {
        if (_random.Next(600) == 0)
        {
            HasOthers = true;
            return Any(BothOthers);
        }

        var own = dialect == SqlDialect.MySql ? MySqls : Sqlites;
        return _random.Next(4) == 0 ? Any(own) : Any(Both);
    }

    private string Any(params string[] choices) => choices[_random.Next(choices.Length)];
}
