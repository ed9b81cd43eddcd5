using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog.Loading;

/// <summary>Collects the tables that a tree names, in FROM, in writes and after IN; names of common tables are among them.</summary>
internal sealed class TableNames : SyntaxWalker
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> In(Node node)
    {
        var walker = new TableNames();
        walker.Visit(node);
        return walker._names;
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
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
}
