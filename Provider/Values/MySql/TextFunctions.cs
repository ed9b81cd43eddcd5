using System.Text;
using static ShardClient.Values.MySql.Arguments;

namespace ShardClient.Values.MySql;

/// <summary>Parts of texts, and texts made of texts: https://dev.mysql.com/doc/refman/8.4/en/string-functions.html. They compare by bytes.</summary>
internal static class TextFunctions
{
    public static IReadOnlyList<MySqlFunction> All { get; } =
    [
        MySqlFunction.OfValues("ascii", 1, 1, static a => Value.FromInteger(Bytes(a[0], "ASCII") is [var first, ..] ? first : 0)),
        MySqlFunction.OfValues("bit_length", 1, 1, static a => Value.FromInteger(8L * Bytes(a[0], "BIT_LENGTH").Length)),
        MySqlFunction.OfValues("char_length", 1, 1, static a => Length(a[0])),
        MySqlFunction.OfValues("character_length", 1, 1, static a => Length(a[0])),
        MySqlFunction.OfValues("insert", 4, 4, static a => Value.FromText(Insert(a))),
        MySqlFunction.OfValues("lcase", 1, 1, static a => Value.FromText(Text(a[0], "LCASE").ToLowerInvariant())),
        MySqlFunction.OfValues("left", 2, 2, static a => Value.FromText(Left(Text(a[0], "LEFT"), Count(a[1], "LEFT")))),
        MySqlFunction.OfValues("locate", 2, 3, static a => Value.FromInteger(Locate(a))),
        MySqlFunction.OfValues("lpad", 3, 3, static a => Pad(a, isLeft: true)),
        MySqlFunction.OfValues("mid", 2, 3, static a => Value.FromText(Substring(a))),
        MySqlFunction.OfValues("repeat", 2, 2, static a => Value.FromText(Repeat(Text(a[0], "REPEAT"), Count(a[1], "REPEAT"), "REPEAT"))),
        MySqlFunction.OfValues("reverse", 1, 1, static a => Value.FromText(Reverse(Text(a[0], "REVERSE")))),
        MySqlFunction.OfValues("right", 2, 2, static a => Value.FromText(Right(Text(a[0], "RIGHT"), Count(a[1], "RIGHT")))),
        MySqlFunction.OfValues("rpad", 3, 3, static a => Pad(a, isLeft: false)),
        MySqlFunction.OfValues("space", 1, 1, static a => Value.FromText(Repeat(" ", Count(a[0], "SPACE"), "SPACE"))),
        MySqlFunction.OfValues("substring_index", 3, 3, static a => Value.FromText(SubstringIndex(Text(a[0], "SUBSTRING_INDEX"), Text(a[1], "SUBSTRING_INDEX"), Count(a[2], "SUBSTRING_INDEX")))),
        MySqlFunction.OfValues("ucase", 1, 1, static a => Value.FromText(Text(a[0], "UCASE").ToUpperInvariant())),
        MySqlFunction.OfValues("shardclient_trim", 3, 3, static a => Value.FromText(Trim(Text(a[0], "TRIM"), Text(a[1], "TRIM"), Text(a[2], "TRIM")))),
    ];

    private static Value Length(Value value) =>
        Value.FromInteger(value.Kind == ValueKind.Blob ? value.Bytes.Length : new Characters(Text(value, "CHAR_LENGTH")).Count);

    private static string Left(string text, int count)
    {
        var characters = new Characters(text);
        return count <= 0 ? "" : count >= characters.Count ? text : characters.Slice(0, count);
    }

    private static string Right(string text, int count)
    {
        var characters = new Characters(text);
        return count <= 0 ? "" : count >= characters.Count ? text : characters.From(characters.Count - count);
    }

    /// <summary>The first character has the number 1; negative ones count from the end, and nothing begins at 0.</summary>
    private static string Substring(ReadOnlySpan<Value> a)
    {
        var text = Text(a[0], "MID");
        var characters = new Characters(text);
        long start = Integer(a[1], "MID"), count = a.Length > 2 ? Integer(a[2], "MID") : long.MaxValue;
        var from = start > 0 ? start - 1 : start + characters.Count;
        if (start == 0 || count <= 0 || from < 0 || from >= characters.Count)
            return "";
        return characters.Slice((int)from, (int)Math.Min(count, characters.Count - from));
    }

    private static string Insert(ReadOnlySpan<Value> a)
    {
        var text = Text(a[0], "INSERT");
        var characters = new Characters(text);
        long start = Integer(a[1], "INSERT"), count = Integer(a[2], "INSERT");
        if (start < 1 || start > characters.Count)
            return text;
        var rest = count < 0 || start - 1 + count > characters.Count ? "" : characters.From((int)(start - 1 + count));
        return characters.Slice(0, (int)start - 1) + Text(a[3], "INSERT") + rest;
    }

    private static long Locate(ReadOnlySpan<Value> a)
    {
        string part = Text(a[0], "LOCATE"), text = Text(a[1], "LOCATE");
        if (a.Length > 2 && part.Length == 0)
            throw new MySqlFunctionException("LOCATE: servers differ in where an empty text is found from a place on");
        var characters = new Characters(text);
        var start = a.Length > 2 ? Integer(a[2], "LOCATE") : 1;
        if (start < 1 || start > characters.Count + 1)
            return 0;
        var found = text.IndexOf(part, characters.Offset((int)start - 1), StringComparison.Ordinal);
        return found < 0 ? 0 : characters.IndexOf(found) + 1;
    }

    private static Value Pad(ReadOnlySpan<Value> a, bool isLeft)
    {
        var name = isLeft ? "LPAD" : "RPAD";
        string text = Text(a[0], name), with = Text(a[2], name);
        var count = Integer(a[1], name);
        var characters = new Characters(text);
        if (count < 0)
            return Value.Null;
        if (count <= characters.Count)
            return Value.FromText(characters.Slice(0, (int)count));
        if (with.Length == 0)
            return Value.Null;
        Check(count, name);
        var missing = (int)count - characters.Count;
        var pattern = new Characters(with);
        var padding = new StringBuilder(missing * with.Length / pattern.Count);
        for (; missing >= pattern.Count; missing -= pattern.Count)
            padding.Append(with);
        padding.Append(pattern.Slice(0, missing));
        return Value.FromText(isLeft ? padding.Append(text).ToString() : padding.Insert(0, text).ToString());
    }

    private static string Repeat(string text, int count, string name)
    {
        Check((long)text.Length * Math.Max(count, 0), name);
        return count <= 0 ? "" : new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
    }

    private static void Check(long characters, string name)
    {
        if (characters > MostCharacters)
            throw new MySqlFunctionException($"{name}: the text would be longer than {MostCharacters} characters");
    }

    private static string Reverse(string text)
    {
        var characters = text.ToCharArray();
        Array.Reverse(characters);
        for (var at = 1; at < characters.Length; at++)
        {
            if (char.IsLowSurrogate(characters[at - 1]) && char.IsHighSurrogate(characters[at]))
                (characters[at - 1], characters[at]) = (characters[at], characters[at - 1]);
        }

        return new string(characters);
    }

    /// <summary>All before the n-th delimiter, or behind the n-th from the end.</summary>
    private static string SubstringIndex(string text, string delimiter, int count)
    {
        if (count == 0 || delimiter.Length == 0)
            return "";
        if (count > 0)
        {
            for (int at = -delimiter.Length, found = 1; ; found++)
            {
                at = text.IndexOf(delimiter, at + delimiter.Length, StringComparison.Ordinal);
                if (at < 0)
                    return text;
                if (found == count)
                    return text[..at];
            }
        }

        for (var end = text.Length; ; count++)
        {
            var at = end < delimiter.Length ? -1 : text.AsSpan(0, end).LastIndexOf(delimiter, StringComparison.Ordinal);
            if (at < 0)
                return text;
            if (count == -1)
                return text[(at + delimiter.Length)..];
            end = at;
        }
    }

    /// <summary>TRIM(side removed FROM text) takes away a whole text, as often as it stands there.</summary>
    private static string Trim(string side, string removed, string text)
    {
        if (removed.Length == 0)
            return text;
        var (start, end) = (0, text.Length);
        while (side != "TRAILING" && text.AsSpan(start, end - start).StartsWith(removed, StringComparison.Ordinal))
            start += removed.Length;
        while (side != "LEADING" && text.AsSpan(start, end - start).EndsWith(removed, StringComparison.Ordinal))
            end -= removed.Length;
        return text[start..end];
    }
}
