using System.Collections.Frozen;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>
/// Which values of a server's result a column takes from the client as it would take them from the query itself. Between other types a server converts by rules
/// that look at the query's own columns (a TIME becomes today's DATETIME, an ENUM its number), which the value alone no longer tells.
/// </summary>
internal static class ServerValueFit
{
    private static readonly string[] Integers = ["TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "BIGINT"];
    private static readonly string[] Letters = ["CHAR", "VARCHAR", "TINYTEXT", "TEXT", "MEDIUMTEXT", "LONGTEXT"];
    private static readonly string[] Bytes = ["BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB"];
    private static readonly string[] Reals = ["FLOAT", "DOUBLE"];

    private static readonly FrozenDictionary<string, string[]> Taken = new (string[] From, string[] To)[]
    {
        (Integers, [.. Integers, .. Reals, "DECIMAL"]),
        (["DECIMAL"], ["DECIMAL", .. Reals]),
        (["DOUBLE"], Reals),
        (Letters, Letters),
        (["ENUM"], [.. Letters, "ENUM"]),
        (["SET"], [.. Letters, "SET"]),
        (Bytes, Bytes),
        (["DATE"], ["DATE", "DATETIME"]),
        (["DATETIME"], ["DATETIME"]),
        (["TIMESTAMP"], ["DATETIME"]),
        (["TIME"], ["TIME"]),
        (["YEAR"], ["YEAR", .. Integers]),
        (["UUID"], ["UUID", .. Letters]),
        (["INET4"], ["INET4"]),
        (["INET6"], ["INET6"]),
    }.SelectMany(static family => family.From.Select(from => (From: from, family.To))).ToFrozenDictionary(static entry => entry.From, static entry => entry.To, StringComparer.OrdinalIgnoreCase);

    /// <param name="from">The result's column. A DOUBLE that no column holds may come without its last digits.</param>
    /// <param name="to">The declaration of the column that is written.</param>
    public static bool Fits(ColumnMetadata from, string to)
    {
        if (from.DeclaredType is not { } type)
            return true;
        var word = Word(type);
        return Taken.TryGetValue(word, out var taken) && taken.Contains(Word(to), StringComparer.OrdinalIgnoreCase) && (word != "DOUBLE" || from.BaseColumn is not null);
    }

    private static string Word(string type)
    {
        var name = ColumnTypes.BaseName(type);
        var end = name.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? name : name[..end];
    }
}
