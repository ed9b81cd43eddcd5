using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Temporary;

/// <summary>CREATE TEMP: the objects live in one session of one shard, and may need nothing that other shards have.</summary>
internal static class TemporaryPlanner
{
    /// <summary>A trigger on a temporary table is temporary by that.</summary>
    public static bool IsTemporary(PlanContext context, Statement statement) => statement switch
    {
        CreateTableStatement table => table.Temporary || IsTemp(table.Name),
        CreateViewStatement view => view.Temporary || IsTemp(view.Name),
        CreateTriggerStatement trigger => trigger.Temporary || IsTemp(trigger.Name) || context.Temporary.Has("table", trigger.Table.Name.Name),
        _ => false,
    };

    public static TemporaryPlan Plan(PlanContext context, Statement statement) => statement switch
    {
        CreateTableStatement table => Table(context, table),
        CreateTriggerStatement trigger => Trigger(context, trigger),
        _ => Finish(context, statement, null),
    };

    private static TemporaryPlan Table(PlanContext context, CreateTableStatement table)
    {
        if (table.ShardKey is not null || table.Reference)
            throw RefusedException.NotSupported($"Temporary table {table.Name.Name} lives in one session: it is neither sharded nor a reference table", "Leave the clause out.", table.Span);
        if (table.Like is not null)
            throw RefusedException.NotSupported("CREATE TEMP TABLE ... LIKE is not supported", "Write CREATE TEMP TABLE t AS SELECT * FROM source WHERE 0.", table.Span);
        if (table.Query is not { } query)
            return Finish(context, table, null);
        var select = SelectPlanner.Plan(context, query);
        return Finish(context, table, select);
    }

    /// <summary>A trigger's body is run by the engine, which knows nothing of shards: what it names must all be in the session.</summary>
    private static TemporaryPlan Trigger(PlanContext context, CreateTriggerStatement trigger)
    {
        foreach (var name in (IEnumerable<string>)[trigger.Table.Name.Name, .. trigger.Body.SelectMany(Binding.TableNames.Of)])
        {
            if (!context.Temporary.Has("table", name))
            {
                throw RefusedException.NotSupported(
                    $"A temporary trigger may name temporary tables only, and {name} is none", "Do it in the application's own statements.", trigger.Span);
            }
        }

        return Finish(context, trigger, null);
    }

    private static TemporaryPlan Finish(PlanContext context, Statement statement, SelectPlan? source)
    {
        var isWritten = context.Normalized.MustBeWritten || context.Binder.Inlined.Count > 0;
        return context.Finish(new TemporaryPlan(statement, isWritten ? context.Text(statement) : null, source?.Route));
    }

    private static bool IsTemp(ObjectName name) => name.Schema is { } schema && schema.Is("temp");
}
