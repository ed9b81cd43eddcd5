using System.Text;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>Rows in memory: what the client answers itself, and what must be read before a transaction goes on.</summary>
internal sealed class BufferedRows(long limit) : RowCursor
{
    private readonly List<Value[]> _rows = [];
    private ColumnMetadata[] _columns = [];
    private long _bytes;
    private int _current = -1;

    /// <summary>An answer that the client makes itself.</summary>
    public BufferedRows(params ColumnMetadata[] columns)
        : this(long.MaxValue) => _columns = columns;

    /// <summary>An answer of text columns that the client makes itself.</summary>
    public BufferedRows(params string[] columns)
        : this(Array.ConvertAll(columns, static name => new ColumnMetadata(name) { DeclaredType = "TEXT" }))
    {
    }

    public override IReadOnlyList<ColumnMetadata> Columns => _columns;

    public int Count => _rows.Count;

    public void Add(params Value[] row)
    {
        foreach (var value in row)
            _bytes += 24 + (value.TextString?.Length * 2 ?? value.Bytes.Length);
        if (_bytes > limit)
        {
            throw new ShardException(
                ShardErrorCode.LimitExceeded,
                $"The rows of a write's RETURNING take more than Reader Buffer Limit ({limit} bytes) and must be held until every shard has written.",
                "Return fewer columns, write fewer rows at a time, or raise Reader Buffer Limit.");
        }

        _rows.Add(row);
    }

    /// <summary>The columns of rows that are added one by one; those of the first to say so.</summary>
    public void Describe(IEnumerable<ColumnMetadata> columns)
    {
        if (_columns.Length == 0)
            _columns = [.. columns];
    }

    /// <summary>Reads a cursor to its end.</summary>
    public ValueTask AddAsync(RowCursor cursor, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        AddAsync(cursor, null, ioBehavior, cancellationToken);

    /// <param name="keeps">The rows to take; null for all.</param>
    public async ValueTask AddAsync(RowCursor cursor, Func<RowCursor, bool>? keeps, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (cursor.ColumnCount > 0 && _columns.Length == 0)
            _columns = [.. cursor.Columns];
        while (await cursor.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            if (keeps?.Invoke(cursor) == false)
                continue;
            var row = new Value[cursor.ColumnCount];
            for (var column = 0; column < row.Length; column++)
                row[column] = cursor.GetValue(column);
            Add(row);
        }
    }

    /// <summary>True when the only value of the only row is one that is wanted.</summary>
    public bool Holds(Func<Value, bool> isWanted) => _rows is [[var value]] && isWanted(value);

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_current < _rows.Count)
            _current++;
        return new ValueTask<bool>(_current < _rows.Count);
    }

    public override ValueKind GetKind(int column) => _rows[_current][column].Kind;

    public override long GetInteger(int column) => _rows[_current][column].Integer;

    public override double GetReal(int column) => _rows[_current][column].Real;

    public override ReadOnlySpan<byte> GetBytes(int column)
    {
        var value = _rows[_current][column];
        return value.TextString is { } text ? Encoding.UTF8.GetBytes(text) : value.Bytes.Span;
    }

    public override string GetText(int column) => GetKind(column) == ValueKind.Text ? _rows[_current][column].GetText() : "";

    public override Value GetValue(int column) => _rows[_current][column];

    public override void Dispose() => _current = _rows.Count;
}
