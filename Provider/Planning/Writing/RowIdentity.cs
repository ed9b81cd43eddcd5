using ShardClient.Catalog;
using ShardClient.Planning.Gathering;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>
/// What a row is found again by on its shard: its rowid, or its primary key where there is none. The copies of a reference table are told apart by the
/// primary key: the engine may number their rows anew (VACUUM).
/// </summary>
internal sealed class RowIdentity
{
    private static readonly string[] RowIdNames = ["rowid", "_rowid_", "oid"];

    private readonly LogicalTable _table;
    private readonly List<int> _key = [];
    private readonly string? _rowId;

    public RowIdentity(LogicalTable table, SourceSpan span)
    {
        _table = table;
        if (table.WithoutRowId || (table.Kind == TableKind.Reference && table.RowIdColumn < 0))
            _key.AddRange(table.UniqueKeys.FirstOrDefault(static key => key.IsPrimary)?.Columns ?? []);
        if (_key.Count > 0 && _key.TrueForAll(ordinal => table.Columns[ordinal].NotNull))
            return;
        _rowId = RowIdNames.FirstOrDefault(name => table.IndexOf(name) < 0)
            ?? throw RefusedException.NotSupported($"The columns of {table.Name} hide every name of its rowid, so a row cannot be found again", "Rename one of rowid, _rowid_ and oid.", span);
    }

    /// <summary>The columns of the scratch table that keep the identity while the row changes.</summary>
    public IReadOnlyList<ShadowColumn> Shadows() => [.. Values(ScratchNames.Scanned).Select(static (value, index) => new ShadowColumn($"~id{index + 1}", value))];

    /// <summary>The condition that finds one row.</summary>
    /// <param name="name">What the statement calls the table.</param>
    /// <param name="first">The input of the identity's first value.</param>
    public Expression Condition(Identifier name, int first)
    {
        Expression? all = null;
        for (var index = 0; index < _key.Count; index++)
        {
            var part = new BinaryExpression(BinaryOperator.Is, ScratchNames.Column(name, _table.Columns[_key[index]].Name), new InputExpression(first + index));
            all = all is null ? part : new BinaryExpression(BinaryOperator.And, all, part);
        }

        if (_rowId is null)
            return all!;
        Expression rowId = new BinaryExpression(BinaryOperator.Equal, new ColumnExpression(null, name, new Identifier(_rowId)), new InputExpression(first + _key.Count));
        if (all is null)
            return rowId;

        // Two rows may have NULL in their primary key: only then the rowid tells them apart.
        var isUnique = _key.Select(Expression (ordinal) => new UnaryExpression(UnaryOperator.NotNull, ScratchNames.Column(name, _table.Columns[ordinal].Name)))
            .Aggregate(static (one, other) => new BinaryExpression(BinaryOperator.And, one, other));
        return new BinaryExpression(BinaryOperator.And, all, new BinaryExpression(BinaryOperator.Or, isUnique, rowId));
    }

    /// <summary>The values that find the row, in the order of <see cref="Condition"/>.</summary>
    public IEnumerable<Expression> Values(Identifier name)
    {
        foreach (var ordinal in _key)
            yield return ScratchNames.Column(name, _table.Columns[ordinal].Name);
        if (_rowId is not null)
            yield return new ColumnExpression(null, name, new Identifier(_rowId));
    }
}
