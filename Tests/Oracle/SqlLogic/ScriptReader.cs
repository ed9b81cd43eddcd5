namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>
/// Reads the records that concern SQLite from a script: https://sqlite.org/sqllogictest/doc/trunk/about.wiki. A hash is told by its look, so that
/// <c>hash-threshold</c> changes nothing here.
/// </summary>
internal sealed class ScriptReader(TextReader text)
{
    private const string Engine = "sqlite";
    private const string Dashes = "----";

    private int _line;

    /// <exception cref="FormatException">A record is not one of the format's.</exception>
    public IEnumerable<ScriptRecord> Read()
    {
        var skips = false;
        while (NextLine() is { } line)
        {
            var words = Words(line);
            switch (words)
            {
                case [] or ["hash-threshold", ..]:
                    continue;
                case ["skipif", var engine, ..]:
                    skips |= IsOurs(engine);
                    continue;
                case ["onlyif", var engine, ..]:
                    skips |= !IsOurs(engine);
                    continue;
                case ["halt", ..] when !skips:
                    yield break;
                case ["statement", var outcome, ..]:
                    var statement = Statement(outcome);
                    if (!skips)
                        yield return statement;
                    break;
                case ["query", .. var rest]:
                    var query = Query(rest);
                    if (!skips)
                        yield return query;
                    break;
                case ["halt", ..]:
                    break;
                default:
                    throw Malformed($"'{words[0]}' begins no record");
            }

            skips = false;
        }
    }

    private static bool IsOurs(string engine) => string.Equals(engine, Engine, StringComparison.OrdinalIgnoreCase);

    private static string[] Words(string line)
    {
        var comment = line.IndexOf('#', StringComparison.Ordinal);
        return (comment < 0 ? line : line[..comment]).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
    }

    private StatementRecord Statement(string outcome)
    {
        var line = _line;
        return outcome is "ok" or "error"
            ? new StatementRecord(line, string.Join('\n', Block()), outcome == "error")
            : throw Malformed($"a statement is ok or error, not '{outcome}'");
    }

    private QueryRecord Query(string[] words)
    {
        var line = _line;
        if (words is not [var types, ..])
            throw Malformed("a query has a letter for each column");
        var order = words is [_, var sort, ..] ? Order(sort) : ResultOrder.AsGiven;
        var block = Block();
        var dashes = block.IndexOf(Dashes);
        var sql = string.Join('\n', dashes < 0 ? block : block[..dashes]);
        return new QueryRecord(line, sql, types, order, words is [_, _, var label, ..] ? label : null, dashes < 0 ? null : block[(dashes + 1)..]);
    }

    private ResultOrder Order(string word) => word switch
    {
        "nosort" => ResultOrder.AsGiven,
        "rowsort" => ResultOrder.SortedRows,
        "valuesort" => ResultOrder.SortedValues,
        _ => throw Malformed($"'{word}' is no order of an answer"),
    };

    /// <summary>The lines up to the next empty one.</summary>
    private List<string> Block()
    {
        var lines = new List<string>();
        while (NextLine() is { Length: > 0 } line)
            lines.Add(line);
        return lines;
    }

    private string? NextLine()
    {
        _line++;
        return text.ReadLine()?.TrimEnd();
    }

    private FormatException Malformed(string problem) => new($"Line {_line}: {problem}.");
}
