using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>
/// Whether all that a trigger reads is on the shard of its row: reference tables are, and of colocated tables the rows whose sharding key is the row's own.
/// </summary>
/// <param name="table">The trigger's table.</param>
internal sealed class TriggerReads(LogicalTable table, DefinitionScope scope)
{
    private readonly Dictionary<string, LogicalTable?> _tables = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="except">The table that is written, which has its own rules.</param>
    /// <returns>The names that are no tables, and the tables whose rows may be elsewhere.</returns>
    public async ValueTask<(IReadOnlyList<string> Unknown, IReadOnlyList<string> Elsewhere)> CheckAsync(Node node, string? except)
    {
        var common = new CommonNames();
        common.Visit(node);
        List<string> unknown = [];
        foreach (var name in TableNames.In(node))
        {
            if (!_tables.ContainsKey(name))
                _tables.Add(name, common.Names.Contains(name) ? null : await scope.Reader.TableAsync(name).ConfigureAwait(false));
            if (_tables[name] is null && !common.Names.Contains(name) && !Same(name, except))
                unknown.Add(name);
        }

        var walker = new Walker(this, except);
        walker.Visit(node);
        return (unknown, walker.Elsewhere);
    }

    /// <summary>NEW.key or OLD.key: both are on this shard, since a row with triggers never leaves it by an UPDATE.</summary>
    public bool IsRowsKey(Expression expression) =>
        table.KeyColumn >= 0 && expression is ColumnExpression { Table: { } row } column && (row.Is("new") || row.Is("old")) && column.Column.Is(table.Columns[table.KeyColumn].Name);

    public bool IsColocated(LogicalTable other) => other.KeyColumn >= 0 && table.KeyColumn >= 0 && other.KeyType == table.KeyType && Same(other.Placement!.Name, table.Placement!.Name);

    public bool IsBeside(LogicalTable other) => other.Kind == TableKind.Reference || (table.Kind == TableKind.Single && other.Kind == TableKind.Single && other.Shards.Equals(table.Shards));

    /// <summary>True when an expression of a query's list is the row's sharding key in every row.</summary>
    public bool IsKeyOf(SelectCore core, Expression value)
    {
        var level = Level(core.From, core.Where, null);
        return IsRowsKey(value) || (value is ColumnExpression column && level.IsBoundKey(column));
    }

    private SourceLevel Level(TableSource? from, Expression? where, SourceLevel? outer)
    {
        var level = new SourceLevel(this, outer);
        level.Add(from);
        level.Bind(where, from);
        return level;
    }

    private LogicalTable? Find(string name) => _tables.GetValueOrDefault(name);

    private static bool Same(string left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private sealed class CommonNames : SyntaxWalker
    {
        public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public override void Visit(Node node)
        {
            if (node is CommonTable found)
                Names.Add(found.Name.Name);
            VisitChildren(node);
        }
    }

    /// <summary>Looks at each FROM with the conditions that hold there.</summary>
    private sealed class Walker(TriggerReads reads, string? except) : SyntaxWalker
    {
        private SourceLevel? _level;

        public List<string> Elsewhere { get; } = [];

        public override void Visit(Node node)
        {
            var outer = _level;
            _level = node switch
            {
                SelectCore core => reads.Level(core.From, core.Where, outer),
                UpdateStatement update => reads.Level(update.From is null ? update.Table : new JoinSource(update.Table, JoinKind.Comma, false, update.From, null, default), update.Where, outer),
                DeleteStatement delete => reads.Level(delete.Table, delete.Where, outer),
                _ => outer,
            };
            if (!ReferenceEquals(outer, _level))
                Elsewhere.AddRange(_level!.Unbound().Where(name => !(node is UpdateStatement or DeleteStatement && Same(name, except))));
            if (node is InExpression { Table: TableReference set } && reads.Find(set.Name.Name.Name) is { } members && !reads.IsBeside(members))
                Elsewhere.Add(members.Name);
            VisitChildren(node);
            _level = outer;
        }
    }

    /// <summary>The tables of one FROM, and which of them are held to the row's sharding key.</summary>
    private sealed class SourceLevel(TriggerReads reads, SourceLevel? outer)
    {
        private readonly Dictionary<string, LogicalTable?> _sources = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _bound = new(StringComparer.OrdinalIgnoreCase);

        public void Add(TableSource? source)
        {
            switch (source)
            {
                case JoinSource join:
                    Add(join.Left);
                    Add(join.Right);
                    break;
                case TableReference reference:
                    _sources[reference.Alias?.Name ?? reference.Name.Name.Name] = reads.Find(reference.Name.Name.Name);
                    break;
                case SubqueryReference { Alias: { } alias }:
                    _sources[alias.Name] = null;
                    break;
            }
        }

        public void Bind(Expression? where, TableSource? from)
        {
            var before = -1;
            while (before != _bound.Count)
            {
                before = _bound.Count;
                BindAll(where, _sources.Keys);
                BindJoins(from);
            }
        }

        public IEnumerable<string> Unbound() => _sources
            .Where(source => source.Value is { } found && !reads.IsBeside(found) && !(reads.IsColocated(found) && _bound.Contains(source.Key)))
            .Select(static source => source.Value!.Name);

        public bool IsBoundKey(ColumnExpression column) => IsKey(column, out var level, out var name) && level._bound.Contains(name);

        private void BindJoins(TableSource? source)
        {
            if (source is not JoinSource join)
                return;
            BindJoins(join.Left);
            BindJoins(join.Right);

            // What ON says of the side that an outer join keeps says nothing of its rows.
            if (join.Kind is JoinKind.Comma or JoinKind.Inner or JoinKind.Cross)
                BindAll(join.On, _sources.Keys);
            else if (join is { Kind: JoinKind.Left, Right: TableReference right })
                BindAll(join.On, [right.Alias?.Name ?? right.Name.Name.Name]);
        }

        private void BindAll(Expression? condition, IReadOnlyCollection<string> sources)
        {
            if (condition is BinaryExpression { Operator: BinaryOperator.And } both)
            {
                BindAll(both.Left, sources);
                BindAll(both.Right, sources);
            }
            else if (condition is BinaryExpression { Operator: BinaryOperator.Equal } equal)
            {
                BindOne(equal.Left, equal.Right, sources);
                BindOne(equal.Right, equal.Left, sources);
            }
        }

        private void BindOne(Expression one, Expression other, IReadOnlyCollection<string> sources)
        {
            if (one is ColumnExpression column && IsKey(column, out var level, out var name) && level == this && sources.Contains(name, StringComparer.OrdinalIgnoreCase)
                && (reads.IsRowsKey(other) || (other is ColumnExpression known && IsBoundKey(known))))
            {
                _bound.Add(name);
            }
        }

        /// <summary>True for the sharding key of a table of this FROM or one around it.</summary>
        private bool IsKey(ColumnExpression column, out SourceLevel level, out string name)
        {
            for (var at = this; at is not null; at = at.Outer)
            {
                level = at;
                foreach (var (alias, found) in at._sources)
                {
                    if (column.Table is { } qualifier ? !qualifier.Is(alias) : found?.IndexOf(column.Column.Name) is null or < 0)
                        continue;
                    name = alias;
                    return found is { KeyColumn: >= 0 } && column.Column.Is(found.Columns[found.KeyColumn].Name);
                }
            }

            (level, name) = (this, "");
            return false;
        }

        private SourceLevel? Outer => outer;
    }
}
