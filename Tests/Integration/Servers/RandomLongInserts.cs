using System.Text;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Rows for <see cref="Table"/> in every spelling that its columns take.</summary>
internal sealed class RandomLongInserts(int seed)
{
    public const string Table = "CREATE TABLE spelled (id BIGINT PRIMARY KEY, n BIGINT, d DECIMAL(30,6), f DOUBLE, s VARCHAR(200), b VARBINARY(200), t DATE DEFAULT '2026-02-02', SHARD KEY (id))";

    private static readonly string[] Integers = ["0", "-7", "+7", "007", "9223372036854775807", "-9223372036854775808", "TRUE", "false", "NULL", "(5)", "- 5", "/* c */ 3", "4 -- c\n", "5 # c\n", "/*!50000 6 */", "'12'", "0x41", "b'101'"];
    private static readonly string[] Decimals = ["1.50", "-.5", "5.", "123456789012345678901234.123456", "18446744073709551615", "1e3", "NULL", "DEFAULT", "'2.25'", "3"];
    private static readonly string[] Reals = ["1.5", "1e3", "-2.5E-3", "0.1", "1e-300", "7", "NULL", "'1e2'", "1.7976931348623157e308"];
    private static readonly string[] Bytes = ["x'1F'", "X''", "0x1F", "0xABC", "b'101'", @"_binary 'a\'b'", "_binary'plain'", "'text'", "NULL", "0x00"];
    private static readonly string[] Dates = ["DATE '2026-01-31'", "'2026-01-31'", "20260131", "NULL", "DEFAULT", "{d '2025-12-24'}", "TIMESTAMP'2026-01-01 00:00:00'"];

    private static readonly string[] Texts =
    [
        "'a'", "''", "'it''s'", "''''", "'(,)'", "'-- no'", "'/* no */'", "'é漢😀'", "'a?b'", "'@x'", "' ; '", @"'a\'b'", @"'a\\b'", @"'line\nbreak'", @"'\\'", "\"quoted\"", "\"it's\"", "'x' 'y'", @"'50\%'",
        "_utf8mb4'x'", "_latin1 x'E9'", "N'n'", @"_utf8mb4'q\'\\'", "DEFAULT", "NULL", "12.50", "0x4142", "'CALL LOCK XA PREPARE'", @"'tab\tnul\0end'", "1.10", "12", "'\n'",
    ];

    private readonly Random _random = new(seed);
    private int _next;

    /// <param name="rows">How many of them.</param>
    public string Next(int rows, string start = "INSERT INTO spelled VALUES", string end = "")
    {
        var text = new StringBuilder(start);
        for (var row = 0; row < rows; row++)
            text.Append(row == 0 ? " " : Any(",", ", ", ",\n", " /* c */ ,")).Append(Row());
        return text.Append(end).ToString();
    }

    private string Row() => $"({Any("", "+", " ")}{_next++}, {Any(Integers)},{Any(Decimals)} ,{Any(Reals)}, {Any(Texts)}, {Any(Bytes)}, {Any(Dates)})";

    private string Any(params string[] choices) => choices[_random.Next(choices.Length)];
}
