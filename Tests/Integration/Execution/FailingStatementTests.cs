using Xunit;

namespace ShardClient.Tests.Integration.Execution;

/// <summary>An error of a text with several statements says which of them failed.</summary>
public sealed class FailingStatementTests : IDisposable
{
    private readonly ShardDataSource _source = new("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");

    public FailingStatementTests() => Run("CREATE TABLE t (id INTEGER PRIMARY KEY, SHARD KEY (id)); INSERT INTO t VALUES (7)");

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData("INSERT INTO t VALUES (1);\n  INSERT INTO t VALUES (7);\nINSERT INTO t VALUES (2)", 2, 3)]
    [InlineData("INSERT INTO t VALUES (7); INSERT INTO t VALUES (1)", 1, 1)]
    [InlineData("SELECT 1; INSERT INTO t VALUES (3) RETURNING id;\nSELECT 2; INSERT INTO t VALUES (7) RETURNING id", 2, 11)]
    public void Where_it_starts_is_told(string text, int line, int column)
    {
        var error = Assert.Throws<ShardException>(() => Run(text));
        Assert.Equal(ShardErrorCode.ConstraintViolation, error.ErrorCode);
        Assert.Equal(new TextPosition(line, column), error.Position);
    }

    [Fact]
    public void A_statement_alone_needs_no_place() => Assert.Null(Assert.Throws<ShardException>(() => Run("INSERT INTO t VALUES (7)")).Position);

    [Fact]
    public void A_place_within_a_statement_says_more() =>
        Assert.Equal(new TextPosition(1, 26), Assert.Throws<ShardException>(() => Run("SELECT 1; SELECT id FROM nothing")).Position);

    private void Run(string text)
    {
        using var connection = _source.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        using var rows = command.ExecuteReader();
        do
        {
            while (rows.Read())
            {
            }
        }
        while (rows.NextResult());
    }
}
