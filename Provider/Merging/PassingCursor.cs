using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>An operator whose current row is an input's own: nothing is copied.</summary>
internal abstract class PassingCursor : OperatorCursor
{
    protected PassingCursor(params RowCursor[] inputs)
        : this(inputs[0].Columns, inputs)
    {
    }

    protected PassingCursor(IReadOnlyList<ColumnMetadata> columns, params RowCursor[] inputs)
        : base(columns, inputs) => Current = inputs[0];

    /// <summary>The input whose row is current.</summary>
    protected RowCursor Current { get; set; }

    public sealed override ValueKind GetKind(int column) => Current.GetKind(column);

    public sealed override long GetInteger(int column) => Current.GetInteger(column);

    public sealed override double GetReal(int column) => Current.GetReal(column);

    public sealed override ReadOnlySpan<byte> GetBytes(int column) => Current.GetBytes(column);

    public sealed override bool TryGetDateTime(int column, out DateTime value) => Current.TryGetDateTime(column, out value);

    public sealed override string GetText(int column) => Current.GetText(column);

    public sealed override Value GetValue(int column) => Current.GetValue(column);
}
