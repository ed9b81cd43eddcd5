using ShardClient.Tests.Oracle.Statements.Minimising;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using Xunit;

namespace ShardClient.Tests.Unit.Oracle;

/// <summary>A cluster that differs is found out, and the failure becomes small.</summary>
public sealed class TrialTests
{
    private static readonly Column Key = new("k", "INTEGER", ValueClass.Integer, Domain.SmallIntegers);
    private static readonly Column Name = new("name", "TEXT", ValueClass.Text, Domain.Words);
    private static readonly Table Table = new("t", TableKind.Sharded, [Key, Name]) { Key = Key, RowCount = 0 };
    private static readonly ClusterLayout Layout = new(2, null, null, IsAsync: false);

    private static GeneratedStatement Read(string text) => new(Make.Query($"{text}"), StatementKind.Read);

    private static Trial WithRows()
    {
        var trial = new Trial(Layout, [Table]);
        trial.Load(new TableData(Table, [[1L, "a"], [2L, "b"], [3L, "c"], [4L, null]]));
        return trial;
    }

    [Fact]
    public void Equal_answers_are_the_same()
    {
        using var trial = WithRows();
        Assert.Equal(Verdict.Same, trial.Judge(Read("SELECT * FROM t"), isAsync: false).Verdict);
        Assert.Equal(Verdict.Same, trial.Judge(Read("SELECT count(*), max(name) FROM t"), isAsync: true).Verdict);
    }

    [Fact]
    public void Errors_of_both_are_no_difference()
    {
        using var trial = WithRows();
        Assert.Equal(Verdict.BothFailed, trial.Judge(Read("SELECT nothing FROM t"), isAsync: false).Verdict);
    }

    [Fact]
    public void A_lost_row_is_wrong()
    {
        using var trial = WithRows();
        trial.AskCluster(new SqlText("DELETE FROM t WHERE k = 3", []), isAsync: false);
        Assert.Equal("4 rows expected, 3 rows got", trial.Judge(Read("SELECT * FROM t"), isAsync: false).Problem);
    }

    [Fact]
    public void A_write_that_leaves_another_table_is_wrong()
    {
        using var trial = WithRows();
        trial.AskCluster(new SqlText("UPDATE t SET name = 'x' WHERE k = 4", []), isAsync: false);
        var write = new GeneratedStatement(Make.Text($"UPDATE t SET name = 'y' WHERE k = 1"), StatementKind.Write) { Written = Table };
        Assert.StartsWith("table t afterwards", trial.Judge(write, isAsync: false).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_the_cluster_alone_is_wrong()
    {
        using var trial = WithRows();
        trial.AskCluster(new SqlText("DROP TABLE t", []), isAsync: false);
        Assert.True(trial.Judge(Read("SELECT * FROM t"), isAsync: false).IsWrong);
    }

    [Fact]
    public void What_does_not_happen_again_is_said_so()
    {
        var outcome = new Outcome(Verdict.Wrong, "3 rows got", null, null);
        var failing = new Case(Layout, [new TableData(Table, [])], [], [], Read("SELECT * FROM t"));
        Assert.Contains("not again", new Minimiser(outcome).Shrink(failing, failing).Outcome.Problem, StringComparison.Ordinal);
    }
}
