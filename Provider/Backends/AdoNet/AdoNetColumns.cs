using System.Data.Common;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>The columns of a result: what a caller sees of them, and what of a value's text only the column knows.</summary>
internal sealed class AdoNetColumns
{
    // .NET's decimal keeps any 28 digits.
    private const int WidestDecimal = 28;
    private const int NotFixed = 31;
    private const int GuidLength = 36;

    private readonly string[] _driverTypes;

    private AdoNetColumns(DbColumn[] columns, string[] driverTypes, AdoNetDialect dialect)
    {
        Metadata = Array.ConvertAll(columns, column => Describe(column, dialect));
        Decimals = Array.ConvertAll(columns, static column => column.NumericScale ?? NotFixed);
        AreDates = Array.ConvertAll(columns, static column => Is(column, "DATE"));
        AreWide = Array.ConvertAll(columns, static column => Is(column, "DECIMAL") && column.NumericPrecision > WidestDecimal);
        _driverTypes = driverTypes;
    }

    public static AdoNetColumns None { get; } = new([], [], AdoNetDialect.MySql);

    public ColumnMetadata[] Metadata { get; }

    public int Count => Metadata.Length;

    /// <summary>Digits of the second that a date or time has; more than 6 when the column does not say.</summary>
    public int[] Decimals { get; }

    /// <summary>True for a date without a time of day, which .NET's type does not tell.</summary>
    public bool[] AreDates { get; }

    /// <summary>True for a DECIMAL of more digits than .NET's.</summary>
    public bool[] AreWide { get; }

    public static AdoNetColumns Of(DbDataReader reader, AdoNetDialect dialect) =>
        reader.FieldCount == 0
        ? None
        : new([.. reader.GetColumnSchema()], [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName)], dialect);

    /// <summary>True when the reader has these columns: then they are not described anew.</summary>
    public bool Fit(DbDataReader reader)
    {
        if (reader.FieldCount != Count)
            return false;
        for (var index = 0; index < Count; index++)
        {
            if (reader.GetName(index) != Metadata[index].Name || reader.GetDataTypeName(index) != _driverTypes[index])
                return false;
        }

        return true;
    }

    private static bool Is(DbColumn column, string type) => string.Equals(column.DataTypeName, type, StringComparison.OrdinalIgnoreCase);

    private static ColumnMetadata Describe(DbColumn column, AdoNetDialect dialect)
    {
        var declaration = dialect.Engine == EngineKind.MySql ? Declaration(column) : column.DataTypeName;
        return new ColumnMetadata(column.ColumnName)
        {
            DeclaredType = declaration,
            Type = dialect.Engine == EngineKind.MySql && declaration == ColumnTypes.GuidText ? ColumnType.Guid : ColumnTypes.Of(declaration),
            BaseTable = string.IsNullOrEmpty(column.BaseTableName) ? null : column.BaseTableName,
            BaseColumn = string.IsNullOrEmpty(column.BaseColumnName) ? null : column.BaseColumnName,
        };
    }

    /// <summary>The type as the codec of our own names it.</summary>
    private static string? Declaration(DbColumn column)
    {
        var name = ColumnTypes.BaseName(column.DataTypeName ?? "").ToUpperInvariant();
        switch (name)
        {
            case "" or "NULL":
                return null;
            case "BOOL" or "BOOLEAN":
                return "TINYINT(1)";
            case "TINYINT" when column.ColumnSize == 1 && column.DataType == typeof(sbyte):
                return "TINYINT(1)";
            case "CHAR" when column.ColumnSize == GuidLength:
                return ColumnTypes.GuidText;
            case "FLOAT":
                return "FLOAT4";
            case "BIT":
                return string.Create(CultureInfo.InvariantCulture, $"BIT({column.ColumnSize})");
            case "BLOB":
                return column.IsLong == true ? "LONGBLOB" : "VARBINARY";
            case "VARCHAR" when column.IsLong == true:
                return "LONGTEXT";
        }

        var isUnsigned = column.DataType == typeof(byte) || column.DataType == typeof(ushort) || column.DataType == typeof(uint) || column.DataType == typeof(ulong);
        return isUnsigned && !name.EndsWith("UNSIGNED", StringComparison.Ordinal) ? $"{name} UNSIGNED" : name;
    }
}
