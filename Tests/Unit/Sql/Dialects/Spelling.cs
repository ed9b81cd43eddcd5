using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Dialects;

/// <summary>A text of one dialect, and what shards of the other engine are sent for it.</summary>
/// <param name="Becomes">Null where it is refused by name.</param>
/// <param name="Comment">What the table of README says besides; of a refusal the advice.</param>
internal sealed record Spelling(SqlDialect From, string Text, string? Becomes, string Comment = "")
{
    public SqlDialect To => From == SqlDialect.MySql ? SqlDialect.Sqlite : SqlDialect.MySql;

    private bool IsExpression => !Statements.Any(word => Text.StartsWith(word, StringComparison.Ordinal));

    private static readonly string[] Statements = ["SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "BEGIN", "COMMIT", "END", "PRAGMA", "RELEASE", "TRUNCATE", "WITH"];

    /// <summary>What the shards are sent, without the quotes of names.</summary>
    public string Translated()
    {
        var parsed = Assert.Single(SqlParser.Parse(IsExpression ? $"SELECT {Text}" : Text, To));
        Assert.True(parsed.Statement.IsRespelled, $"{Text} would be sent as it is");
        var written = SqlWriter.Write(parsed.Statement, WriterOptions.Shard with { Dialect = To }).Text.Replace("`", "", StringComparison.Ordinal);
        return IsExpression ? written["SELECT ".Length..] : written;
    }
}
