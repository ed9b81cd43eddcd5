using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient;

/// <summary>
/// <c>Sqlite Types=Declared</c>: a column is of its declared type in every row; a value that is not one of that type (SQLite stores what it
/// is given) is given as it is stored. Getters convert what MySqlConnector converts, and nothing that would lose a part of the value.
/// </summary>
internal partial class DeclaredGetters : ColumnGetters
{
    public static readonly DeclaredGetters Instance = new();

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type FieldType(ColumnMetadata column, ValueKind seen) => TypeOf(column.Type == ColumnType.Dynamic ? Stored(seen) : column.Type);

    public override string TypeName(ColumnMetadata column, ValueKind seen) =>
        column.DeclaredType is { Length: > 0 } declared ? ColumnTypes.BaseName(declared) : StorageName(seen);

    public override bool IsFixed(ColumnMetadata column) => column.Type != ColumnType.Dynamic;

    public override object GetValue(RowCursor rows, int ordinal) => Effective(rows, ordinal) switch
    {
        ColumnType.Dynamic => DBNull.Value,
        ColumnType.Boolean => rows.GetInteger(ordinal) != 0,
        ColumnType.SByte => (sbyte)rows.GetInteger(ordinal),
        ColumnType.Byte => (byte)rows.GetInteger(ordinal),
        ColumnType.Int16 => (short)rows.GetInteger(ordinal),
        ColumnType.UInt16 => (ushort)rows.GetInteger(ordinal),
        ColumnType.Int32 => (int)rows.GetInteger(ordinal),
        ColumnType.UInt32 => (uint)rows.GetInteger(ordinal),
        ColumnType.Int64 or ColumnType.Integer => rows.GetInteger(ordinal),
        ColumnType.UInt64 => UnsignedOf(rows, ordinal),
        ColumnType.Single => (float)Number(rows, ordinal),
        ColumnType.Double or ColumnType.Real => Number(rows, ordinal),
        ColumnType.Decimal => DecimalOf(rows, ordinal),
        ColumnType.String or ColumnType.Text => rows.GetText(ordinal),
        ColumnType.Guid => GuidOf(rows, ordinal),
        ColumnType.DateTime or ColumnType.Date => DateTimeOf(rows, ordinal),
        ColumnType.DateTimeOffset => DateTimeOffsetOf(rows, ordinal),
        ColumnType.Time => TimeOf(rows, ordinal),
        _ => rows.GetBytes(ordinal).ToArray(),
    };

    /// <summary>The declared type where the value is one of it, else the storage class; Dynamic for NULL.</summary>
    internal static ColumnType Effective(RowCursor rows, int ordinal)
    {
        var kind = rows.GetKind(ordinal);
        if (kind == ValueKind.Null)
            return ColumnType.Dynamic;
        var type = rows.Columns[ordinal].Type;
        return Fits(rows, ordinal, type, kind) ? type : Stored(kind);
    }

    private static bool Fits(RowCursor rows, int ordinal, ColumnType type, ValueKind kind) => type switch
    {
        ColumnType.Integer or ColumnType.Int64 or ColumnType.Boolean => kind == ValueKind.Integer,
        ColumnType.SByte => IsInteger(rows, ordinal, kind, sbyte.MinValue, sbyte.MaxValue),
        ColumnType.Byte => IsInteger(rows, ordinal, kind, byte.MinValue, byte.MaxValue),
        ColumnType.Int16 => IsInteger(rows, ordinal, kind, short.MinValue, short.MaxValue),
        ColumnType.UInt16 => IsInteger(rows, ordinal, kind, ushort.MinValue, ushort.MaxValue),
        ColumnType.Int32 => IsInteger(rows, ordinal, kind, int.MinValue, int.MaxValue),
        ColumnType.UInt32 => IsInteger(rows, ordinal, kind, uint.MinValue, uint.MaxValue),
        ColumnType.UInt64 => IsInteger(rows, ordinal, kind, 0, long.MaxValue) || (kind == ValueKind.Text && TryUnsigned(rows.GetBytes(ordinal), out _)),
        ColumnType.Real or ColumnType.Double => kind == ValueKind.Real || (kind == ValueKind.Integer && IsExact(rows.GetInteger(ordinal))),
        ColumnType.Single => kind is ValueKind.Real or ValueKind.Integer && float.IsFinite((float)Number(rows, ordinal)),
        ColumnType.Decimal => TryDecimal(rows, ordinal, kind, out _),
        ColumnType.Text or ColumnType.String => kind == ValueKind.Text,
        ColumnType.Blob => kind == ValueKind.Blob,
        ColumnType.Guid => TryGuid(rows, ordinal, kind, out _),
        ColumnType.DateTime or ColumnType.Date => TryDateTime(rows, ordinal, kind, out _),
        ColumnType.DateTimeOffset => kind == ValueKind.Text && TextForms.TryDateTimeOffset(rows.GetBytes(ordinal), out _),
        ColumnType.Time => kind == ValueKind.Text && TextForms.TryTimeSpan(rows.GetBytes(ordinal), out _),
        _ => false,
    };

    /// <summary>A server's BIGINT UNSIGNED above 2^63 is kept as its digits.</summary>
    private static ulong UnsignedOf(RowCursor rows, int ordinal) =>
        rows.GetKind(ordinal) == ValueKind.Text && TryUnsigned(rows.GetBytes(ordinal), out var number) ? number : (ulong)rows.GetInteger(ordinal);

    private static bool TryUnsigned(ReadOnlySpan<byte> digits, out ulong number) => Utf8Parser.TryParse(digits, out number, out var used) && used == digits.Length;

    private static bool IsInteger(RowCursor rows, int ordinal, ValueKind kind, long least, long most) =>
        kind == ValueKind.Integer && rows.GetInteger(ordinal) >= least && rows.GetInteger(ordinal) <= most;

    private static ColumnType Stored(ValueKind kind) => kind switch
    {
        ValueKind.Integer => ColumnType.Integer,
        ValueKind.Real => ColumnType.Real,
        ValueKind.Text => ColumnType.Text,
        ValueKind.Blob => ColumnType.Blob,
        _ => ColumnType.Dynamic,
    };

    internal static string StorageName(ValueKind kind) => kind switch
    {
        ValueKind.Integer => "INTEGER",
        ValueKind.Real => "REAL",
        ValueKind.Text => "TEXT",
        _ => "BLOB",
    };

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    internal static Type TypeOf(ColumnType type) => type switch
    {
        ColumnType.Boolean => typeof(bool),
        ColumnType.SByte => typeof(sbyte),
        ColumnType.Byte => typeof(byte),
        ColumnType.Int16 => typeof(short),
        ColumnType.UInt16 => typeof(ushort),
        ColumnType.Int32 => typeof(int),
        ColumnType.UInt32 => typeof(uint),
        ColumnType.Int64 or ColumnType.Integer => typeof(long),
        ColumnType.UInt64 => typeof(ulong),
        ColumnType.Single => typeof(float),
        ColumnType.Double or ColumnType.Real => typeof(double),
        ColumnType.Decimal => typeof(decimal),
        ColumnType.String or ColumnType.Text => typeof(string),
        ColumnType.Guid => typeof(Guid),
        ColumnType.DateTime or ColumnType.Date => typeof(DateTime),
        ColumnType.DateTimeOffset => typeof(DateTimeOffset),
        ColumnType.Time => typeof(TimeSpan),
        ColumnType.Blob => typeof(byte[]),
        _ => typeof(object),
    };

    private static bool IsExact(long value) => value is >= -(1L << 53) and <= 1L << 53;

    private static double Number(RowCursor rows, int ordinal) =>
        rows.GetKind(ordinal) == ValueKind.Integer ? rows.GetInteger(ordinal) : rows.GetReal(ordinal);

    private static bool TryDecimal(RowCursor rows, int ordinal, ValueKind kind, out decimal value)
    {
        value = 0;
        switch (kind)
        {
            case ValueKind.Integer:
                value = rows.GetInteger(ordinal);
                return true;
            case ValueKind.Real:
                // What a DECIMAL column keeps as a double has been rounded to 15 digits by whoever wrote it; reading gives those back.
                return Math.Abs(rows.GetReal(ordinal)) < 7.9e28 && Parsed(rows.GetReal(ordinal), out value);
            case ValueKind.Text:
                return TextForms.TryDecimal(rows.GetBytes(ordinal), out value);
            default:
                return false;
        }

        static bool Parsed(double real, out decimal result)
        {
            result = (decimal)real;
            return true;
        }
    }

    private static decimal DecimalOf(RowCursor rows, int ordinal) =>
        TryDecimal(rows, ordinal, rows.GetKind(ordinal), out var value) ? value : throw Mismatch(rows, ordinal, "a decimal");

    private static bool TryGuid(RowCursor rows, int ordinal, ValueKind kind, out Guid value)
    {
        value = default;
        if (kind == ValueKind.Text)
            return TextForms.TryGuid(rows.GetBytes(ordinal), out value);
        if (kind != ValueKind.Blob || rows.GetBytes(ordinal).Length != 16)
            return false;
        value = new Guid(rows.GetBytes(ordinal));
        return true;
    }

    private static Guid GuidOf(RowCursor rows, int ordinal) =>
        TryGuid(rows, ordinal, rows.GetKind(ordinal), out var value) ? value : throw Mismatch(rows, ordinal, "a Guid");

    private static bool TryDateTime(RowCursor rows, int ordinal, ValueKind kind, out DateTime value)
    {
        value = default;
        return kind switch
        {
            ValueKind.Text => rows.TryGetDateTime(ordinal, out value),
            ValueKind.Integer or ValueKind.Real => TextForms.TryJulianDay(Number(rows, ordinal), out value),
            _ => false,
        };
    }

    private static DateTime DateTimeOf(RowCursor rows, int ordinal) =>
        TryDateTime(rows, ordinal, rows.GetKind(ordinal), out var value) ? value : throw Mismatch(rows, ordinal, "a DateTime");

    private static DateTimeOffset DateTimeOffsetOf(RowCursor rows, int ordinal) =>
        TextForms.TryDateTimeOffset(rows.GetBytes(ordinal), out var value) ? value : throw Mismatch(rows, ordinal, "a DateTimeOffset");

    private static TimeSpan TimeOf(RowCursor rows, int ordinal) =>
        TextForms.TryTimeSpan(rows.GetBytes(ordinal), out var value) ? value : throw Mismatch(rows, ordinal, "a TimeSpan");

    private protected static InvalidCastException Mismatch(RowCursor rows, int ordinal, string wanted)
    {
        var column = rows.Columns[ordinal];
        var kind = rows.GetKind(ordinal);
        return new InvalidCastException(kind == ValueKind.Null
            ? $"Column '{column.Name}' is NULL in this row, which is not {wanted}. Ask IsDBNull first, or read a nullable type."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Column '{column.Name}' ({column.DeclaredType ?? "an expression"}, stored as {StorageName(kind)}) does not give {wanted} without loss."));
    }
}
