using System.Buffers;
using System.Globalization;
using System.Text;
using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>
/// Rows as LOAD DATA reads them (MySQL Reference Manual, "LOAD DATA Statement", field and line handling): tabs between values, a newline after each row,
/// a backslash before what would be read otherwise, \N for NULL. Values of binary columns are hexadecimal digits, which no character set touches.
/// </summary>
/// <remarks>
/// With LOCAL the server skips a row that breaks a key and bends a value that does not fit, with warnings only: whoever loads compares the rows that the
/// answer counts with those that were sent.
/// </remarks>
internal sealed class LoadDataEncoder
{
    private const int LongestNumber = 32;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\t\n\\\0"u8);

    private readonly string _table;
    private readonly string[] _columns;
    private readonly bool[] _areBinary;
    private byte[] _bytes = new byte[4 << 10];
    private int _length;

    /// <param name="areBinary">By column, true where values are bytes and not text.</param>
    public LoadDataEncoder(string table, string[] columns, bool[] areBinary)
    {
        (_table, _columns, _areBinary) = (table, columns, areBinary);
        Text = Statement();
    }

    /// <summary>The statement that loads the rows.</summary>
    public string Text { get; }

    /// <summary>What has been encoded since it was cleared.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Rows encoded in all.</summary>
    public long Rows { get; private set; }

    public void Clear() => _length = 0;

    /// <exception cref="ShardException">InvalidParameter: a number that MySQL cannot keep, or bytes for a column of text.</exception>
    public void Add(ReadOnlySpan<Value> row)
    {
        for (var column = 0; column < _columns.Length; column++)
        {
            if (column > 0)
                Put((byte)'\t');
            Add(row[column], column);
        }

        Put((byte)'\n');
        Rows++;
    }

    private void Add(in Value value, int column)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                Put((byte)'\\');
                Put((byte)'N');
                break;
            case ValueKind.Integer when !_areBinary[column]:
                value.Integer.TryFormat(Room(LongestNumber), out var digits, provider: CultureInfo.InvariantCulture);
                _length += digits;
                break;
            case ValueKind.Real when !_areBinary[column]:
                AddReal(value.Real, column);
                break;
            case ValueKind.Blob when !_areBinary[column]:
                throw Refused(column, "bytes were given for a column of text", "Give text, or load into a binary column.");
            case ValueKind.Text or ValueKind.Blob when _areBinary[column]:
                AddHex(value.ToUtf8().Bytes.Span);
                break;
            case ValueKind.Text:
                AddText(value);
                break;
            default:
                AddHex(Encoding.ASCII.GetBytes(value.Kind == ValueKind.Integer
                    ? value.Integer.ToString(CultureInfo.InvariantCulture)
                    : value.Real.ToString("R", CultureInfo.InvariantCulture)));
                break;
        }
    }

    private void AddReal(double number, int column)
    {
        if (!double.IsFinite(number))
            throw Refused(column, "a value is infinite or not a number, which MySQL cannot keep", "Send NULL, or text.");
        number.TryFormat(Room(LongestNumber), out var length, "R", CultureInfo.InvariantCulture);
        _length += length;
    }

    private void AddText(in Value value)
    {
        if (value.TextString is not { } text)
        {
            AddEscaped(value.Bytes.Span);
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        AddEscaped(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private void AddEscaped(ReadOnlySpan<byte> text)
    {
        for (int next; (next = text.IndexOfAny(Special)) >= 0; text = text[(next + 1)..])
        {
            Put(text[..next]);
            Put((byte)'\\');
            Put(text[next] switch { (byte)'\t' => (byte)'t', (byte)'\n' => (byte)'n', 0 => (byte)'0', var backslash => backslash });
        }

        Put(text);
    }

    private void AddHex(ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexString(bytes, Room(checked(bytes.Length * 2)), out var length);
        _length += length;
    }

    private void Put(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)_length + count, _bytes.Length * 2L)));
        return _bytes.AsSpan(_length);
    }

    // The separators in hexadecimal digits, because what a backslash in a literal means depends on sql_mode.
    private string Statement()
    {
        var fields = _columns.Select((column, index) => _areBinary[index] ? string.Create(CultureInfo.InvariantCulture, $"@shardclient_{index}") : Quoted(column));
        var binary = _columns.Select((column, index) => (column, index)).Where(each => _areBinary[each.index])
            .Select(static each => string.Create(CultureInfo.InvariantCulture, $"{Quoted(each.column)} = UNHEX(@shardclient_{each.index})")).ToArray();
        return $"LOAD DATA LOCAL INFILE 'shardclient' INTO TABLE {Quoted(_table)} CHARACTER SET utf8mb4"
            + $" FIELDS TERMINATED BY X'09' ESCAPED BY X'5C' LINES TERMINATED BY X'0A' ({string.Join(", ", fields)})"
            + (binary.Length == 0 ? "" : $" SET {string.Join(", ", binary)}");
    }

    private static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private ShardException Refused(int column, string problem, string advice) =>
        new(ShardErrorCode.InvalidParameter, $"Column {_columns[column]} of {_table}: {problem}.", advice);
}
