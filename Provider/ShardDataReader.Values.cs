using System.Data.Common;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient;

public sealed partial class ShardDataReader
{
    /// <summary>The value as the column's type. A value that is not one of the declared type is given as it is stored.</summary>
    public override object GetValue(int ordinal) => _getters.GetValue(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var rows = Row();
        var count = Math.Min(values.Length, rows.ColumnCount);
        for (var ordinal = 0; ordinal < count; ordinal++)
            values[ordinal] = _getters.GetValue(rows, ordinal);
        return count;
    }

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => Row(ordinal).GetKind(ordinal) == ValueKind.Null;

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => _getters.GetBoolean(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => _getters.GetByte(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) => _getters.GetChar(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => _getters.GetInt16(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => _getters.GetInt32(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => _getters.GetInt64(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => _getters.GetFloat(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => _getters.GetDouble(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal) => _getters.GetDecimal(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override string GetString(int ordinal) => _getters.GetString(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => _getters.GetGuid(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override DateTime GetDateTime(int ordinal) => _getters.GetDateTime(Row(ordinal), ordinal);

    /// <summary>The value as a moment with its offset; one without an offset is taken as UTC.</summary>
    public DateTimeOffset GetDateTimeOffset(int ordinal) => _getters.GetDateTimeOffset(Row(ordinal), ordinal);

    /// <summary>The value as a span of time.</summary>
    public TimeSpan GetTimeSpan(int ordinal) => _getters.GetTimeSpan(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override Stream GetStream(int ordinal) => _getters.GetStream(Row(ordinal), ordinal);

    /// <inheritdoc/>
    public override TextReader GetTextReader(int ordinal) => _getters.GetTextReader(Row(ordinal), ordinal);

    /// <summary>Copies bytes of a blob.</summary>
    /// <returns>How many were copied; the blob's length when <paramref name="buffer"/> is null.</returns>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length)
    {
        var rows = Row(ordinal);
        return rows.GetKind(ordinal) == ValueKind.Blob
            ? Copy(rows.GetBytes(ordinal), dataOffset, buffer, bufferOffset, length)
            : Copy(_getters.GetBinary(rows, ordinal), dataOffset, buffer, bufferOffset, length);
    }

    /// <summary>Copies characters of a text.</summary>
    /// <returns>How many were copied; the text's length when <paramref name="buffer"/> is null.</returns>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) =>
        Copy<char>(GetString(ordinal), dataOffset, buffer, bufferOffset, length);

    /// <summary>
    /// The value as a type: numbers, text, dates, <see cref="DateOnly"/>, <see cref="TimeOnly"/>, <see cref="TimeSpan"/>, <see cref="Guid"/>,
    /// bytes as array, memory or <see cref="Stream"/>, <see cref="TextReader"/>, enums, and the nullable forms.
    /// </summary>
    /// <exception cref="InvalidCastException">The value is NULL or is not one of that type without loss.</exception>
    /// <exception cref="OverflowException">The number is too large or too small for the type.</exception>
    public override T GetFieldValue<T>(int ordinal) => FieldValues.Get<T>(_getters, Row(ordinal), ordinal);

    private static int Copy<T>(ReadOnlySpan<T> source, long dataOffset, T[]? buffer, int bufferOffset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(dataOffset);
        if (buffer is null)
            return source.Length;
        ArgumentOutOfRangeException.ThrowIfNegative(bufferOffset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bufferOffset, buffer.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, buffer.Length - bufferOffset);
        if (dataOffset >= source.Length)
            return 0;
        var part = source[(int)dataOffset..];
        part = part[..Math.Min(part.Length, length)];
        part.CopyTo(buffer.AsSpan(bufferOffset));
        return part.Length;
    }

    private RowCursor Row() => _position switch
    {
        Position.OnRow => _rows!,
        Position.Closed => throw ClosedError(),
        Position.None => throw new InvalidOperationException("The statement returns no rows."),
        Position.AfterLast => throw new InvalidOperationException("There are no more rows: Read returned false."),
        _ => throw new InvalidOperationException("No row was read yet: call Read first."),
    };

    private RowCursor Row(int ordinal)
    {
        var rows = Row();
        return (uint)ordinal < (uint)rows.ColumnCount ? rows : throw NoColumn(ordinal, rows.ColumnCount);
    }

#pragma warning disable CA2201 // The exception that ADO.NET's callers expect here.
    private static IndexOutOfRangeException NoColumn(int ordinal, int count) =>
        new(string.Create(CultureInfo.InvariantCulture, $"There is no column {ordinal}: the result has {count}, counted from 0."));
#pragma warning restore CA2201
}
