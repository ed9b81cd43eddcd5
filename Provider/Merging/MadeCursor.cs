using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>An operator that makes its rows: getters read the values it holds, with SQLite's conversions.</summary>
internal abstract class MadeCursor(IReadOnlyList<ColumnMetadata> columns, RowCursor input) : OperatorCursor(columns, input)
{
    public sealed override ValueKind GetKind(int column) => View(column).Kind;

    public sealed override long GetInteger(int column) => View(column).ToInteger();

    public sealed override double GetReal(int column) => View(column).ToReal();

    public sealed override ReadOnlySpan<byte> GetBytes(int column) => View(column).Bytes;

    /// <summary>The current row's value.</summary>
    protected abstract ValueView View(int column);
}
