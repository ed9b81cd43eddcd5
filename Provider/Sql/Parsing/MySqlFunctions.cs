using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <summary>
/// Functions of MySQL that SQLite has by another name or form. Those that mean something else under one name (CONCAT, LENGTH) are the
/// engine's own; those that only the client can answer (DATABASE, ROW_COUNT) stay calls.
/// </summary>
internal static class MySqlFunctions
{
    private const string MantissaMask = "9007199254740991";
    private const string MantissaRange = "9007199254740992.0";

    /// <summary>SQLite's expression for the call; null when the call stays what it is.</summary>
    public static Expression? Native(FunctionExpression call)
    {
        if (call.Star || call.Distinct || call.Over is not null || call.Filter is not null || call.OrderBy.Count > 0)
            return null;
        return (call.Name.Name.ToUpperInvariant(), call.Arguments.Count) switch
        {
            ("NOW" or "LOCALTIME" or "LOCALTIMESTAMP" or "UTC_TIMESTAMP" or "CURRENT_TIMESTAMP", 0) => new LiteralExpression(LiteralKind.CurrentTimestamp, ""),
            ("CURDATE" or "CURRENT_DATE" or "UTC_DATE", 0) => new LiteralExpression(LiteralKind.CurrentDate, ""),
            ("CURTIME" or "CURRENT_TIME" or "UTC_TIME", 0) => new LiteralExpression(LiteralKind.CurrentTime, ""),
            ("UNIX_TIMESTAMP", 0) => call with { Name = new Identifier("unixepoch") },
            ("FROM_UNIXTIME", 1) => new FunctionExpression(new Identifier("datetime"), [call.Arguments[0], new LiteralExpression(LiteralKind.String, "unixepoch")]),
            ("LAST_INSERT_ID", 0) => call with { Name = new Identifier("last_insert_rowid") },
            ("RAND", 0) => Random(),
            _ => null,
        };
    }

    /// <summary>A double from 0 up to and not including 1, of which each has the same chance.</summary>
    private static BinaryExpression Random() => new(
        BinaryOperator.Divide,
        new BinaryExpression(BinaryOperator.BitAnd, new FunctionExpression(new Identifier("random"), default), new LiteralExpression(LiteralKind.Integer, MantissaMask)),
        new LiteralExpression(LiteralKind.Real, MantissaRange));
}
