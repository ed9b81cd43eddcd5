using System.Collections.Frozen;

namespace ShardClient.Values;

/// <summary>The one table from a declared type to what a reader gives. README prints it.</summary>
internal static class ColumnTypes
{
    private static readonly FrozenDictionary<string, ColumnType> ByName = new Dictionary<string, ColumnType>(StringComparer.OrdinalIgnoreCase)
    {
        ["INTEGER"] = ColumnType.Integer,
        ["REAL"] = ColumnType.Real,
        ["TEXT"] = ColumnType.Text,
        ["BLOB"] = ColumnType.Blob,
        ["ANY"] = ColumnType.Dynamic,

        ["BOOL"] = ColumnType.Boolean,
        ["BOOLEAN"] = ColumnType.Boolean,
        ["TINYINT"] = ColumnType.SByte,
        ["SBYTE"] = ColumnType.SByte,
        ["TINYINT UNSIGNED"] = ColumnType.Byte,
        ["BYTE"] = ColumnType.Byte,
        ["SMALLINT"] = ColumnType.Int16,
        ["INT2"] = ColumnType.Int16,
        ["SMALLINT UNSIGNED"] = ColumnType.UInt16,
        ["INT"] = ColumnType.Int32,
        ["INT4"] = ColumnType.Int32,
        ["MEDIUMINT"] = ColumnType.Int32,
        ["YEAR"] = ColumnType.Int32,
        ["INT UNSIGNED"] = ColumnType.UInt32,
        ["MEDIUMINT UNSIGNED"] = ColumnType.UInt32,
        ["BIGINT"] = ColumnType.Int64,
        ["INT8"] = ColumnType.Int64,
        ["LONG"] = ColumnType.Int64,
        ["BIGINT UNSIGNED"] = ColumnType.UInt64,
        ["INTEGER UNSIGNED"] = ColumnType.UInt64,
        ["UNSIGNED BIG INT"] = ColumnType.UInt64,
        ["BIT"] = ColumnType.UInt64,

        ["SINGLE"] = ColumnType.Single,
        ["FLOAT4"] = ColumnType.Single,
        ["FLOAT"] = ColumnType.Double,
        ["FLOAT8"] = ColumnType.Double,
        ["DOUBLE"] = ColumnType.Double,
        ["DOUBLE PRECISION"] = ColumnType.Double,
        ["DECIMAL"] = ColumnType.Decimal,
        ["DEC"] = ColumnType.Decimal,
        ["NUMERIC"] = ColumnType.Decimal,
        ["NUMBER"] = ColumnType.Decimal,
        ["MONEY"] = ColumnType.Decimal,
        ["CURRENCY"] = ColumnType.Decimal,

        ["CHAR"] = ColumnType.String,
        ["NCHAR"] = ColumnType.String,
        ["CHARACTER"] = ColumnType.String,
        ["VARCHAR"] = ColumnType.String,
        ["NVARCHAR"] = ColumnType.String,
        ["TINYTEXT"] = ColumnType.String,
        ["MEDIUMTEXT"] = ColumnType.String,
        ["LONGTEXT"] = ColumnType.String,
        ["CLOB"] = ColumnType.String,
        ["JSON"] = ColumnType.String,
        ["ENUM"] = ColumnType.String,
        ["SET"] = ColumnType.String,

        ["BINARY"] = ColumnType.Blob,
        ["VARBINARY"] = ColumnType.Blob,
        ["TINYBLOB"] = ColumnType.Blob,
        ["MEDIUMBLOB"] = ColumnType.Blob,
        ["LONGBLOB"] = ColumnType.Blob,

        ["GUID"] = ColumnType.Guid,
        ["UUID"] = ColumnType.Guid,
        ["UNIQUEIDENTIFIER"] = ColumnType.Guid,
        ["DATETIME"] = ColumnType.DateTime,
        ["DATETIME2"] = ColumnType.DateTime,
        ["TIMESTAMP"] = ColumnType.DateTime,
        ["DATETIMEOFFSET"] = ColumnType.DateTimeOffset,
        ["TIMESTAMPTZ"] = ColumnType.DateTimeOffset,
        ["TIMESTAMP WITH TIME ZONE"] = ColumnType.DateTimeOffset,
        ["DATE"] = ColumnType.Date,
        ["TIME"] = ColumnType.Time,
        ["INTERVAL"] = ColumnType.Time,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that SQLite and .NET programs use, with their types: for README and for <c>GetSchema("DataTypes")</c>.</summary>
    public static IEnumerable<KeyValuePair<string, ColumnType>> Names => ByName;

    /// <summary>Reads a declaration: <c>TINYINT(1)</c> and <c>BIT(1)</c> are booleans, other sizes do not matter; unknown names follow SQLite's affinity.</summary>
    public static ColumnType Of(string? declaration)
    {
        if (string.IsNullOrWhiteSpace(declaration))
            return ColumnType.Dynamic;
        var name = BaseName(declaration, out var size);
        if (size == "1" && (name.StartsWith("TINYINT", StringComparison.OrdinalIgnoreCase) || name.Equals("BIT", StringComparison.OrdinalIgnoreCase)))
            return ColumnType.Boolean;
        return ByName.TryGetValue(name, out var type) ? type : ByAffinity(name);
    }

    /// <summary>The words of a declaration without sizes, one blank between: <c>BIGINT(20) UNSIGNED</c> is <c>BIGINT UNSIGNED</c>.</summary>
    public static string BaseName(string declaration) => BaseName(declaration, out _);

    private static string BaseName(string declaration, out string size)
    {
        size = "";
        var open = declaration.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
            return declaration.Trim();
        var close = declaration.IndexOf(')', open);
        size = close < 0 ? declaration[(open + 1)..].Trim() : declaration[(open + 1)..close].Trim();
        var tail = close < 0 ? "" : declaration[(close + 1)..].Trim();
        var head = declaration[..open].Trim();
        return tail.Length == 0 ? head : $"{head} {tail}";
    }

    /// <summary>Section 3.1 of https://www.sqlite.org/datatype3.html, in its order.</summary>
    private static ColumnType ByAffinity(string name)
    {
        if (Contains("INT"))
            return ColumnType.Integer;
        if (Contains("CHAR") || Contains("CLOB") || Contains("TEXT"))
            return ColumnType.String;
        if (Contains("BLOB"))
            return ColumnType.Blob;
        return Contains("REAL") || Contains("FLOA") || Contains("DOUB") ? ColumnType.Double : ColumnType.Dynamic;

        bool Contains(string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
    }
}
