using ShardClient.Catalog;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>The tables and views that a statement mentions by name: the catalog loads them before the plan is made.</summary>
internal static class TableNames
{
    public static IReadOnlyCollection<string> Of(Statement statement)
    {
        var finder = new Finder();
        switch (statement)
        {
            case ExplainStatement explain:
                return Of(explain.Inner);
            case CreateTableStatement { Temporary: true, Query: { } query }:
                return Of(query);
            case ShowStatement show:
                return Showing.ShowPlanner.TablesOf(show);
            case SelectStatement or InsertStatement or UpdateStatement or DeleteStatement or MultiUpdateStatement or MultiDeleteStatement:
                finder.Visit(statement);
                break;
        }

        return finder.Names;
    }

    internal sealed class Finder : SyntaxWalker
    {
        private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _all = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<string> _common = [];

        public IReadOnlyCollection<string> Names => _names;

        /// <summary>True when the name stands anywhere, whatever it means there.</summary>
        public bool Mentions(string name) => _all.Contains(name);

        public override void Visit(Node node)
        {
            var depth = _common.Count;
            switch (node)
            {
                case SelectStatement { With: { } with }:
                    Enter(with);
                    break;
                case InsertStatement insert:
                    Enter(insert.With);
                    _names.Add(insert.Table.Name.Name);
                    break;
                case UpdateStatement { With: { } with }:
                    Enter(with);
                    break;
                case DeleteStatement { With: { } with }:
                    Enter(with);
                    break;
                case MultiUpdateStatement { With: { } with }:
                    Enter(with);
                    break;
                case MultiDeleteStatement { With: { } with }:
                    Enter(with);
                    break;
                case TableReference reference:
                    Add(reference.Name);
                    break;
                case TableFunctionReference function when LogicalNames.Of(function) is { } table:
                    _names.Add(table);
                    break;
            }

            VisitChildren(node);
            _common.RemoveRange(depth, _common.Count - depth);
        }

        private void Enter(WithClause? with)
        {
            foreach (var table in with?.Tables ?? default)
                _common.Add(table.Name.Name);
        }

        private void Add(ObjectName name)
        {
            _all.Add(name.Name.Name);
            if (name.Schema is not null || !_common.Exists(common => name.Name.Is(common)))
                _names.Add(LogicalNames.Of(name));
        }
    }
}
