using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Catalog;

/// <summary>A definition that dies half-way is finished or undone by the next open or the next definition.</summary>
public sealed class InterruptedDefinitionTests : IDisposable
{
    private const string Create = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, SHARD KEY (id))";

    private readonly CatalogFixture _fixture = new();

    public InterruptedDefinitionTests() => _fixture.Open().Dispose();

    // The commits of a definition: the record on s0, then s1 and s2, then s0 again.
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Whichever_commit_it_died_before_the_next_open_finds_all_or_nothing(int commit, bool isFinished)
    {
        Interrupt(Create, (_, text) => text == "COMMIT", commit);
        using var cluster = _fixture.Open("");
        Assert.Equal(isFinished ? "s0,s1,s2" : "", cluster.Holders("users"));
        Assert.Equal(isFinished, cluster.Topology.Tables.ContainsKey("users"));
        AssertWhole(cluster);
    }

    [Fact]
    public void The_next_definition_of_another_process_finishes_it_first()
    {
        using var other = _fixture.Open("");
        Interrupt(Create, (shard, text) => shard == 2 && text == "COMMIT", 0);
        other.Do("CREATE REFERENCE TABLE countries (code TEXT)");
        Assert.Equal("s0,s1,s2", other.Holders("users"));
        Assert.Equal("s0,s1,s2", other.Holders("countries"));
        AssertWhole(other);
    }

    [Fact]
    public void A_drop_that_died_is_finished()
    {
        using (var cluster = _fixture.Open(""))
            cluster.Do(Create);
        Interrupt("DROP TABLE users", (shard, text) => shard == 2 && text == "COMMIT", 0);
        using var again = _fixture.Open("");
        Assert.Equal("", again.Holders("users"));
        Assert.Empty(again.Topology.Tables);
        AssertWhole(again);
    }

    [Fact]
    public void What_can_no_longer_be_finished_is_taken_back()
    {
        using (var cluster = _fixture.Open(""))
            cluster.Do(Create);
        Interrupt("CREATE UNIQUE INDEX u ON users (name) LOCAL", (shard, text) => shard == 2 && text == "COMMIT", 0);
        _fixture.Ask("s2", "INSERT INTO users (name) VALUES ('a'), ('a')");
        using var again = _fixture.Open("");
        Assert.Equal("", again.Holders("u"));
        Assert.Equal("s0,s1,s2", again.Holders("users"));
        AssertWhole(again);
    }

    [Fact]
    public void What_can_be_neither_finished_nor_taken_back_is_refused_by_name()
    {
        using (var cluster = _fixture.Open(""))
            cluster.Do(Create);
        Interrupt("ALTER TABLE users DROP COLUMN name", (shard, text) => shard == 2 && text == "COMMIT", 0);
        _fixture.Ask("s2", "CREATE INDEX stray ON users (name)");
        var error = Assert.Throws<ShardException>(() => _fixture.Open(""));
        Assert.Equal(ShardErrorCode.TopologyMismatch, error.ErrorCode);
        Assert.Contains("ALTER TABLE users", error.Message, StringComparison.Ordinal);
        _fixture.Ask("s2", "DROP INDEX stray");
        using var again = _fixture.Open("");
        Assert.Single(again.Table("users").Columns);
        AssertWhole(again);
    }

    [Fact]
    public void A_shard_that_stays_locked_leaves_the_cluster_as_it_was()
    {
        using var cluster = _fixture.Open("");
        cluster.TimeoutSeconds = 1;
        using (var connection = new SqliteConnection($"Data Source={_fixture.PathOf("s2")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();
            Assert.Equal(ShardErrorCode.LockTimeout, cluster.Refused(Create).ErrorCode);
        }

        Assert.Equal("", cluster.Holders("users"));
        AssertWhole(cluster);
        cluster.Do(Create);
        AssertWhole(cluster);
    }

    [Fact]
    public async Task Two_processes_may_define_at_once()
    {
        using var first = _fixture.Open("");
        using var second = _fixture.Open("");
        var one = Task.Run(() => first.DoAsync(string.Join(";", Enumerable.Range(0, 5).Select(n => $"CREATE REFERENCE TABLE a{n} (x)"))), TestContext.Current.CancellationToken);
        var two = Task.Run(() => second.DoAsync(string.Join(";", Enumerable.Range(0, 5).Select(n => $"CREATE REFERENCE TABLE b{n} (x)"))), TestContext.Current.CancellationToken);
        await Task.WhenAll(one, two);
        using var again = _fixture.Open("");
        Assert.Equal(10, again.Topology.Tables.Count);
        Assert.Equal(11, again.Topology.Version);
        AssertWhole(again);
    }

    [Fact]
    public void A_definition_that_others_finish_before_their_own_is_not_run_again()
    {
        using var other = _fixture.Open("");
        WhenRecorded("CREATE REFERENCE TABLE a (x)", () => other.Do("CREATE REFERENCE TABLE b (x); CREATE REFERENCE TABLE c (x)"));
        using var again = _fixture.Open("");
        Assert.Equal(["a", "b", "c"], again.Topology.Tables.Keys.Order());
        Assert.Equal(4, again.Topology.Version);
        AssertWhole(again);
    }

    [Fact]
    public void Nobody_finishes_a_definition_that_its_author_is_told_has_failed()
    {
        const string failing = "CREATE UNIQUE INDEX once ON users (name) LOCAL";
        var seen = new List<string>();
        var isRunning = false;
        var engine = new FailingEngine((shard, text) =>
        {
            isRunning |= text.StartsWith("CREATE UNIQUE INDEX", StringComparison.Ordinal);
            if (isRunning && shard == 0)
                seen.Add(IsLocked("s0") ? "locked" : IsRecorded("s0") ? $"free before {text}" : "forgotten");
            return false;
        });
        using var cluster = _fixture.Open("", engine);
        cluster.Do(Create);
        cluster.Run(2, "INSERT INTO users VALUES (1, 'twin'), (2, 'twin')");
        Assert.Equal(ShardErrorCode.ConstraintViolation, cluster.Refused(failing).ErrorCode);
        Assert.True(seen.Count > 3);
        Assert.All(seen, static state => Assert.True(state is "locked" or "forgotten", state));
        Assert.Equal("", cluster.Holders("once"));
        isRunning = false;
        AssertWhole(cluster);
    }

    public void Dispose() => _fixture.Dispose();

    /// <summary>True when another process could not write the shard now.</summary>
    private bool IsLocked(string shard)
    {
        using var connection = new SqliteConnection($"Data Source={_fixture.PathOf(shard)};Pooling=False;Default Timeout=0");
        connection.Open();
        return SQLitePCL.raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE") == SQLitePCL.raw.SQLITE_BUSY;
    }

    private bool IsRecorded(string shard) => _fixture.Ask(shard, "SELECT COUNT(*) FROM shardclient_meta WHERE name = 'pending'") is not 0L;

    /// <summary>Runs a definition, and something else between its record's commit and its first text.</summary>
    private void WhenRecorded(string sql, Action meanwhile)
    {
        var step = 0;
        var engine = new FailingEngine((shard, text) =>
        {
            if ((step, shard, text) is (1, 0, "COMMIT"))
            {
                step = 2;
            }
            else if ((step, shard, text) is (2, 0, "BEGIN IMMEDIATE"))
            {
                step = 3;
                meanwhile();
            }

            return false;
        });
        using var cluster = _fixture.Open("", engine);
        step = 1;
        cluster.Do(sql);
        Assert.Equal(3, step);
    }

    private void Interrupt(string sql, Func<int, string, bool> condition, int after)
    {
        var armed = false;
        var engine = new FailingEngine((shard, text) => armed && condition(shard, text), after);
        using var cluster = _fixture.Open("", engine);
        armed = true;
        Assert.Throws<ShardException>(() => cluster.Do(sql));
        Assert.True(engine.IsDead);
    }

    private static void AssertWhole(Cluster cluster)
    {
        Assert.DoesNotContain(cluster.Check(), finding => finding.Constraint.Length == 0);
        Assert.Empty(cluster.Run(0, "SELECT 1 FROM shardclient_meta WHERE name = 'pending'"));
    }
}
