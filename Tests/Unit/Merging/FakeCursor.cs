using ShardClient.Values;

namespace ShardClient.Tests.Unit.Merging;

/// <summary>A shard's answer in memory. It can answer at once or later, and tells how it was used.</summary>
internal sealed class FakeCursor(IReadOnlyList<string> columns, IReadOnlyList<Value[]> rows, bool answersLater = false) : RowCursor
{
    private int _row = -1;

    public int Reads { get; private set; }

    public int Disposals { get; private set; }

    public override IReadOnlyList<ColumnMetadata> Columns { get; } =
        [.. columns.Select(static name => new ColumnMetadata(name) { DeclaredType = "TYPE_OF_" + name, BaseColumn = name })];

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Disposals > 0, this);
        Reads++;
        return answersLater && ioBehavior == IOBehavior.Asynchronous ? LaterAsync() : new ValueTask<bool>(++_row < rows.Count);
    }

    public override ValueKind GetKind(int column) => rows[_row][column].Kind;

    public override long GetInteger(int column) => SqliteArithmetic.ToInteger(rows[_row][column]);

    public override double GetReal(int column) => SqliteArithmetic.ToReal(rows[_row][column]);

    public override ReadOnlySpan<byte> GetBytes(int column) => rows[_row][column].Bytes.Span;

    public override void Dispose() => Disposals++;

    private async ValueTask<bool> LaterAsync()
    {
        await Task.Yield();
        return ++_row < rows.Count;
    }
}
