using System.Diagnostics.CodeAnalysis;

namespace ShardClient.Sql.Syntax;

/// <summary>
/// Makes a new tree of an old one, copying only what changed: a node none of whose parts changed comes out as itself. Override
/// <see cref="Visit"/>, return another node of the same family for those that change and call the base for the others.
/// </summary>
internal abstract partial class SyntaxRewriter
{
    /// <summary>The node that takes the place of <paramref name="node"/>.</summary>
    public virtual Node Visit(Node node) => VisitChildren(node);

    /// <summary>The node with each of its children visited, in the order of the text.</summary>
    public Node VisitChildren(Node node)
    {
        StackGuard.Check();
        return node switch
        {
            Expression expression => ExpressionChildren(expression),
            Statement statement => StatementChildren(statement),
            SelectBody or TableSource => QueryChildren(node),
            ColumnDefinition or ColumnConstraint or TableConstraint or ForeignKeyTarget or AlterTableAction => DefinitionChildren(node),
            _ => ClauseChildren(node),
        };
    }

    [return: NotNullIfNotNull(nameof(node))]
    public T? Rewrite<T>(T? node)
        where T : Node => node is null ? null : (T)Visit(node);

    public NodeList<T> RewriteList<T>(NodeList<T> list)
        where T : Node
    {
        T[]? changed = null;
        for (var i = 0; i < list.Count; i++)
        {
            var item = Rewrite(list[i]);
            if (changed is null && !Same(item, list[i]))
                changed = list.AsSpan().ToArray();
            if (changed is not null)
                changed[i] = item;
        }

        return changed is null ? list : NodeList.Wrap(changed);
    }

    private static bool Same(Node? one, Node? other) => ReferenceEquals(one, other);
}
