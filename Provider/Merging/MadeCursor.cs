using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>An operator that makes its rows: getters read the values it holds, with SQLite's conversions.</summary>
internal abstract class MadeCursor(IReadOnlyList<ColumnMetadata> columns, RowCursor input) : OperatorCursor(columns, input)
{
    public sealed override ValueKind GetKind(int column) => View(column).Kind;

    public sealed override long GetInteger(int column)
    {
        var view = View(column);
        return view.Kind switch
        {
            ValueKind.Integer => view.Integer,
            ValueKind.Real => SqliteNumber.Truncate(view.Real),
            ValueKind.Null => 0,
            _ => SqliteNumber.IntegerPrefix(view.Bytes),
        };
    }

    public sealed override double GetReal(int column)
    {
        var view = View(column);
        return view.Kind switch
        {
            ValueKind.Real => view.Real,
            ValueKind.Integer => view.Integer,
            ValueKind.Null => 0,
            _ => SqliteNumber.RealPrefix(view.Bytes),
        };
    }

    public sealed override ReadOnlySpan<byte> GetBytes(int column) => View(column).Bytes;

    /// <summary>The current row's value.</summary>
    protected abstract ValueView View(int column);
}
