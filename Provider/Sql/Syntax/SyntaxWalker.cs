namespace ShardClient.Sql.Syntax;

/// <summary>
/// Looks at each node of a tree, in the order of the text. Override <see cref="Visit"/>; call the base where the node's children are to be
/// seen too.
/// </summary>
internal abstract class SyntaxWalker
{
    private readonly Steps _steps;

    protected SyntaxWalker() => _steps = new Steps(this);

    public virtual void Visit(Node node) => VisitChildren(node);

    public void VisitChildren(Node node) => _steps.VisitChildren(node);

    public void VisitAll<T>(NodeList<T> nodes)
        where T : Node
    {
        foreach (var node in nodes)
            Visit(node);
    }

    /// <summary>Rewriting that changes nothing is walking, so the table of children exists once.</summary>
    private sealed class Steps(SyntaxWalker walker) : SyntaxRewriter
    {
        public override Node Visit(Node node)
        {
            walker.Visit(node);
            return node;
        }
    }
}
