using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Normalizing;

/// <summary>Statements that mean a query or write which the planner knows by another name.</summary>
internal static class Restatement
{
    /// <summary>The statement to plan; the same one where nothing is to be said otherwise.</summary>
    public static ParsedStatement Of(ParsedStatement parsed) => parsed.Statement switch
    {
        PragmaStatement { Name.Name: var name } pragma when name.Is("table_list") => parsed with { Statement = TableList(pragma) },
        _ => parsed,
    };

    /// <summary>PRAGMA table_list and PRAGMA table_list(t) are what pragma_table_list answers.</summary>
    private static SelectStatement TableList(PragmaStatement pragma)
    {
        NodeList<Expression> arguments = pragma.Value switch
        {
            null => [],
            ColumnExpression word => [new LiteralExpression(LiteralKind.String, word.Column.Name)],
            var value => [value],
        };
        var function = new TableFunctionReference(new ObjectName(null, new Identifier("pragma_table_list")), arguments, null) { Span = pragma.Span };
        var star = new ResultColumn(new StarExpression(null), null);
        return new SelectStatement(null, new SelectCore(false, [star], function, null, default, null, default), default, null) { Span = pragma.Span };
    }
}
