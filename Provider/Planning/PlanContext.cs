using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning;

/// <summary>What the planning of one statement shares: its inputs grow here, and the finished plan gets them.</summary>
internal sealed class PlanContext
{
    private readonly List<InputSource> _extras;
    private readonly List<Value> _constants = [];

    public PlanContext(NormalizedStatement normalized, LogicalSchema schema, ClusterTopology topology, LogicalTemporary temporary)
    {
        Normalized = normalized;
        Topology = topology;
        Temporary = temporary;
        _extras = [.. normalized.Extras];
        Binder = new Binder(normalized.Text, schema, topology, temporary);
    }

    public NormalizedStatement Normalized { get; }

    public ClusterTopology Topology { get; }

    /// <summary>What only the session that asks has.</summary>
    public LogicalTemporary Temporary { get; }

    public Binder Binder { get; }

    public LocalityAnalyzer Analyzer { get; } = new();

    /// <summary>An ordinal that no input has: marks a place in a text.</summary>
    public int Marker => Normalized.ParameterCount + _extras.Count;

    public int AddInput(InputSource source)
    {
        _extras.Add(source);
        return Normalized.ParameterCount + _extras.Count - 1;
    }

    public int AddConstant(Value value)
    {
        _constants.Add(value);
        return AddInput(new InputSource(InputKind.Constant, _constants.Count - 1));
    }

    /// <summary>The text of the statement where one shard does it all: the caller's own unless something must be written.</summary>
    public SessionStatement? Whole(Statement statement) => Normalized.MustBeWritten || Binder.Inlined.Count > 0 ? Text(statement) : null;

    public SessionStatement Text(Statement statement) => PlanText.Of(Expanded(statement));

    /// <summary>The statement as shards can read it.</summary>
    public T Expanded<T>(T statement)
        where T : Statement =>
        Binder.Inlined.Count > 0 ? new NodeReplacer(Binder.Inlined).Rewrite(statement) : statement;

    /// <summary>The shards that must answer for all that the statement mentions.</summary>
    public RouteRule Route()
    {
        if (Binder.OpaqueSources.FirstOrDefault(static source => source.Shards is not null) is { } ofOneShard && Binder.Leaves.Any(static leaf => leaf.IsSharded))
        {
            throw RefusedException.NotSupported(
                $"{ofOneShard.Name} tells of one shard's definitions and cannot be joined with sharded tables", "Read it first, or give its argument as a text.", ofOneShard.Span);
        }

        var rules = new List<RouteRule>(Analyzer.Rules);
        TableLeaf? single = null;
        foreach (var leaf in Binder.Leaves)
        {
            if (leaf.Table.Kind != TableKind.Single)
                continue;
            if (single is not null && !single.Table.Shards.Equals(leaf.Table.Shards))
                throw new RefusedException(LocalityRefusals.TwoSingleTables(single, leaf));
            single ??= leaf;
        }

        if (single is not null)
            rules.Add(new FixedRoute(single.Table.Shards));
        return rules.Count == 0 ? new AnyRoute(Home()) : RouteRules.Union(rules);
    }

    public T Finish<T>(T plan)
        where T : StatementPlan
    {
        var home = Home();
        var any = home.IsEmpty || home.Contains(Topology.DefaultShard) ? Topology.DefaultShard : First(home);
        return plan with
        {
            ParameterCount = Normalized.ParameterCount,
            Extras = _extras,
            Constants = _constants,
            AnyShard = any,
            ReadsCatalog = Binder.ReadsCatalog,
            WritesTemporary = plan is WritePlan && Binder.Leaves is [{ Table.IsTemporary: true }, ..],
        };
    }

    /// <summary>The shards where every table of the statement exists.</summary>
    public ShardSet Home()
    {
        var home = Topology.AllShards;
        foreach (var leaf in Binder.Leaves)
            home = home.Intersect(leaf.Table.Placement?.Shards ?? leaf.Table.Shards);
        foreach (var source in Binder.OpaqueSources)
            home = source.Shards is { } shards ? home.Intersect(shards) : home;
        return home;
    }

    private static int First(ShardSet shards)
    {
        foreach (var shard in shards)
            return shard;
        return -1;
    }
}
