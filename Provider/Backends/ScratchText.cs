using System.Buffers;
using System.Globalization;
using System.Text;
using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>Rows as the literals of one INSERT, for a session that escapes by backslashes and takes utf8mb4.</summary>
internal sealed class ScratchText(string insert, IReadOnlyList<ScratchForm> forms)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("'\\\0");

    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    public bool HasRows => _text.Length > 0;

    /// <summary>Adds the cursor's current row.</summary>
    /// <returns>The bytes of its values, roughly.</returns>
    public long Add(RowCursor row)
    {
        var before = _text.Length;
        _text.Append(before == 0 ? insert : ",");
        for (var column = 0; column < forms.Count; column++)
        {
            _text.Append(column == 0 ? '(' : ',');
            Add(row, column);
        }

        _text.Append(')');
        return _text.Length - before;
    }

    /// <summary>The text of all rows since it was taken last.</summary>
    public string Take()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }

    public static ShardException Exceeded(long rows, long bytes, long limit) => new(
        ShardErrorCode.LimitExceeded,
        $"The statement needs rows of several shards at one place; after {rows:N0} rows they take {bytes:N0} bytes, more than the Gather Limit of {limit:N0} bytes.",
        "Narrow the statement (WHERE, fewer columns), tie its tables by their sharding keys, or raise Gather Limit in the connection string.");

    private void Add(RowCursor row, int column)
    {
        var kind = row.GetKind(column);
        if (kind == ValueKind.Null)
        {
            _text.Append("NULL");
            return;
        }

        switch (forms[column])
        {
            case ScratchForm.Text:
                AddQuoted(row.GetText(column));
                break;
            case ScratchForm.Bytes:
                _text.Append("x'").Append(Convert.ToHexString(row.GetBytes(column))).Append('\'');
                break;
            case ScratchForm.Real:
                _text.Append(row.GetReal(column).ToString("E16", CultureInfo.InvariantCulture));
                break;
            case ScratchForm.Instant:
                AddInstant(Digits(row, column, kind));
                break;
            default:
                _text.Append(Digits(row, column, kind));
                break;
        }
    }

    /// <summary>Without a moment it is the second 0, which no TIMESTAMP can be.</summary>
    private void AddInstant(string seconds)
    {
        if (seconds.AsSpan().Trim("0.").IsEmpty)
            _text.Append("'0000-00-00 00:00:00'");
        else
            _text.Append("FROM_UNIXTIME(").Append(seconds).Append(')');
    }

    private static string Digits(RowCursor row, int column, ValueKind kind) => kind switch
    {
        ValueKind.Integer => row.GetInteger(column).ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => row.GetReal(column).ToString("E16", CultureInfo.InvariantCulture),
        _ => row.GetText(column),
    };

    private void AddQuoted(string text)
    {
        _text.Append('\'');
        var rest = text.AsSpan();
        for (int next; (next = rest.IndexOfAny(Special)) >= 0; rest = rest[(next + 1)..])
            _text.Append(rest[..next]).Append('\\').Append(rest[next] == '\0' ? '0' : rest[next]);
        _text.Append(rest).Append('\'');
    }
}
