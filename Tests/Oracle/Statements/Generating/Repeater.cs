using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Says again what was said before, with other values: a plan that is used again must not remember the first ones.</summary>
internal sealed class Repeater
{
    private const int Memory = 20;

    private readonly List<GeneratedStatement> _recent = [];

    public void Remember(GeneratedStatement statement)
    {
        if (!statement.Tree.All().Any(static node => node.Value is not null))
            return;
        if (_recent.Count == Memory)
            _recent.RemoveAt(0);
        _recent.Add(statement);
    }

    /// <summary>A statement of before with other values; null when there is none yet.</summary>
    public GeneratedStatement? Next(Dice dice)
    {
        if (_recent.Count == 0)
            return null;
        var statement = dice.Pick(_recent);
        var tree = statement.Tree;
        foreach (var node in tree.All().Where(static node => node.Value is not null).Distinct().ToList())
        {
            if (dice.Chance(60))
                tree = tree.Replace(node, Make.Value(Other(node.Value!, dice), node.IsParameter), evenPinned: true);
        }

        return statement with { Tree = tree.As(construct: Construct.Repeated), SplitBy = null };
    }

    private static SqlValue Other(SqlValue value, Dice dice) => value.Value switch
    {
        null => value,
        long => Domain.SmallIntegers.Next(dice),
        double => Domain.Dyadic.Next(dice),
        string => Domain.AsciiWords.Next(dice),
        _ => Domain.Blobs.Next(dice),
    };
}
