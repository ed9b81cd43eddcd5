using ShardClient.Catalog;
using ShardClient.Planning.Routes;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// The last resort of a query over several shards: rows, reduced as far as the statement allows, come to a scratch session of the shards' own
/// engine, and the statement (or what is left of it) runs there. Its answer is the engine's own.
/// </summary>
/// <param name="Inputs">What is read. The order is the runner's: small ones first, whose keys then narrow the others.</param>
/// <param name="Text">The statement over the scratch tables.</param>
/// <param name="Reason">Why the shards cannot answer by themselves.</param>
internal sealed record GatherPlan(IReadOnlyList<GatherInput> Inputs, SessionStatement Text, string Reason)
{
    /// <summary>Ways to answer with a copy of the small inputs on each shard of the large ones; the runner takes one when the sizes say so.</summary>
    public IReadOnlyList<BroadcastPlan> Broadcasts { get; init; } = [];

    /// <summary>Tables without rows that the inputs' types are told by: those that are copied to the shards' own sessions only.</summary>
    public IReadOnlyList<ScratchTable> Known { get; init; } = [];

    /// <summary>How servers answer when an input turns out to be of a type that the others cannot take; null where the inputs' types are known.</summary>
    public GatherPlan? Otherwise { get; init; }
}

/// <summary>Some inputs are copied to each shard of the others, which then answer shard by shard.</summary>
/// <param name="Copies">What is gathered and then copied.</param>
/// <param name="Anchors">The tables that stay where they are.</param>
/// <param name="Then">The statement over the anchors and the copies.</param>
internal sealed record BroadcastPlan(IReadOnlyList<BroadcastCopy> Copies, IReadOnlyList<TableInput> Anchors, SelectPlan Then);

/// <param name="Copy">The temporary table on each shard.</param>
internal sealed record BroadcastCopy(GatherInput Input, ScratchTable Copy);

/// <summary>A column of a scratch table: named, compared and ordered as where it comes from.</summary>
/// <param name="IsRowId">True for what was an INTEGER PRIMARY KEY and is asked for as rowid too.</param>
internal sealed record ScratchColumn(string Name, Affinity Affinity, string Collation, bool IsRowId = false);

/// <param name="SetsRowId">True when the rows bring their rowid along, as their last value.</param>
internal record ScratchTable(string Name, IReadOnlyList<ScratchColumn> Columns, bool SetsRowId = false)
{
    public virtual string CreateText => $"CREATE TABLE {ScratchNames.Quote(Name)} ({string.Join(", ", Columns.Select(Definition))})";

    public string CreateTemporaryText => CreateText.Replace("CREATE TABLE", "CREATE TEMP TABLE", StringComparison.Ordinal);

    /// <summary>An INSERT of one row with parameters; on a server all that stands before the rows.</summary>
    public virtual string InsertText =>
        $"INSERT INTO {ScratchNames.Quote(Name)} ({string.Join(", ", Columns.Select(column => ScratchNames.Quote(column.Name)))}{(SetsRowId ? ", rowid" : "")}) "
        + $"VALUES ({string.Join(", ", Enumerable.Repeat("?", Columns.Count + (SetsRowId ? 1 : 0)))})";

    /// <summary>How values are written to a server; empty where the engine takes them as they are.</summary>
    public virtual IReadOnlyList<ScratchForm> Forms => [];

    private static string Definition(ScratchColumn column)
    {
        var type = column.Affinity == Affinity.Blob ? "" : $" {column.Affinity.ToString().ToUpperInvariant()}";
        var collation = column.Collation == Selecting.Collations.Binary ? "" : $" COLLATE {ScratchNames.Quote(column.Collation)}";
        return $"{ScratchNames.Quote(column.Name)}{type}{collation}{(column.IsRowId ? " PRIMARY KEY" : "")}";
    }
}

/// <summary>What fills one scratch table.</summary>
internal abstract record GatherInput(ScratchTable Table);

/// <summary>A part of the statement that needs nothing of the rest: planned and run like any query.</summary>
internal sealed record QueryInput(ScratchTable Table, SelectPlan Query) : GatherInput(Table);

/// <summary>The rows of a table that can matter.</summary>
/// <param name="Source">The logical table.</param>
/// <param name="Route">Where they are.</param>
internal sealed record TableInput(ScratchTable Table, LogicalTable Source, RouteRule Route) : GatherInput(Table)
{
    /// <summary>The text up to where further conditions stand, after an AND.</summary>
    public required TextPiece Before { get; init; }

    public required TextPiece After { get; init; }

    /// <summary>The shard that is asked when the route is empty or any.</summary>
    public required int AnyShard { get; init; }

    /// <summary>The text's own conditions, to be tried on a few rows; null when it has none.</summary>
    public TextPiece? Condition { get; init; }

    /// <summary>Scratch columns by which inner queries look rows up.</summary>
    public IReadOnlyList<string> Indexed { get; init; } = [];

    /// <summary>How other inputs can narrow this one once they have been read.</summary>
    public IReadOnlyList<KeyRestriction> Restrictions { get; init; } = [];
}

/// <summary>Rows of the input matter only when their column has a value that another scratch table's column has.</summary>
/// <param name="Column">The ordinal in the input's logical table.</param>
/// <param name="Condition">The column as the input's text names it.</param>
/// <param name="From">The scratch table that holds the values.</param>
/// <param name="FromColumn">Its column.</param>
internal sealed record KeyRestriction(int Column, string Condition, string From, string FromColumn);
