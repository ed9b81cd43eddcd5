using ShardClient.Catalog;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// Conditions that make a text column equal, byte by byte, to one of another collation. With row counts at hand SQLite 3.50 concludes from them, and from a
/// comparison by the other collation, that the outermost columns are equal byte by byte too, and loses rows. A plus before the second column prevents it.
/// </summary>
internal sealed class MixedEqualities
{
    private readonly HashSet<Node> _found = new(ReferenceEqualityComparer.Instance);

    public MixedEqualities(LocalityAnalyzer analyzer)
    {
        foreach (var (_, facts) in analyzer.Places)
        {
            for (var level = facts; level is not null; level = level.Outer)
            {
                foreach (var condition in level.Conditions)
                {
                    if (condition is BinaryExpression { Operator: BinaryOperator.Equal } equality
                        && level.Scope!.Origin(equality.Left)?.Column is { Affinity: Affinity.Text, Collation: Collations.Binary }
                        && level.Scope!.Origin(equality.Right)?.Column is { Affinity: Affinity.Text, Collation: not Collations.Binary })
                    {
                        _found.Add(equality);
                    }
                }
            }
        }
    }

    /// <summary>The condition as the engine should see it.</summary>
    public BinaryExpression Protect(BinaryExpression condition) =>
        _found.Contains(condition) ? condition with { Right = new UnaryExpression(UnaryOperator.Plus, condition.Right) } : condition;
}
