using System.Buffers.Text;
using ShardClient.Values;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>
/// The values of the current row, read where they lie. Both protocols give the same: an integer is the same integer and a date the same text,
/// whether they came as digits or as bytes.
/// </summary>
internal sealed class RowDecoder
{
    // 2^63 has as many.
    private const int DigitsThatMayExceed = 19;

    private RowValue[] _values = [];
    private byte[] _made = [];
    private byte[] _row = [];
    private int _offset;
    private int _length;
    private bool _isBinary;

    public ResultColumns Columns { get; private set; } = ResultColumns.None;

    /// <summary>The bytes of the current row as they came.</summary>
    public ReadOnlySpan<byte> Row => _row.AsSpan(_offset, _length);

    public void Start(ResultColumns columns, bool isBinary)
    {
        Columns = columns;
        _isBinary = isBinary;
        if (_values.Length < columns.Count)
            _values = new RowValue[columns.Count];
        if (columns.HasMadeText && _made.Length < columns.Count * BinaryMoment.LongestText)
            _made = new byte[columns.Count * BinaryMoment.LongestText];
    }

    /// <summary>Takes the next row: a view of the reader's buffer.</summary>
    public void Take(ArraySegment<byte> packet)
    {
        (_row, _offset, _length) = (packet.Array!, packet.Offset, packet.Count);
        if (_isBinary)
            BinaryRow.Locate(packet, Columns.Types, _values.AsSpan(0, Columns.Count));
        else
            TextRow.Locate(packet, _values.AsSpan(0, Columns.Count));
    }

    public ValueKind GetKind(int column) => _values[column].IsNull ? ValueKind.Null : Columns.Forms[column] switch
    {
        ColumnForm.Integer => ValueKind.Integer,
        ColumnForm.Unsigned when !_isBinary && _values[column].Length < DigitsThatMayExceed => ValueKind.Integer,
        ColumnForm.Unsigned or ColumnForm.Bits => Unsigned(column) <= long.MaxValue ? ValueKind.Integer : ValueKind.Text,
        ColumnForm.Real => ValueKind.Real,
        ColumnForm.Blob => ValueKind.Blob,
        _ => ValueKind.Text,
    };

    public long GetInteger(int column)
    {
        var value = _values[column].Of(Row);
        if (_values[column].IsNull)
            return 0;
        switch (Columns.Forms[column])
        {
            case ColumnForm.Integer when _isBinary:
                return BinaryValue.ReadInteger(value, Columns.AreUnsigned[column]);
            case ColumnForm.Integer:
                return Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length ? number : throw BadNumber();
            case ColumnForm.Unsigned or ColumnForm.Bits:
                return Unsigned(column) is <= long.MaxValue and var small ? (long)small : throw TooLarge(column);
            case ColumnForm.Real:
                return SqliteNumber.Truncate(GetReal(column));
            default:
                return SqliteNumber.IntegerPrefix(GetBytes(column));
        }
    }

    /// <summary>The number of a BIGINT UNSIGNED or BIT column.</summary>
    public ulong Unsigned(int column)
    {
        var value = _values[column].Of(Row);
        if (Columns.Forms[column] == ColumnForm.Bits)
            return BinaryValue.ReadBits(value);
        if (_isBinary)
            return (ulong)BinaryValue.ReadInteger(value, true);
        return Utf8Parser.TryParse(value, out ulong number, out var used) && used == value.Length ? number : throw BadNumber();
    }

    public double GetReal(int column)
    {
        if (_values[column].IsNull)
            return 0;
        if (Columns.Forms[column] == ColumnForm.Unsigned)
            return Unsigned(column);
        if (Columns.Forms[column] is ColumnForm.Integer or ColumnForm.Bits)
            return GetInteger(column);
        if (Columns.Forms[column] != ColumnForm.Real)
            return SqliteNumber.RealPrefix(GetBytes(column));
        var value = _values[column].Of(Row);
        if (_isBinary)
            return BinaryValue.ReadReal(value);

        // The same number as the other protocol's, whose FLOAT has four bytes.
        if (Columns.Types[column] == WireType.Float)
            return Utf8Parser.TryParse(value, out float single, out var length) && length == value.Length ? single : throw BadNumber();
        return Utf8Parser.TryParse(value, out double number, out var used) && used == value.Length ? number : throw BadNumber();
    }

    public ReadOnlySpan<byte> GetBytes(int column)
    {
        var value = _values[column].Of(Row);
        switch (Columns.Forms[column])
        {
            case ColumnForm.Text or ColumnForm.Blob:
                return value;
            case ColumnForm.Date or ColumnForm.DateTime or ColumnForm.Time:
                return _isBinary && !_values[column].IsNull ? MadeMoment(column, value) : value;
            case ColumnForm.Unsigned or ColumnForm.Bits when GetKind(column) == ValueKind.Text:
                var made = MadeText(column);
                Utf8Formatter.TryFormat(Unsigned(column), made, out var length);
                return made[..length];
            default:
                return default;
        }
    }

    /// <summary>The moment that the text of <see cref="GetBytes"/> is, without making that text; false when it is none.</summary>
    public bool TryGetDateTime(int column, out DateTime value) => _isBinary && Columns.Forms[column] is ColumnForm.Date or ColumnForm.DateTime
        ? BinaryMoment.TryReadDateTime(_values[column].Of(Row), Columns.Decimals[column], out value)
        : TextForms.TryDateTime(Columns.Forms[column] == ColumnForm.Blob ? default : GetBytes(column), out value);

    private Span<byte> MadeText(int column) => _made.AsSpan(column * BinaryMoment.LongestText, BinaryMoment.LongestText);

    private Span<byte> MadeMoment(int column, ReadOnlySpan<byte> value)
    {
        var made = MadeText(column);
        int decimals = Columns.Decimals[column];
        return made[..(Columns.Forms[column] switch
        {
            ColumnForm.Date => BinaryMoment.WriteDate(value, made),
            ColumnForm.DateTime => BinaryMoment.WriteDateTime(value, decimals, made),
            _ => BinaryMoment.WriteTime(value, decimals, made),
        })];
    }

    private static ShardException BadNumber() => Wire.WireErrors.Malformed("a number that is none");

    private OverflowException TooLarge(int column) => new(
        $"The value of column '{Columns.Metadata[column].Name}' is larger than the largest signed 64-bit integer. Read it as text, decimal or unsigned.");
}
