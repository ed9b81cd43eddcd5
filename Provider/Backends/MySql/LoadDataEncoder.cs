using System.Buffers;
using System.Globalization;
using System.Text;
using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>
/// Rows as LOAD DATA reads them (MySQL Reference Manual, "LOAD DATA Statement", field and line handling): tabs between values, a newline after each row,
/// a backslash before what would be read otherwise, \N for NULL.
/// </summary>
/// <remarks>
/// With LOCAL the server skips a row that breaks a key and bends a value that does not fit, with warnings only: whoever loads compares the rows that the
/// answer counts with those that were sent.
/// </remarks>
internal sealed class LoadDataEncoder
{
    private const int LongestNumber = 32;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\t\n\\\0"u8);

    private readonly LoadTable _table;
    private readonly LoadForm[] _forms;
    private byte[] _bytes = new byte[4 << 10];
    private int _length;

    public LoadDataEncoder(LoadTable table)
    {
        _table = table;
        _forms = [.. table.Columns.Select(static column => LoadForms.Of(column.DeclaredType))];
        IsPossible = !_forms.Contains(LoadForm.None);
        Text = Statement();
    }

    /// <summary>False when there is a column whose type is not known well enough.</summary>
    public bool IsPossible { get; }

    /// <summary>The statement that loads the rows.</summary>
    public string Text { get; }

    /// <summary>What has been encoded since it was cleared.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Clear() => _length = 0;

    /// <summary>Appends a row.</summary>
    /// <returns>False, and nothing is appended, when only an INSERT stores it as it is meant.</returns>
    public bool TryAdd(ReadOnlySpan<Value> row)
    {
        var start = _length;
        for (var column = 0; column < _forms.Length; column++)
        {
            ref readonly var value = ref row[column];
            if (!_forms[column].Takes(value) || (value.IsNull && _table.Columns[column].NotNull))
            {
                _length = start;
                return false;
            }

            if (column > 0)
                Put((byte)'\t');
            Add(value, _forms[column]);
        }

        Put((byte)'\n');
        return true;
    }

    private void Add(in Value value, LoadForm form)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                Put("\\N"u8);
                break;
            case ValueKind.Integer when form == LoadForm.Bytes:
                AddHex(Encoding.ASCII.GetBytes(value.Integer.ToString(CultureInfo.InvariantCulture)));
                break;
            case ValueKind.Integer when form == LoadForm.Year && value.Integer == 0:
                Put("0000"u8);
                break;
            case ValueKind.Integer:
                value.Integer.TryFormat(Room(LongestNumber), out var digits, provider: CultureInfo.InvariantCulture);
                _length += digits;
                break;
            case ValueKind.Real:
                value.Real.TryFormat(Room(LongestNumber), out var length, "R", CultureInfo.InvariantCulture);
                _length += length;
                break;
            case ValueKind.Text or ValueKind.Blob when form == LoadForm.Bytes:
                AddHex(value.ToUtf8().Bytes.Span);
                break;
            default:
                AddText(value);
                break;
        }
    }

    private void AddText(in Value value)
    {
        if (value.TextString is not { } text)
        {
            AddEscaped(value.Bytes.Span);
            return;
        }

        // Hardly any text has something to escape, so it is written first and looked at there.
        var room = Room(Encoding.UTF8.GetMaxByteCount(text.Length));
        var written = room[..Encoding.UTF8.GetBytes(text, room)];
        if (!written.ContainsAny(Special))
        {
            _length += written.Length;
            return;
        }

        var copy = ArrayPool<byte>.Shared.Rent(written.Length);
        written.CopyTo(copy);
        AddEscaped(copy.AsSpan(0, written.Length));
        ArrayPool<byte>.Shared.Return(copy);
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
        var fields = new List<string>();
        var sets = new List<string>();
        for (var column = 0; column < _forms.Length; column++)
        {
            var name = $"`{_table.Columns[column].Name.Replace("`", "``", StringComparison.Ordinal)}`";
            var variable = string.Create(CultureInfo.InvariantCulture, $"@shardclient_{column}");
            if (_forms[column] is LoadForm.Bytes or LoadForm.Bits)
                sets.Add($"{name} = {(_forms[column] == LoadForm.Bytes ? $"UNHEX({variable})" : $"CAST({variable} AS UNSIGNED)")}");
            fields.Add(_forms[column] is LoadForm.Bytes or LoadForm.Bits ? variable : name);
        }

        return $"LOAD DATA LOCAL INFILE 'shardclient' INTO TABLE `{_table.Name.Replace("`", "``", StringComparison.Ordinal)}` CHARACTER SET utf8mb4"
            + $" FIELDS TERMINATED BY X'09' ESCAPED BY X'5C' LINES TERMINATED BY X'0A' ({string.Join(", ", fields)})"
            + (sets.Count == 0 ? "" : $" SET {string.Join(", ", sets)}");
    }
}
