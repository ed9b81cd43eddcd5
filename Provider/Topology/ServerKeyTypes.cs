using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>What kind of key a column of a MySQL or MariaDB server makes, by its column type and collation.</summary>
internal static class ServerKeyTypes
{
    /// <summary>Collations that fold no letters together but ASCII's, as far as printable ASCII goes: those of a language have letters like CH and LL.</summary>
    private static readonly string[] Plain = ["general", "unicode", "unicode_520", "0900", "uca1400", "swedish", ""];

    /// <param name="columnType">As <c>information_schema.columns.column_type</c> or a CREATE TABLE says it: <c>bigint(20) unsigned</c>.</param>
    /// <param name="collation">Empty when nobody has said it yet: the database's default then decides, and the table is looked at again.</param>
    public static bool TryFromDeclared(string columnType, string collation, out KeyType type, [NotNullWhen(false)] out string? refusal)
    {
        var name = columnType.Trim().ToUpperInvariant();
        type = default;
        refusal = name.Contains("ZEROFILL", StringComparison.Ordinal) ? "ZEROFILL numbers print with zeros in front; leave ZEROFILL out." : BareName(name) switch
        {
            "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "INTEGER" or "BIGINT" or "INT1" or "INT2" or "INT3" or "INT4" or "INT8" or "MIDDLEINT" or "BOOL" or "BOOLEAN" or "YEAR" =>
                Accept(new KeyType(KeyKind.Integer) { Engine = EngineKind.MySql }, out type),
            "CHAR" or "VARCHAR" or "TINYTEXT" or "TEXT" or "MEDIUMTEXT" or "LONGTEXT" or "NCHAR" or "NVARCHAR" or "CHARACTER" => OfText(collation, keepsSpaces: BareName(name) is not ("CHAR" or "NCHAR" or "CHARACTER"), out type),
            "BINARY" => Accept(new KeyType(KeyKind.Bytes) { Engine = EngineKind.MySql, Length = Size(name) }, out type),
            "VARBINARY" or "TINYBLOB" or "BLOB" or "MEDIUMBLOB" or "LONGBLOB" => Accept(new KeyType(KeyKind.Bytes) { Engine = EngineKind.MySql }, out type),
            "DATE" => Accept(new KeyType(KeyKind.Date) { Engine = EngineKind.MySql }, out type),
            "DATETIME" => "A DATETIME is one value in several spellings, and is rounded to its digits when it is stored; use DATE or an integer.",
            "TIMESTAMP" => "A TIMESTAMP reads otherwise in each session's time zone; use DATE or an integer.",
            "FLOAT" or "DOUBLE" or "REAL" => "Floating-point numbers that print alike can differ; use an integer or text column.",
            "DECIMAL" or "DEC" or "NUMERIC" or "FIXED" => "Decimal numbers are equal in several spellings (1, 1.0); use an integer or text column.",
            "UUID" => "A UUID is given as text or as bytes; use CHAR(36) or BINARY(16), which say which of the two.",
            "ENUM" or "SET" => "ENUM and SET are text and number at once; use VARCHAR or an integer.",
            var other => $"The type {other} is none that a sharding key can have; use an integer, VARCHAR, VARBINARY or DATE.",
        };
        return refusal is null;
    }

    /// <param name="keepsSpaces">False for CHAR, which loses trailing spaces whatever its collation makes of them.</param>
    private static string? OfText(string collation, bool keepsSpaces, out KeyType type)
    {
        var words = collation.ToUpperInvariant();
        type = default;
        if (words is "BINARY")
            return Accept(new KeyType(KeyKind.Bytes) { Engine = EngineKind.MySql }, out type);
        var pads = !keepsSpaces || (!words.Contains("0900", StringComparison.Ordinal) && !words.Contains("NOPAD", StringComparison.Ordinal));
        if (words.EndsWith("_BIN", StringComparison.Ordinal))
            return Accept(new KeyType(KeyKind.Text, pads) { Engine = EngineKind.MySql }, out type);
        if (!Plain.Contains(Family(words), StringComparer.OrdinalIgnoreCase))
            return $"Which texts {collation} calls equal is its language's affair; give the column a collation such as utf8mb4_bin or utf8mb4_general_ci.";
        var isSensitive = words.EndsWith("_CS", StringComparison.Ordinal);
        return Accept(new KeyType(isSensitive ? KeyKind.Text : KeyKind.FoldedText, pads) { Engine = EngineKind.MySql, IsAscii = true }, out type);
    }

    /// <summary>What stands between the character set and the sensitivities: <c>general</c> in utf8mb4_general_ci, <c>0900</c> in utf8mb4_0900_ai_ci.</summary>
    private static string Family(string collation)
    {
        var parts = collation.Split('_').ToList();
        if (parts.Count > 1 && parts[0] != "UCA1400")
            parts.RemoveAt(0);
        parts.RemoveAll(static part => part is "CI" or "CS" or "AI" or "AS" or "NOPAD");
        return string.Join('_', parts);
    }

    private static string? Accept(KeyType accepted, out KeyType type)
    {
        type = accepted;
        return null;
    }

    private static string BareName(string name)
    {
        var end = name.AsSpan().IndexOfAny('(', ' ');
        return end < 0 ? name : name[..end];
    }

    /// <summary>The number in the parentheses; 1 without one, as BINARY has it.</summary>
    private static int Size(string name)
    {
        var (open, close) = (name.IndexOf('(', StringComparison.Ordinal), name.IndexOf(')', StringComparison.Ordinal));
        return open >= 0 && close > open && int.TryParse(name.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 1;
    }
}
