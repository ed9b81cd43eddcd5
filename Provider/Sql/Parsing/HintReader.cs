using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <summary>
/// Reads <c>/*+ name(argument, ...) name ... */</c> out of the blanks and comments between two tokens. A comment that starts with
/// <c>/*+</c> and does not have that shape is decoration and says nothing.
/// </summary>
internal static class HintReader
{
    public const string Opening = "/*+";

    /// <summary>Adds the hints between two offsets that hold nothing but blanks and comments.</summary>
    public static void Read(string text, int from, int to, List<Hint> hints)
    {
        var at = from;
        while (at < to)
        {
            var rest = text.AsSpan(at, to - at);
            if (rest.StartsWith("--", StringComparison.Ordinal) || rest[0] == '#')
            {
                var line = rest.IndexOf('\n');
                at += line < 0 ? rest.Length : line + 1;
            }
            else if (rest.StartsWith("/*", StringComparison.Ordinal))
            {
                var length = LengthTo(rest, "*/");
                if (rest.StartsWith(Opening, StringComparison.Ordinal) && length > 5)
                    ReadComment(text, at + Opening.Length, at + length - 2, hints);
                at += length;
            }
            else
            {
                at++;
            }
        }
    }

    private static int LengthTo(ReadOnlySpan<char> rest, string end)
    {
        var found = rest[2..].IndexOf(end, StringComparison.Ordinal);
        return found < 0 ? rest.Length : found + 2 + end.Length;
    }

    private static void ReadComment(string text, int from, int to, List<Hint> hints)
    {
        var found = new List<Hint>();
        var at = SkipBlanks(text, from, to);
        while (at < to)
        {
            var start = at;
            while (at < to && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
                at++;
            if (at == start)
                return;
            var name = text[start..at];
            at = SkipBlanks(text, at, to);
            NodeList<string> arguments = default;
            if (at < to && text[at] == '(')
            {
                var end = text.IndexOf(')', at, to - at);
                if (end < 0)
                    return;
                arguments = SplitArguments(text[(at + 1)..end]);
                at = end + 1;
            }

            found.Add(new Hint(name, arguments) { Span = new SourceSpan(start, at - start) });
            at = SkipBlanks(text, at, to);
        }

        hints.AddRange(found);
    }

    private static int SkipBlanks(string text, int at, int to)
    {
        while (at < to && (char.IsWhiteSpace(text[at]) || text[at] == ','))
            at++;
        return at;
    }

    private static NodeList<string> SplitArguments(string inner) =>
        string.IsNullOrWhiteSpace(inner) ? default : NodeList.Wrap(inner.Split(',', StringSplitOptions.TrimEntries));
}
