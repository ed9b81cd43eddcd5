using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.MySql;

/// <summary>Short ways to trees of MySQL's dialect and back.</summary>
internal static class MySqlParse
{
    private static readonly WriterOptions Whole = new() { Dialect = SqlDialect.MySql, OwnClauses = true, Parameters = ParameterStyle.AsWritten };

    public static IReadOnlyList<ParsedStatement> All(string text, SqlModes modes = SqlModes.None) => SqlParser.Parse(text, SqlDialect.MySql, modes, ParserLimits.Default);

    public static ParsedStatement One(string text, SqlModes modes = SqlModes.None) => Assert.Single(All(text, modes));

    public static T Statement<T>(string text)
        where T : Statement => Assert.IsType<T>(One(text).Statement);

    public static Expression Expression(string text, SqlModes modes = SqlModes.None) =>
        Assert.IsType<SelectCore>(Assert.IsType<SelectStatement>(One($"SELECT {text}", modes).Statement).Body).Columns[0].Expression;

    public static string Write(Statement statement) => SqlWriter.Write(statement, Whole).Text;

    public static string Write(Expression expression) => SqlWriter.Write(expression, Whole).Text;

    public static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
