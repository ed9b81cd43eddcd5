namespace ShardClient.Values;

/// <summary>The one table from a declared type to what a reader gives. README prints it.</summary>
internal static class ColumnTypes
{
    private static readonly NamedType[] All =
    [
        new("INTEGER", ColumnType.Integer),
        new("REAL", ColumnType.Real),
        new("TEXT", ColumnType.Text),
        new("BLOB", ColumnType.Blob),
        new("ANY", ColumnType.Dynamic),

        new("BOOL", ColumnType.Boolean),
        new("BOOLEAN", ColumnType.Boolean),
        new("TINYINT", ColumnType.SByte),
        new("SBYTE", ColumnType.SByte),
        new("TINYINT UNSIGNED", ColumnType.Byte),
        new("BYTE", ColumnType.Byte),
        new("SMALLINT", ColumnType.Int16),
        new("INT2", ColumnType.Int16),
        new("SMALLINT UNSIGNED", ColumnType.UInt16),
        new("INT", ColumnType.Int32),
        new("INT4", ColumnType.Int32),
        new("MEDIUMINT", ColumnType.Int32),
        new("YEAR", ColumnType.Int32),
        new("INT UNSIGNED", ColumnType.UInt32),
        new("MEDIUMINT UNSIGNED", ColumnType.UInt32),
        new("BIGINT", ColumnType.Int64),
        new("INT8", ColumnType.Int64),
        new("LONG", ColumnType.Int64),
        new("BIGINT UNSIGNED", ColumnType.UInt64),
        new("INTEGER UNSIGNED", ColumnType.UInt64),
        new("UNSIGNED BIG INT", ColumnType.UInt64),
        new("BIT", ColumnType.UInt64),

        new("SINGLE", ColumnType.Single),
        new("FLOAT4", ColumnType.Single),
        new("FLOAT", ColumnType.Double),
        new("FLOAT8", ColumnType.Double),
        new("DOUBLE", ColumnType.Double),
        new("DOUBLE PRECISION", ColumnType.Double),
        new("DECIMAL", ColumnType.Decimal),
        new("DEC", ColumnType.Decimal),
        new("NUMERIC", ColumnType.Decimal),
        new("NUMBER", ColumnType.Decimal),
        new("MONEY", ColumnType.Decimal),
        new("CURRENCY", ColumnType.Decimal),

        new("CHAR", ColumnType.String),
        new("NCHAR", ColumnType.String),
        new("CHARACTER", ColumnType.String),
        new("VARCHAR", ColumnType.String),
        new("NVARCHAR", ColumnType.String),
        new("TINYTEXT", ColumnType.String),
        new("MEDIUMTEXT", ColumnType.String),
        new("LONGTEXT", ColumnType.String),
        new("CLOB", ColumnType.String),
        new("JSON", ColumnType.String),
        new("ENUM", ColumnType.String),
        new("SET", ColumnType.String),

        new("BINARY", ColumnType.Blob),
        new("VARBINARY", ColumnType.Blob),
        new("TINYBLOB", ColumnType.Blob),
        new("MEDIUMBLOB", ColumnType.Blob),
        new("LONGBLOB", ColumnType.Blob),

        new("GUID", ColumnType.Guid),
        new("UUID", ColumnType.Guid),
        new("UNIQUEIDENTIFIER", ColumnType.Guid),
        new("DATETIME", ColumnType.DateTime),
        new("DATETIME2", ColumnType.DateTime),
        new("TIMESTAMP", ColumnType.DateTime),
        new("DATETIMEOFFSET", ColumnType.DateTimeOffset),
        new("TIMESTAMPTZ", ColumnType.DateTimeOffset),
        new("TIMESTAMP WITH TIME ZONE", ColumnType.DateTimeOffset),
        new("DATE", ColumnType.Date),
        new("TIME", ColumnType.Time),
        new("INTERVAL", ColumnType.Time),
    ];

    private static readonly Dictionary<string, NamedType> ByName = All.ToDictionary(static type => type.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that SQLite and .NET programs use, with their types: for README and for <c>GetSchema("DataTypes")</c>.</summary>
    public static IEnumerable<NamedType> Names => All;

    /// <summary>Reads a declaration: <c>TINYINT(1)</c> and <c>BIT(1)</c> are booleans, other sizes do not matter; unknown names follow SQLite's affinity.</summary>
    public static ColumnType Of(string? declaration)
    {
        if (string.IsNullOrWhiteSpace(declaration))
            return ColumnType.Dynamic;
        var name = BaseName(declaration, out var size);
        if (size == "1" && (name.StartsWith("TINYINT", StringComparison.OrdinalIgnoreCase) || name.Equals("BIT", StringComparison.OrdinalIgnoreCase)))
            return ColumnType.Boolean;
        return ByName.TryGetValue(name, out var named) ? named.Type : ByAffinity(name);
    }

    /// <summary>A server's CHAR(36), in which .NET's drivers keep a GUID.</summary>
    public const string GuidText = "CHAR(36)";

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

    /// <summary>A class, so that the table is a dictionary of references: the framework has the code of those compiled already.</summary>
    internal sealed record NamedType(string Name, ColumnType Type);
}
