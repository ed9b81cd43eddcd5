using ShardClient.Values;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// The rows that a write returned, taken out at once: the write is over (and committed, outside a transaction) before its first row is given,
/// whatever the caller does with the rest.
/// </summary>
internal sealed class BufferedResult : SessionResult
{
    private readonly ColumnMetadata[] _columns;
    private readonly List<Value> _values;
    private readonly SqliteSession _session;
    private int _start;

    private BufferedResult(SqliteSession session, SqliteCursor finished, List<Value> values)
    {
        _session = session;
        _columns = finished.Statement.Columns;
        _values = values;
        _start = -_columns.Length;
        RecordsAffected = finished.RecordsAffected;
        SchemaChanged = finished.SchemaChanged;
    }

    public override IReadOnlyList<ColumnMetadata> Columns => _columns;

    public override int ColumnCount => _columns.Length;

    public override long RecordsAffected { get; }

    public override bool SchemaChanged { get; }

    /// <summary>Runs the cursor to its end and disposes it.</summary>
    public static BufferedResult Drain(SqliteSession session, SqliteCursor cursor)
    {
        using (cursor)
        {
            List<Value> values = [];
            while (cursor.ReadAsync(IOBehavior.Synchronous, cursor.Token).Completed())
            {
                for (var column = 0; column < cursor.ColumnCount; column++)
                    values.Add(cursor.GetValue(column));
            }

            return new BufferedResult(session, cursor, values);
        }
    }

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TellOwner(_session);
        if (_start >= _values.Count)
            return new(false);
        _start += _columns.Length;
        return new(_start < _values.Count);
    }

    public override ValueKind GetKind(int column) => GetValue(column).Kind;

    public override long GetInteger(int column) => SqliteArithmetic.ToInteger(GetValue(column));

    public override double GetReal(int column) => SqliteArithmetic.ToReal(GetValue(column));

    public override ReadOnlySpan<byte> GetBytes(int column) => GetValue(column).Bytes.Span;

    public override Value GetValue(int column) => _values[_start + column];

    public override void Dispose() => TellOwner(_session);
}
