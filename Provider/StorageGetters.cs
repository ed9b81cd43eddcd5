using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using ShardClient.Values;

namespace ShardClient;

/// <summary><c>Sqlite Types=Storage</c>: what Microsoft.Data.Sqlite gives for the same value, with its conversions that lose a fraction or a precision.</summary>
internal sealed class StorageGetters : ColumnGetters
{
    public static readonly StorageGetters Instance = new();

    public override bool IsFixed(ColumnMetadata column) => false;

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type FieldType(ColumnMetadata column, ValueKind seen) => Class(column, seen) switch
    {
        ValueKind.Integer => typeof(long),
        ValueKind.Real => typeof(double),
        ValueKind.Text => typeof(string),
        _ => typeof(byte[]),
    };

    public override string TypeName(ColumnMetadata column, ValueKind seen)
    {
        if (column.DeclaredType is not { Length: > 0 } declared)
            return DeclaredGetters.StorageName(seen);
        var size = declared.IndexOf('(', StringComparison.Ordinal);
        return size < 0 ? declared : declared[..size];
    }

    public override object GetValue(RowCursor rows, int ordinal) => rows.GetKind(ordinal) switch
    {
        ValueKind.Integer => rows.GetInteger(ordinal),
        ValueKind.Real => rows.GetReal(ordinal),
        ValueKind.Text => rows.GetText(ordinal),
        ValueKind.Blob => rows.GetBytes(ordinal).ToArray(),
        _ => DBNull.Value,
    };

    public override bool GetBoolean(RowCursor rows, int ordinal) => GetInt64(rows, ordinal) != 0;

    public override char GetChar(RowCursor rows, int ordinal) => rows.GetKind(ordinal) == ValueKind.Text && rows.GetText(ordinal) is [var only]
        ? only
        : checked((char)GetInt64(rows, ordinal));

    public override sbyte GetSByte(RowCursor rows, int ordinal) => checked((sbyte)GetInt64(rows, ordinal));

    public override byte GetByte(RowCursor rows, int ordinal) => checked((byte)GetInt64(rows, ordinal));

    public override short GetInt16(RowCursor rows, int ordinal) => checked((short)GetInt64(rows, ordinal));

    public override ushort GetUInt16(RowCursor rows, int ordinal) => checked((ushort)GetInt64(rows, ordinal));

    public override int GetInt32(RowCursor rows, int ordinal) => checked((int)GetInt64(rows, ordinal));

    public override uint GetUInt32(RowCursor rows, int ordinal) => checked((uint)GetInt64(rows, ordinal));

    public override long GetInt64(RowCursor rows, int ordinal) => rows.GetInteger(NotNull(rows, ordinal));

    public override ulong GetUInt64(RowCursor rows, int ordinal) => checked((ulong)GetInt64(rows, ordinal));

    public override float GetFloat(RowCursor rows, int ordinal) => (float)GetDouble(rows, ordinal);

    public override double GetDouble(RowCursor rows, int ordinal) => rows.GetReal(NotNull(rows, ordinal));

    public override decimal GetDecimal(RowCursor rows, int ordinal) =>
        decimal.Parse(GetString(rows, ordinal), NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);

    public override string GetString(RowCursor rows, int ordinal) => rows.GetKind(NotNull(rows, ordinal)) switch
    {
        ValueKind.Integer => rows.GetInteger(ordinal).ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => SqliteNumber.Format(rows.GetReal(ordinal)),
        ValueKind.Blob => Encoding.UTF8.GetString(rows.GetBytes(ordinal)),
        _ => rows.GetText(ordinal),
    };

    public override Guid GetGuid(RowCursor rows, int ordinal) =>
        rows.GetKind(NotNull(rows, ordinal)) == ValueKind.Blob && rows.GetBytes(ordinal).Length == 16
            ? new Guid(rows.GetBytes(ordinal))
            : Guid.Parse(GetString(rows, ordinal));

    public override DateTime GetDateTime(RowCursor rows, int ordinal) => IsNumber(rows, ordinal)
        ? Julian(rows, ordinal)
        : DateTime.Parse(GetString(rows, ordinal), CultureInfo.InvariantCulture);

    public override DateTimeOffset GetDateTimeOffset(RowCursor rows, int ordinal) => IsNumber(rows, ordinal)
        ? new DateTimeOffset(Julian(rows, ordinal), TimeSpan.Zero)
        : DateTimeOffset.Parse(GetString(rows, ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override DateOnly GetDateOnly(RowCursor rows, int ordinal) => IsNumber(rows, ordinal)
        ? DateOnly.FromDateTime(Julian(rows, ordinal))
        : DateOnly.Parse(GetString(rows, ordinal), CultureInfo.InvariantCulture);

    public override TimeOnly GetTimeOnly(RowCursor rows, int ordinal) => IsNumber(rows, ordinal)
        ? TimeOnly.FromDateTime(Julian(rows, ordinal))
        : TimeOnly.Parse(GetString(rows, ordinal), CultureInfo.InvariantCulture);

    public override TimeSpan GetTimeSpan(RowCursor rows, int ordinal) => IsNumber(rows, ordinal)
        ? TimeSpan.FromDays(rows.GetReal(ordinal))
        : TimeSpan.Parse(GetString(rows, ordinal), CultureInfo.InvariantCulture);

    public override byte[] GetBinary(RowCursor rows, int ordinal) => rows.GetKind(NotNull(rows, ordinal)) is ValueKind.Blob or ValueKind.Text
        ? rows.GetBytes(ordinal).ToArray()
        : Encoding.UTF8.GetBytes(GetString(rows, ordinal));

    public override Stream GetStream(RowCursor rows, int ordinal) => new MemoryStream(GetBinary(rows, ordinal), writable: false);

    public override TextReader GetTextReader(RowCursor rows, int ordinal) => rows.GetKind(ordinal) == ValueKind.Null
        ? new StringReader("")
        : new StringReader(GetString(rows, ordinal));

    private static bool IsNumber(RowCursor rows, int ordinal) => rows.GetKind(NotNull(rows, ordinal)) is ValueKind.Integer or ValueKind.Real;

    private static DateTime Julian(RowCursor rows, int ordinal) => TextForms.TryJulianDay(rows.GetReal(ordinal), out var value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(ordinal), "The number is no Julian day between the years 1 and 9999.");

    private static int NotNull(RowCursor rows, int ordinal) => rows.GetKind(ordinal) != ValueKind.Null
        ? ordinal
        : throw new InvalidOperationException($"Column '{rows.Columns[ordinal].Name}' is NULL in this row. Ask IsDBNull first, or read a nullable type.");

    private static ValueKind Class(ColumnMetadata column, ValueKind seen) => seen != ValueKind.Null ? seen : column.Type switch
    {
        ColumnType.Dynamic or ColumnType.Blob when IsBlob(column.DeclaredType) => ValueKind.Blob,
        _ => Affinity(column.DeclaredType!),
    };

    private static bool IsBlob(string? declared) => string.IsNullOrEmpty(declared) || declared.Contains("BLOB", StringComparison.OrdinalIgnoreCase);

    private static ValueKind Affinity(string declared)
    {
        if (Contains("INT"))
            return ValueKind.Integer;
        if (Contains("CHAR") || Contains("CLOB") || Contains("TEXT"))
            return ValueKind.Text;
        return Contains("REAL") || Contains("FLOA") || Contains("DOUB") ? ValueKind.Real : ValueKind.Text;

        bool Contains(string part) => declared.Contains(part, StringComparison.OrdinalIgnoreCase);
    }
}
