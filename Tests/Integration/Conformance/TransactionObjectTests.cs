using System.Data;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>The same on files and on servers.</summary>
public abstract class TransactionObjectTests(IConformanceDatabase database) : ConformanceCluster(database)
{
    public static TheoryData<Way> Ways => [Way.Sync, Way.Async];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_not_committed_is_undone(Way way)
    {
        await using (var transaction = await way.Begin(Connection))
            Insert(transaction, "lost");
        await using (var transaction = await way.Begin(Connection))
        {
            Insert(transaction, "kept");
            if (way == Way.Sync)
                transaction.Commit();
            else
                await transaction.CommitAsync(TestContext.Current.CancellationToken);
            Assert.Null(transaction.Connection);
            Assert.Throws<InvalidOperationException>(transaction.Rollback);
        }

        Assert.Equal(["kept"], Texts());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Savepoints_undo_a_part(Way way)
    {
        await using var transaction = await way.Begin(Connection);
        Assert.True(transaction.SupportsSavepoints);
        Insert(transaction, "a");
        if (way == Way.Sync)
        {
            transaction.Save("here");
            Insert(transaction, "b");
            transaction.Rollback("here");
            transaction.Release("here");
        }
        else
        {
            await transaction.SaveAsync("here", TestContext.Current.CancellationToken);
            Insert(transaction, "b");
            await transaction.RollbackAsync("here", TestContext.Current.CancellationToken);
            await transaction.ReleaseAsync("here", TestContext.Current.CancellationToken);
        }

        transaction.Commit();
        Assert.Equal(["a"], Texts());
    }

    [Fact]
    public void A_command_belongs_to_the_open_transaction()
    {
        using var transaction = Connection.BeginTransaction();
        using var command = Command("SELECT 1");
        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        command.Transaction = transaction;
        Assert.Equal("1", $"{command.ExecuteScalar()}");
        transaction.Rollback();
        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        command.Transaction = null;
        Assert.Equal("1", $"{command.ExecuteScalar()}");
    }

    [Fact]
    public void There_is_one_transaction_at_a_time()
    {
        using var transaction = Connection.BeginTransaction();
        Assert.Throws<InvalidOperationException>(() => Connection.BeginTransaction());
        Assert.Equal(transaction.IsolationLevel, Connection.ServerVersion.StartsWith('3') ? IsolationLevel.Serializable : IsolationLevel.RepeatableRead);
        Assert.Same(Connection, transaction.Connection);
    }

    [Fact]
    public void Commit_waits_for_no_reader_but_says_which_is_open()
    {
        Run("INSERT INTO notes (text) VALUES ('a')");
        using var transaction = Connection.BeginTransaction();
        using var select = new ShardCommand("SELECT text FROM notes", Connection, transaction);
        using var reader = select.ExecuteReader();
        Assert.Throws<InvalidOperationException>(transaction.Commit);
        reader.Close();
        transaction.Commit();
    }

    [Fact]
    public void A_disposed_transaction_is_disposed()
    {
        var transaction = Connection.BeginTransaction();
        transaction.Dispose();
        Assert.Throws<ObjectDisposedException>(transaction.Commit);
    }

    private void Insert(System.Data.Common.DbTransaction transaction, string text)
    {
        using var command = Command("INSERT INTO notes (text) VALUES (@text)", ("text", text));
        command.Transaction = (ShardTransaction)transaction;
        command.ExecuteNonQuery();
    }

    private List<string> Texts()
    {
        using var command = Command("SELECT text FROM notes ORDER BY id");
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
