using ShardClient.Catalog;
using ShardClient.Planning.Gathering;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Writing;

/// <summary>How a row is taken from one shard to another: read whole, inserted there, deleted here.</summary>
internal static class RowMovePlanner
{
    /// <param name="written">The table as the statement mentions it.</param>
    /// <param name="condition">Finds the row on its old shard.</param>
    /// <param name="set">The inputs of columns that get new values, by ordinal.</param>
    /// <param name="tail">What the INSERT says beside its row: WITH, OR IGNORE, RETURNING.</param>
    public static RowMove Plan(
        PlanContext context, LogicalTable table, TableReference written, Expression condition, IReadOnlyDictionary<int, int> set, InsertStatement tail)
    {
        var name = written.Alias ?? ScratchNames.Quoted(table.Name);
        var columns = InsertColumns.Of(default, table);
        var before = context.AddRow(columns.Count);
        var values = columns.Select(Expression (ordinal, index) => new InputExpression(set.TryGetValue(ordinal, out var input) ? input : before + index));
        var read = new SelectCore(
            false, [.. columns.Select(ordinal => new ResultColumn(ScratchNames.Column(name, table.Columns[ordinal].Name), null))], written, condition, default, null, default);
        var insert = tail with { Columns = [.. columns.Select(ordinal => InsertColumns.Name(table, ordinal))], Rows = [new RowExpression([.. values])] };
        return new RowMove(before)
        {
            Read = Text(context, new SelectStatement(null, read, default, null)),
            Insert = Text(context, insert),
            Delete = Text(context, new DeleteStatement(null, written) { Where = condition }),
        };
    }

    private static SessionStatement Text(PlanContext context, Statement statement) => context.Text(statement) with { IsPlanned = false };
}
