using ShardClient.Tests.Oracle.Statements.Minimising;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>A schema with data that some hundreds of statements are asked of on two sides.</summary>
internal abstract class RandomScenario : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How many statements it is good for.</summary>
    public abstract int Statements { get; }

    /// <summary>What somebody needs who wants to look into a failure.</summary>
    public abstract string Describe();

    /// <summary>Makes a statement and asks both sides.</summary>
    public abstract (GeneratedStatement Statement, Outcome Outcome) One(int number);

    /// <summary>The smallest query found that is answered wrongly in the same way; writes stay as they are.</summary>
    public (Node Tree, Outcome Outcome) Shrink(GeneratedStatement statement, Outcome outcome)
    {
        var (tree, last) = (statement.Tree, outcome);
        var end = DateTime.UtcNow + Patience;
        for (var isSmaller = statement.IsRead; isSmaller && DateTime.UtcNow < end;)
        {
            isSmaller = false;
            foreach (var smaller in Reductions.Of(tree))
            {
                if (DateTime.UtcNow >= end)
                    break;
                if (Read(smaller) is not { IsWrong: true } found || found.Kind != outcome.Kind)
                    continue;
                (tree, last, isSmaller) = (smaller, found, true);
                break;
            }
        }

        return (tree, last);
    }

    public abstract void Dispose();

    /// <summary>Asks both sides a query.</summary>
    protected abstract Outcome Read(Node tree);
}
