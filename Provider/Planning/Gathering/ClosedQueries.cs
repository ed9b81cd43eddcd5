using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Tells queries that need nothing of what stands around them: their answer can be worked out first, and by itself.</summary>
internal static class ClosedQueries
{
    public static bool IsClosed(BoundQuery query) => new Judge().IsClosed(query);

    /// <summary>The same of one SELECT of a set operation.</summary>
    public static bool IsClosed(BoundCore core) => new Judge().IsClosed(core);

    private sealed class Judge
    {
        private readonly HashSet<RowSource> _own = [];
        private readonly HashSet<CommonTable> _ownTables = new(ReferenceEqualityComparer.Instance);
        private readonly List<(Scope Scope, Node Node)> _expressions = [];
        private readonly List<OpaqueSource> _opaque = [];

        public bool IsClosed(BoundQuery query)
        {
            Collect(query);
            return Holds();
        }

        public bool IsClosed(BoundCore core)
        {
            Collect(core);
            return Holds();
        }

        private bool Holds() =>
            _opaque.TrueForAll(source => source.Recursion is null || _ownTables.Contains(source.Recursion))
            && _expressions.TrueForAll(expression => new NameJudge(_own, expression.Scope).IsOwn(expression.Node));

        private void Collect(BoundQuery query)
        {
            StackGuard.Check();
            foreach (var table in query.Syntax.With?.Tables ?? default)
                _ownTables.Add(table);
            foreach (var core in query.Cores)
                Collect(core);
            Collect(query.Subqueries);
            var tail = query.Plain?.Scope;
            foreach (var term in query.Syntax.OrderBy)
                _expressions.Add((tail ?? new Scope(null), term));
        }

        private void Collect(BoundCore core)
        {
            foreach (var source in core.Scope.Sources)
            {
                _own.Add(source);
                if (source is DerivedSource derived)
                    Collect(derived);
                if (source is OpaqueSource opaque)
                    _opaque.Add(opaque);
            }

            Collect(core.Subqueries);
            _expressions.Add((core.Scope, core.Syntax));
        }

        private void Collect(DerivedSource derived)
        {
            if (derived.CommonTable is { } table)
                _ownTables.Add(table);
            Collect(derived.Query);
        }

        private void Collect(IReadOnlyList<BoundSubquery> subqueries)
        {
            foreach (var subquery in subqueries)
                Collect(subquery.Query);
        }
    }

    /// <summary>Looks at the names of one SELECT, those of its inner queries left out: they have been collected by themselves.</summary>
    private sealed class NameJudge(HashSet<RowSource> own, Scope scope) : SyntaxWalker
    {
        private bool _isOwn = true;

        public bool IsOwn(Node node)
        {
            VisitChildren(node);
            return _isOwn;
        }

        public override void Visit(Node node)
        {
            if (node is SelectStatement)
                return;
            if (node is ColumnExpression column)
                _isOwn &= scope.Resolve(column) is { } binding ? own.Contains(binding.Source) : !SeesOutside();
            VisitChildren(node);
        }

        /// <summary>An unknown name may be an alias or a text; but where an outer source's columns are not known it may be one of those.</summary>
        private bool SeesOutside()
        {
            for (var level = scope; level is not null; level = level.Outer)
            {
                foreach (var source in level.Sources)
                {
                    if (source.Columns is null && !own.Contains(source))
                        return true;
                }
            }

            return false;
        }
    }
}
