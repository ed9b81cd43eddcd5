using ShardClient.Planning.Operators;
using ShardClient.Planning.Scalars;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Expressions over the input's row, worked out once per row; plain columns are read from the input itself.</summary>
internal sealed class ProjectCursor : OperatorCursor
{
    private readonly RowCursor _input;

    private readonly ScalarEvaluator _evaluator;

    private readonly Scalar[] _scalars;

    /// <summary>The input's column for a plain column; -1 for an expression.</summary>
    private readonly int[] _plain;

    private readonly Value[] _values;

    public ProjectCursor(RowCursor input, IReadOnlyList<ProjectedColumn> columns, ScalarEvaluator evaluator)
        : base([.. columns.Select(column => Describe(column, input))], input)
    {
        _input = input;
        _evaluator = evaluator;
        _scalars = [.. columns.Select(static column => column.Value)];
        _plain = [.. columns.Select(static column => column.Value is ColumnScalar plain ? plain.Column : -1)];
        _values = new Value[columns.Count];
    }

    public override ValueKind GetKind(int column) => _plain[column] >= 0 ? _input.GetKind(_plain[column]) : _values[column].Kind;

    public override long GetInteger(int column) =>
        _plain[column] >= 0 ? _input.GetInteger(_plain[column]) : SqliteArithmetic.ToInteger(_values[column]);

    public override double GetReal(int column) => _plain[column] >= 0 ? _input.GetReal(_plain[column]) : SqliteArithmetic.ToReal(_values[column]);

    public override ReadOnlySpan<byte> GetBytes(int column) =>
        _plain[column] >= 0 ? _input.GetBytes(_plain[column]) : _values[column].Bytes.Span;

    public override Value GetValue(int column) => _plain[column] >= 0 ? _input.GetValue(_plain[column]) : _values[column];

    protected override bool Keep()
    {
        for (var column = 0; column < _scalars.Length; column++)
        {
            if (_plain[column] < 0)
                _values[column] = _evaluator.Evaluate(_scalars[column], _input);
        }

        return true;
    }

    private static ColumnMetadata Describe(ProjectedColumn column, RowCursor input) => column.Source >= 0
        ? input.Columns[column.Source] with { Name = column.Name }
        : new ColumnMetadata(column.Name);
}
