using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning;

/// <summary>What the planning of one statement shares: its inputs grow here, and the finished plan gets them.</summary>
internal sealed class PlanContext
{
    private readonly List<InputSource> _extras;
    private readonly List<Value> _constants = [];
    private readonly LogicalSchema _schema;

    public PlanContext(NormalizedStatement normalized, LogicalSchema schema, ClusterTopology topology, LogicalTemporary temporary)
    {
        Normalized = normalized;
        Topology = topology;
        _schema = schema;
        Temporary = temporary;
        _extras = [.. normalized.Extras];
        Binder = new Binder(normalized.Text, schema, topology, temporary);
    }

    private PlanContext(PlanContext whole, LogicalSchema schema)
    {
        Normalized = whole.Normalized with { MustBeWritten = true };
        Topology = whole.Topology;
        _schema = schema;
        Temporary = whole.Temporary;
        _extras = whole._extras;
        _constants = whole._constants;
        Binder = new Binder(Normalized.Text, _schema, Topology, Temporary);
    }

    public NormalizedStatement Normalized { get; }

    public ClusterTopology Topology { get; }

    /// <summary>How texts for shards are written.</summary>
    public SqlDialect Dialect => SqlDialects.Of(Topology.Engine);

    /// <summary>True for shards of MySQL or MariaDB servers.</summary>
    public bool IsOnServers => Topology.Engine == EngineKind.MySql;

    /// <summary>What only the session that asks has.</summary>
    public LogicalTemporary Temporary { get; }

    public Binder Binder { get; }

    public LocalityAnalyzer Analyzer { get; } = new();

    /// <summary>An ordinal that no input has: marks a place in a text.</summary>
    public int Marker => Normalized.ParameterCount + _extras.Count;

    /// <summary>For a part of the statement that is planned as a query of its own: other names, the same inputs.</summary>
    public PlanContext ForPart() => new(this, _schema);

    /// <summary>The same with tables that exist only while the statement runs.</summary>
    public PlanContext ForPart(IEnumerable<LogicalTable> copies)
    {
        var tables = new Dictionary<string, LogicalTable>(_schema.Tables, StringComparer.OrdinalIgnoreCase);
        foreach (var copy in copies)
            tables[copy.Name] = copy;
        return new PlanContext(this, _schema with { Tables = tables });
    }

    public int AddInput(InputSource source)
    {
        _extras.Add(source);
        return Normalized.ParameterCount + _extras.Count - 1;
    }

    /// <summary>Places for the values of a row that is written later.</summary>
    /// <returns>The first one; the others follow it.</returns>
    public int AddRow(int width)
    {
        var first = Marker;
        for (var value = 0; value < width; value++)
            AddInput(new InputSource(InputKind.RowValue, value));
        return first;
    }

    public int AddConstant(Value value)
    {
        _constants.Add(value);
        return AddInput(new InputSource(InputKind.Constant, _constants.Count - 1));
    }

    /// <summary>The text of the statement where one shard does it all: the caller's own unless something must be written.</summary>
    public SessionStatement? Whole(Statement statement) => Normalized.MustBeWritten || Binder.Inlined.Count > 0 ? Text(statement) : null;

    public SessionStatement Text(Statement statement) => PlanText.Of(Expanded(statement), Dialect);

    /// <summary>The statement, or a part of it, as shards can read it.</summary>
    public T Expanded<T>(T statement)
        where T : Node =>
        Binder.Inlined.Count > 0 ? new NodeReplacer(Binder.Inlined).Rewrite(statement) : statement;

    /// <summary>The shards that must answer for all that the statement mentions.</summary>
    /// <exception cref="RefusedException">Single tables live on different shards.</exception>
    public RouteRule Route() => Singles() is [var first, var second, ..] ? throw new RefusedException(LocalityRefusals.TwoSingleTables(first, second)) : RouteOfAll();

    /// <summary>The same where single tables may live on different shards.</summary>
    public RouteRule RouteOfAll()
    {
        if (Binder.OpaqueSources.FirstOrDefault(static source => source.Shards is not null) is { } ofOneShard && Binder.Leaves.Any(static leaf => leaf.IsSharded))
        {
            throw RefusedException.NotSupported(
                $"{ofOneShard.Name} tells of one shard's definitions and cannot be joined with sharded tables", "Read it first, or give its argument as a text.", ofOneShard.Span);
        }

        RouteRule[] rules = [.. Analyzer.Rules, .. Singles().Select(static leaf => new FixedRoute(leaf.Table.Shards))];
        return rules.Length == 0 ? new AnyRoute(Home()) : RouteRules.Union(rules);
    }

    /// <summary>A mention for each shard that holds single tables of the statement.</summary>
    public IReadOnlyList<TableLeaf> Singles()
    {
        var singles = new List<TableLeaf>();
        foreach (var leaf in Binder.Leaves)
        {
            if (leaf.Table.Kind == TableKind.Single && !singles.Exists(known => known.Table.Shards.Equals(leaf.Table.Shards)))
                singles.Add(leaf);
        }

        return singles;
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
