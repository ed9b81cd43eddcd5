using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog.Loading;

/// <summary>Collects the tables that a tree names, in FROM, in writes and after IN; names of common tables are among them.</summary>
/// <param name="onlyUsed">Leaves out what only common tables name that nothing reads.</param>
internal sealed class TableNames(bool onlyUsed) : SyntaxWalker
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> In(Node node) => In(node, onlyUsed: false);

    /// <summary>The tables whose rows a query can have: a common table that nothing reads is never run.</summary>
    public static IReadOnlyCollection<string> ReadBy(SelectStatement query) => In(query, onlyUsed: true);

    private static HashSet<string> In(Node node, bool onlyUsed)
    {
        var walker = new TableNames(onlyUsed);
        walker.Visit(node);
        return walker._names;
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case SelectStatement { With: { } with } query when onlyUsed:
                VisitUsed(query, with);
                return;
            case TableReference table:
                _names.Add(LogicalNames.Of(table.Name));
                break;
            case TableFunctionReference function when LogicalNames.Of(function) is { } name:
                _names.Add(name);
                break;
            case InsertStatement insert:
                _names.Add(insert.Table.Name.Name);
                break;
        }

        base.Visit(node);
    }

    private void VisitUsed(SelectStatement query, WithClause with)
    {
        base.Visit(query with { With = null });
        var unread = with.Tables.ToList();
        while (unread.FindIndex(table => _names.Contains(table.Name.Name)) is >= 0 and var next)
        {
            var table = unread[next];
            unread.RemoveAt(next);
            Visit(table.Query);
        }
    }
}
