using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using Xunit;

namespace ShardClient.Tests.Unit.Sql;

/// <summary>Short ways to trees and back.</summary>
internal static class Parse
{
    private static readonly WriterOptions Whole = new() { OwnClauses = true, Parameters = ParameterStyle.AsWritten };

    public static IReadOnlyList<ParsedStatement> All(string text) => SqlParser.Parse(text, SqlDialect.Sqlite, ParserLimits.Default);

    public static ParsedStatement One(string text) => Assert.Single(All(text));

    public static T Statement<T>(string text)
        where T : Statement => Assert.IsType<T>(One(text).Statement);

    public static SelectCore Core(string text) => Assert.IsType<SelectCore>(Statement<SelectStatement>(text).Body);

    public static Expression Expression(string text) => Core($"SELECT {text}").Columns[0].Expression;

    public static string Write(Statement statement) => SqlWriter.Write(statement, Whole).Text;

    public static string Write(Expression expression) => SqlWriter.Write(expression, Whole).Text;

    public static ShardException Error(string text) => Assert.Throws<ShardException>(() => All(text));
}
