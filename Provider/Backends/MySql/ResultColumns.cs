using System.Globalization;
using ShardClient.Values;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>How a column's values are read.</summary>
internal enum ColumnForm : byte
{
    Integer,

    /// <summary>BIGINT UNSIGNED: an integer up to the largest signed one, digits beyond it.</summary>
    Unsigned,
    Real,
    Text,
    Blob,
    Bits,
    Date,
    DateTime,
    Time,
}

/// <summary>The columns of a result: what a caller sees of them, and how their values are read.</summary>
internal sealed class ResultColumns
{
    /// <summary>36 characters of utf8mb4, as which every session gets its texts.</summary>
    private const uint GuidBytes = 36 * BytesOfCharacter;

    private const uint BytesOfCharacter = 4;

    /// <summary>What TINYTEXT and TINYBLOB hold.</summary>
    private const uint MostOfTiny = 255;

    public static ResultColumns None { get; } = new([]);

    public ResultColumns(ColumnDefinition[] definitions)
    {
        Metadata = Array.ConvertAll(definitions, Describe);
        Types = Array.ConvertAll(definitions, static column => column.Type);
        Forms = Array.ConvertAll(definitions, FormOf);
        AreUnsigned = Array.ConvertAll(definitions, static column => (column.Flags & ColumnFlags.Unsigned) != 0);
        Decimals = Array.ConvertAll(definitions, static column => column.Decimals);
        HasMadeText = Array.Exists(Forms, static form => form is ColumnForm.Unsigned or ColumnForm.Bits or ColumnForm.Date or ColumnForm.DateTime or ColumnForm.Time);
    }

    public int Count => Metadata.Length;

    public ColumnMetadata[] Metadata { get; }

    public WireType[] Types { get; }

    public ColumnForm[] Forms { get; }

    public bool[] AreUnsigned { get; }

    public byte[] Decimals { get; }

    /// <summary>True when some values' text is not in the row and has to be made.</summary>
    public bool HasMadeText { get; }

    private static ColumnForm FormOf(ColumnDefinition column) => column.Type switch
    {
        WireType.BigInt when (column.Flags & ColumnFlags.Unsigned) != 0 => ColumnForm.Unsigned,
        WireType.TinyInt or WireType.SmallInt or WireType.MediumInt or WireType.Int or WireType.BigInt or WireType.Year => ColumnForm.Integer,
        WireType.Float or WireType.Double => ColumnForm.Real,
        WireType.Decimal or WireType.OldDecimal or WireType.Json or WireType.Enum or WireType.Set => ColumnForm.Text,
        WireType.Bit => ColumnForm.Bits,
        WireType.Date or WireType.NewDate => ColumnForm.Date,
        WireType.DateTime or WireType.Timestamp => ColumnForm.DateTime,
        WireType.Time => ColumnForm.Time,
        WireType.Geometry or WireType.Vector => ColumnForm.Blob,
        _ => column.Collation == Collations.Binary && !IsText(column.ExtendedType) ? ColumnForm.Blob : ColumnForm.Text,
    };

    private static bool IsText(string extendedType) => extendedType is "json" or "uuid" or "inet4" or "inet6";

    private static ColumnMetadata Describe(ColumnDefinition column)
    {
        var declaration = Declaration(column);
        return new ColumnMetadata(column.Name)
        {
            DeclaredType = declaration,
            Type = declaration == ColumnTypes.GuidText ? ColumnType.Guid : ColumnTypes.Of(declaration),
            BaseTable = column.BaseTable.Length == 0 ? null : column.BaseTable,
            BaseColumn = column.BaseName.Length == 0 ? null : column.BaseName,
            Size = SizeOf(column),
            Precision = column.Type == WireType.Decimal ? (byte)(column.Length - (column.Decimals > 0 ? 1u : 0u) - ((column.Flags & ColumnFlags.Unsigned) == 0 ? 1u : 0u)) : null,
            Scale = column.Type == WireType.Decimal ? column.Decimals : null,
            IsLong = column.Type is WireType.TinyBlob or WireType.Blob or WireType.MediumBlob or WireType.LongBlob && column.Length > MostOfTiny,
        };
    }

    /// <summary>The most characters or bytes of a value.</summary>
    private static int SizeOf(ColumnDefinition column)
    {
        var size = FormOf(column) == ColumnForm.Text && column.Type != WireType.Decimal ? column.Length / BytesOfCharacter : column.Length;
        return (int)Math.Min(size, int.MaxValue);
    }

    private static string? Declaration(ColumnDefinition column)
    {
        if (column.ExtendedType.Length > 0)
            return column.ExtendedType.ToUpperInvariant();
        var name = Name(column);

        // Servers say so of TIMESTAMP too; and a DECIMAL is one whatever its sign.
        var isInteger = column.Type is WireType.TinyInt or WireType.SmallInt or WireType.MediumInt or WireType.Int or WireType.BigInt;
        return isInteger && (column.Flags & ColumnFlags.Unsigned) != 0 ? $"{name} UNSIGNED" : name;
    }

    private static string? Name(ColumnDefinition column) => column.Type switch
    {
        WireType.TinyInt when column.Length == 1 && (column.Flags & ColumnFlags.Unsigned) == 0 => "TINYINT(1)",
        WireType.TinyInt => "TINYINT",
        WireType.SmallInt => "SMALLINT",
        WireType.MediumInt => "MEDIUMINT",
        WireType.Int => "INT",
        WireType.BigInt => "BIGINT",
        WireType.Float => "FLOAT4",
        WireType.Double => "DOUBLE",
        WireType.Decimal or WireType.OldDecimal => "DECIMAL",
        WireType.Year => "YEAR",
        WireType.Bit => string.Create(CultureInfo.InvariantCulture, $"BIT({column.Length})"),
        WireType.Date or WireType.NewDate => "DATE",
        WireType.DateTime => "DATETIME",
        WireType.Timestamp => "TIMESTAMP",
        WireType.Time => "TIME",
        WireType.Json => "JSON",
        WireType.Geometry => "GEOMETRY",
        WireType.Vector => "VECTOR",
        WireType.Null => null,
        _ => StringName(column),
    };

    private static string StringName(ColumnDefinition column)
    {
        var isBlob = column.Collation == Collations.Binary;
        if ((column.Flags & ColumnFlags.Enum) != 0)
            return "ENUM";
        if ((column.Flags & ColumnFlags.Set) != 0)
            return "SET";
        return column.Type switch
        {
            WireType.TinyBlob or WireType.MediumBlob or WireType.LongBlob or WireType.Blob => isBlob ? "LONGBLOB" : "LONGTEXT",
            WireType.Char when !isBlob && column.Length == GuidBytes => ColumnTypes.GuidText,
            WireType.Char => isBlob ? "BINARY" : "CHAR",
            _ => isBlob ? "VARBINARY" : "VARCHAR",
        };
    }
}
