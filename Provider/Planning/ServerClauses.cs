using ShardClient.Sql.Syntax;

namespace ShardClient.Planning;

/// <summary>
/// What servers read and a cluster of them does not do: where each shard did its part, the whole would be another answer. It is refused by its name
/// before anything is planned.
/// </summary>
internal sealed class ServerClauses : SyntaxWalker
{
    private const string OneServer = "Run it on one shard: OpenShardAsync.";

    /// <exception cref="RefusedException">The statement has such a clause.</exception>
    public static void Check(Statement statement) => new ServerClauses().Visit(statement);

    public override void Visit(Node node)
    {
        switch (node)
        {
            case SelectStatement { RowsExamined: not null }:
                throw Refused("LIMIT ROWS EXAMINED counts the rows of one server", "Use LIMIT.", node);
            case SelectStatement { Procedure: not null }:
                throw Refused("PROCEDURE ANALYSE looks at the rows of one server", OneServer, node);
            case LimitClause { WithTies: true }:
                throw Refused("FETCH ... WITH TIES is not supported over shards", "Write LIMIT, or a condition on the last value.", node);
            case CommonTable { Cycle.Count: > 0 }:
                throw Refused("CYCLE of a recursive common table is not supported over shards", "Stop the recursion by a condition.", node);
            case TableReference { Period.Kind: PeriodKind.Portion }:
                throw Refused("FOR PORTION OF is not supported over shards", "Split the rows by statements of their own.", node);
            case TableReference { Period: not null }:
                throw Refused("FOR SYSTEM_TIME is not supported over shards: their clocks differ", OneServer, node);
            case SequenceExpression:
            case FunctionExpression { Schema: null } call when IsSequenceCall(call.Name.Name):
                throw Refused("A sequence belongs to one server", "Declare the column AUTO_INCREMENT: the cluster makes keys for it.", node);
            case FunctionExpression { Schema: not null }:
                throw Refused("A function with its database is a stored one, and belongs to one server", "Write the expression itself.", node);
            default:
                CheckWhole(node);
                break;
        }

        VisitChildren(node);
    }

    private static void CheckWhole(Node node)
    {
        switch (node)
        {
            case SelectCore core:
                CheckHints(core.OptimizerHints, core);
                if (core.Modifiers.Contains("SQL_CALC_FOUND_ROWS"))
                    throw Refused("SQL_CALC_FOUND_ROWS counts the rows of one server", "Count them by a query of their own: SELECT COUNT(*).", core);
                break;
            case InsertStatement insert:
                CheckHints(insert.OptimizerHints, insert);
                break;
            case UpdateStatement update:
                CheckHints(update.OptimizerHints, update);
                break;
            case DeleteStatement delete:
                CheckHints(delete.OptimizerHints, delete);
                break;
            case ExplainStatement { Options: { } options, Inner: not SelectStatement } when options.Contains("ANALYZE", StringComparison.OrdinalIgnoreCase):
                throw Refused("EXPLAIN ANALYZE of a write may do it, on one shard only", "EXPLAIN it without ANALYZE.", node);
            case TablePeriod:
                throw Refused("A table with periods is not supported over shards", "Keep the moments in columns of your own.", node);
            case AlterTableStatement { Ignore: true }:
                throw Refused("ALTER IGNORE TABLE deletes rows, on each shard others", "Delete the rows first.", node);
            case AlterTableStatement { IfExists: true } or AlterTableStatement { Wait: not null }:
                throw Refused("ALTER TABLE with IF EXISTS, NOWAIT or WAIT is not supported over shards", "Write it without.", node);
        }
    }

    /// <summary>Hints choose a way and change no answer; but SET_VAR sets a variable of the session for the statement, sql_select_limit among them.</summary>
    private static void CheckHints(string? hints, Node node)
    {
        if (hints is not null && hints.Contains("SET_VAR", StringComparison.OrdinalIgnoreCase))
            throw Refused("The hint SET_VAR changes what a statement means on each server by itself", "Leave it out.", node);
    }

    private static bool IsSequenceCall(string function) => function.ToUpperInvariant() is "NEXTVAL" or "LASTVAL" or "SETVAL";

    private static RefusedException Refused(string problem, string advice, Node node) => RefusedException.NotSupported(problem, advice, node.Span);
}
