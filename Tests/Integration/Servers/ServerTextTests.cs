using ShardClient.Tests.Integration.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Texts that a collation finds equal though their bytes or weights differ, and texts longer than what servers sort by.</summary>
[Collection(MySqlFixture.Name)]
public sealed class ServerTextTests : IDisposable
{
    private readonly ServerDatabases _databases;

    public ServerTextTests(MySqlFixture fixture)
    {
        _databases = new ServerDatabases(fixture);
        _databases.Define("CREATE TABLE t (id BIGINT, n INT, w VARCHAR(20) COLLATE utf8mb4_general_ci, l TEXT COLLATE utf8mb4_general_ci, PRIMARY KEY (id, n), SHARD KEY (id))");
        var start = new string('x', 1500);
        for (var id = 1; id <= 8; id++)
            _databases.Define($"INSERT INTO t VALUES ({id}, 1, 'a', '{start}p'), ({id}, 2, 'A ', '{start}q'), ({id}, 3, 'b{new string(' ', id)}', '{start}p'), ({id}, 4, NULL, '{(id % 2 == 0 ? start : "")}r')");
    }

    public void Dispose() => _databases.Dispose();

    [Theory]
    [InlineData("SELECT COUNT(*) FROM t GROUP BY w ORDER BY w")]
    [InlineData("SELECT COUNT(*) AS c, MIN(n), SUM(id) FROM t GROUP BY l ORDER BY c, 2, 3")]
    [InlineData("SELECT id, COUNT(*) AS c FROM t GROUP BY id, l ORDER BY id, c")]
    [InlineData("SELECT COUNT(*) AS c FROM t WHERE id IN (1, 2, 3) GROUP BY w ORDER BY c")]
    public async Task EqualTextsAreOneGroup(string text) => await _databases.AskAsync(text, isAsync: false);

    [Theory]
    [InlineData("SELECT DISTINCT w FROM t ORDER BY w", 3)]
    [InlineData("SELECT DISTINCT w FROM t ORDER BY w LIMIT 2", 2)]
    [InlineData("SELECT DISTINCT w FROM t ORDER BY w DESC LIMIT 2", 2)]
    [InlineData("SELECT DISTINCT id, w FROM t ORDER BY w, id", 24)]
    [InlineData("SELECT DISTINCT id, w FROM t ORDER BY w DESC, id LIMIT 20", 20)]
    [InlineData("SELECT DISTINCT l FROM t", 4)]
    public async Task EqualTextsAreNotDistinct(string text, int rows)
    {
        var expected = await ServerDatabases.AnswerAsync(_databases.Plain, $"/*+ shard(s0) */ {text}", isAsync: false);
        var found = await ServerDatabases.AnswerAsync(_databases.Cluster, text, isAsync: true);

        Assert.Equal(rows, expected.Rows.Count);
        var isOrdered = text.Contains("ORDER BY", StringComparison.Ordinal);
        Assert.Equal(isOrdered ? expected.Rows.Select(Folded) : expected.Rows.Select(Folded).Order(), isOrdered ? found.Rows.Select(Folded) : found.Rows.Select(Folded).Order());
    }

    // Which of several equal texts is shown is open.
    private static string Folded(object[] row) => string.Join("|", row.Select(static value => $"{value}".TrimEnd().ToUpperInvariant()));
}
