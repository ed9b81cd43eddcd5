using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes transactions around the other statements, and what looks after a database.</summary>
internal sealed class ControlGenerator(Workshop shop)
{
    private const string Savepoint = "sp1";

    private bool _hasSavepoint;

    /// <summary>BEGIN, or a word that goes on with what was begun; null when the turn is another statement's.</summary>
    public GeneratedStatement? Next()
    {
        var dice = shop.Dice;
        if (!shop.IsInTransaction)
        {
            return dice.Next(200) switch
            {
                < 4 => Begin(),
                4 => Control("ANALYZE", Construct.Analyze),
                5 => Control($"ANALYZE {dice.Pick(shop.Schema.Tables).Sql}", Construct.Analyze),
                6 => Control("REINDEX", Construct.Reindex),
                7 => Control($"REINDEX {dice.Pick(shop.Schema.Tables).Sql}", Construct.Reindex),
                _ => null,
            };
        }

        return dice.Next(20) switch
        {
            0 or 1 => End("COMMIT", Construct.Commit),
            2 or 3 => End("ROLLBACK", Construct.Rollback),
            4 or 5 when _hasSavepoint => Control($"ROLLBACK TO {Savepoint}", Construct.Savepoint),
            6 when _hasSavepoint => Release(),
            4 or 5 or 6 or 7 => Save(),
            _ => null,
        };
    }

    private GeneratedStatement Begin()
    {
        (shop.IsInTransaction, _hasSavepoint) = (true, false);
        return Control(shop.Dice.Of("BEGIN", "BEGIN IMMEDIATE", "BEGIN TRANSACTION"));
    }

    private GeneratedStatement End(string word, string construct)
    {
        shop.IsInTransaction = false;
        return Control(word, construct);
    }

    private GeneratedStatement Save()
    {
        _hasSavepoint = true;
        return Control($"SAVEPOINT {Savepoint}", Construct.Savepoint);
    }

    private GeneratedStatement Release()
    {
        _hasSavepoint = false;
        return Control($"RELEASE {Savepoint}", Construct.Savepoint);
    }

    private static GeneratedStatement Control(string text, params string[] constructs) => new(Text($"{text}", constructs), StatementKind.Control);
}
