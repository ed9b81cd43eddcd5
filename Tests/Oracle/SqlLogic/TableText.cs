using System.Text.RegularExpressions;

namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>The text of a CREATE TABLE with a list of columns, taken apart as far as a clause has to be put in.</summary>
/// <param name="Head">Up to the word TABLE.</param>
/// <param name="Body">From the name to the last definition in the brackets.</param>
/// <param name="Tail">From the bracket that closes the list.</param>
/// <param name="Columns">Names in order, as written.</param>
internal sealed partial record TableText(string Head, string Body, string Tail, IReadOnlyList<string> Columns)
{
    private static readonly string[] ConstraintWords = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

    public static TableText? Read(string sql)
    {
        var start = Start().Match(sql);
        if (!start.Success)
            return null;
        var columns = new List<string>();
        var open = start.Index + start.Length;
        var (depth, definition) = (0, open);
        for (var at = open; at < sql.Length; at = AfterCharacter(sql, at))
        {
            if (sql[at] == ')' && depth == 0)
            {
                AddColumn(columns, sql[definition..at]);
                return new TableText(start.Groups["head"].Value, sql[start.Groups["head"].Length..at], sql[at..], columns);
            }

            if (sql[at] == ',' && depth == 0)
            {
                AddColumn(columns, sql[definition..at]);
                definition = at + 1;
            }

            depth += sql[at] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        return null;
    }

    public string SplitBy(string column) => $"{Head}{Body}, SHARD KEY ({column}){Tail}";

    public string OnEveryShard() => Head.Replace("TABLE", "REFERENCE TABLE", StringComparison.OrdinalIgnoreCase) + Body + Tail;

    private static void AddColumn(List<string> columns, string definition)
    {
        var word = FirstWord().Match(definition).Value.Trim();
        if (word.Length > 0 && !ConstraintWords.Contains(word, StringComparer.OrdinalIgnoreCase))
            columns.Add(word);
    }

    /// <summary>After one character, or after the closing quote when it opens a text or name.</summary>
    private static int AfterCharacter(string sql, int at)
    {
        if (sql[at] is not ('\'' or '"' or '`'))
            return at + 1;
        var close = sql.IndexOf(sql[at], at + 1);
        return close < 0 ? sql.Length : close + 1;
    }

    [GeneratedRegex(@"^\s*(?<head>CREATE\s+TABLE)\s+(IF\s+NOT\s+EXISTS\s+)?(""[^""]+""|`[^`]+`|\w+)\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Start();

    [GeneratedRegex(@"^\s*(""[^""]+""|`[^`]+`|\w+)")]
    private static partial Regex FirstWord();
}
