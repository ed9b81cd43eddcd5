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
            "YEAR" => Accept(new KeyType(KeyKind.Integer) { Engine = EngineKind.MySql, Limits = KeyLimits.Year }, out type),
            var integer when Bits(integer) is > 0 and var bits =>
                Accept(new KeyType(KeyKind.Integer) { Engine = EngineKind.MySql, Limits = KeyLimits.OfInteger(bits, name.Contains("UNSIGNED", StringComparison.Ordinal)) }, out type),
            "CHAR" or "VARCHAR" or "TINYTEXT" or "TEXT" or "MEDIUMTEXT" or "LONGTEXT" or "NCHAR" or "NVARCHAR" or "CHARACTER" => OfText(name, collation, out type),
            "BINARY" => Accept(new KeyType(KeyKind.Bytes) { Engine = EngineKind.MySql, Length = Size(name), Limits = new KeyLimits { Bytes = Size(name) } }, out type),
            "VARBINARY" or "TINYBLOB" or "BLOB" or "MEDIUMBLOB" or "LONGBLOB" => Accept(new KeyType(KeyKind.Bytes) { Engine = EngineKind.MySql, Limits = LimitsOf(name) }, out type),
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

    private static int Bits(string name) => name switch
    {
        "TINYINT" or "INT1" or "BOOL" or "BOOLEAN" => 8,
        "SMALLINT" or "INT2" => 16,
        "MEDIUMINT" or "MIDDLEINT" or "INT3" => 24,
        "INT" or "INTEGER" or "INT4" => 32,
        "BIGINT" or "INT8" => 64,
        _ => 0,
    };

    private static KeyLimits LimitsOf(string name) => BareName(name) switch
    {
        "TINYTEXT" or "TINYBLOB" => new KeyLimits { Bytes = byte.MaxValue },
        "TEXT" or "BLOB" => new KeyLimits { Bytes = ushort.MaxValue },
        "MEDIUMTEXT" or "MEDIUMBLOB" => new KeyLimits { Bytes = (1 << 24) - 1 },
        "LONGTEXT" or "LONGBLOB" => new KeyLimits(),
        "VARBINARY" => new KeyLimits { Bytes = Size(name) },
        _ => new KeyLimits { Letters = Size(name) },
    };

    private static string? OfText(string name, string collation, out KeyType type)
    {
        // CHAR loses trailing spaces whatever its collation makes of them.
        var keepsSpaces = BareName(name) is not ("CHAR" or "NCHAR" or "CHARACTER");
        var words = collation.ToUpperInvariant();
        var limits = LimitsOf(name);
        type = default;
        if (words is "BINARY")
            return Accept(new KeyType(KeyKind.Bytes) { Engine = EngineKind.MySql, Limits = limits with { Letters = int.MaxValue, Bytes = Math.Min(limits.Letters, limits.Bytes) } }, out type);
        var pads = !keepsSpaces || (!words.Contains("0900", StringComparison.Ordinal) && !words.Contains("NOPAD", StringComparison.Ordinal));
        if (words.EndsWith("_BIN", StringComparison.Ordinal))
            return Accept(new KeyType(KeyKind.Text, pads) { Engine = EngineKind.MySql, Limits = limits }, out type);
        if (!Plain.Contains(Family(words), StringComparer.OrdinalIgnoreCase))
            return $"Which texts {collation} calls equal is its language's affair; give the column a collation such as utf8mb4_bin or utf8mb4_general_ci.";
        var isSensitive = words.EndsWith("_CS", StringComparison.Ordinal);
        return Accept(new KeyType(isSensitive ? KeyKind.Text : KeyKind.FoldedText, pads) { Engine = EngineKind.MySql, IsAscii = true, Limits = limits }, out type);
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
