using ShardClient.Sql.Syntax;

namespace ShardClient.Planning;

/// <summary>Puts other nodes in the place of some, found by identity.</summary>
internal sealed class NodeReplacer(IReadOnlyDictionary<Node, Node> replacements) : SyntaxRewriter
{
    public static T Replace<T>(T root, Node old, Node replacement)
        where T : Node =>
        new NodeReplacer(new Dictionary<Node, Node>(ReferenceEqualityComparer.Instance) { [old] = replacement }).Rewrite(root);

    public override Node Visit(Node node) => replacements.TryGetValue(node, out var replacement) ? replacement : VisitChildren(node);
}
