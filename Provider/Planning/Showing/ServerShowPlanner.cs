using ShardClient.Planning.Routes;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Showing;

/// <summary>SHOW and DESCRIBE on MySQL shards: the servers answer, each for the tables that it has; what belongs to the cluster itself is not shown.</summary>
internal static class ServerShowPlanner
{
    private const string Own = "shardclient_";

    public static StatementPlan Plan(PlanContext context, ShowStatement show)
    {
        if (show.Database is { } asked && !asked.Is(context.Topology.Name))
            throw RefusedException.NotSupported($"The cluster's only database is {context.Topology.Name}, not {asked.Name}", "Leave FROM out.", show.Span);
        return show.Kind switch
        {
            ShowKind.Tables => Written(context, Tables(context, show)),
            ShowKind.Databases => Written(context, Parse($"SELECT {Text(context.Topology.Name)} AS `Database`")),
            ShowKind.Columns or ShowKind.Index or ShowKind.CreateTable or ShowKind.CreateView => OfTable(context, show),
            _ => context.Finish(new SelectPlan(new AnyRoute(context.Topology.AllShards)) { Whole = context.Text(show) }),
        };
    }

    private static SelectPlan Written(PlanContext context, SelectStatement query) => SelectPlanner.Plan(context, query) with { Whole = context.Text(query) };

    private static SelectPlan OfTable(PlanContext context, ShowStatement show)
    {
        var target = show.Target!;
        var shards = context.Binder.IsView(target) ? context.Topology.AllShards : context.Binder.Table(target).Shards;
        return context.Finish(new SelectPlan(new AnyRoute(shards)) { Whole = context.Text(show with { Database = null }) }) with { AnyShard = First(context, shards) };
    }

    /// <summary>The default shard has every table but single ones of other shards, which their declarations name.</summary>
    private static SelectStatement Tables(PlanContext context, ShowStatement show)
    {
        var name = $"Tables_in_{context.Topology.Name}".Replace("`", "``", StringComparison.Ordinal);
        var type = show.Full ? ", table_type AS Table_type" : "";
        var elsewhere = context.Topology.Tables.Values.Where(table => table.Kind == TableKind.Single && table.Shard != context.Topology.DefaultShard)
            .Select(table => $" UNION ALL SELECT {Text(table.Name)}{(show.Full ? ", 'BASE TABLE'" : "")}");
        var text = $"SELECT * FROM (SELECT table_name AS `{name}`{type} FROM information_schema.tables WHERE table_schema = DATABASE() AND LEFT(table_name, {Own.Length}) <> {Text(Own)}"
            + $"{string.Concat(elsewhere)}) AS shown ORDER BY 1";
        var query = Parse(text);
        if (show.Like is null && show.Where is null)
            return query;
        var core = (SelectCore)query.Body;
        var condition = show.Where ?? new PatternExpression(PatternOperator.Like, false, new ColumnExpression(null, null, new Identifier(name, NameQuotes.Grave)), show.Like!, null);
        return query with { Body = core with { Where = condition } };
    }

    private static int First(PlanContext context, ShardSet shards)
    {
        if (shards.Contains(context.Topology.DefaultShard))
            return context.Topology.DefaultShard;
        foreach (var shard in shards)
            return shard;
        return context.Topology.DefaultShard;
    }

    private static SelectStatement Parse(string text) => (SelectStatement)SqlParser.Parse(text, SqlDialect.MySql)[0].Statement;

    private static string Text(string value) => $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
