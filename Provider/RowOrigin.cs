using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient;

/// <summary>What a query's text tells of its rows.</summary>
/// <param name="Tables">The names in FROM, when there are only names.</param>
/// <param name="IsInner">
/// True when every row of the result is made of one row of each of <paramref name="Tables"/>: no outer join, group, set operation or subquery that
/// shows another table's column.
/// </param>
internal sealed record RowOrigin(IReadOnlyList<string> Tables, bool IsInner)
{
    private static readonly RowOrigin Unknown = new([], IsInner: false);

    public static RowOrigin Of(Statement statement)
    {
        if (statement is not SelectStatement { With: null, Body: SelectCore { From: { } from, GroupBy.Count: 0, Having: null } core } select)
            return Unknown;
        var tables = new List<string>();
        if (!Collect(from, tables))
            return Unknown;
        var finder = new Finder();
        finder.VisitAll(core.Columns);
        finder.VisitAll(select.OrderBy);
        return finder.Found ? Unknown : new RowOrigin(tables, IsInner: true);
    }

    private static bool Collect(TableSource source, List<string> tables)
    {
        switch (source)
        {
            case TableReference reference:
                tables.Add(reference.Name.Name.Name);
                return true;
            case JoinSource { Kind: JoinKind.Comma or JoinKind.Inner or JoinKind.Cross } join:
                return Collect(join.Left, tables) && Collect(join.Right, tables);
            default:
                return false;
        }
    }

    /// <summary>Finds what makes one row of many, and queries that show a column of their own.</summary>
    private sealed class Finder : SyntaxWalker
    {
        public bool Found { get; private set; }

        public override void Visit(Node node)
        {
            if (node is SelectStatement || (node is FunctionExpression { Over: null } call && (AggregateFunctions.Is(call) || !AggregateFunctions.IsKnownScalar(call))))
                Found = true;
            else
                VisitChildren(node);
        }
    }
}
