using ShardClient.Catalog;
using ShardClient.Values;

namespace ShardClient.Planning.Gathering;

/// <summary>A temporary table of a server, whose columns are declared as the shards' own: types, collations and NULL decide how they compare and what comes out.</summary>
internal sealed record ServerScratchTable(string Name, IReadOnlyList<ServerColumn> Taken, IReadOnlyList<string> Keys)
    : ScratchTable(Name, [.. Taken.Select(static column => new ScratchColumn(column.Name, column.Declared.Affinity, column.Declared.Collation))])
{
    public override string CreateText => $"CREATE TEMPORARY TABLE {Quote(Name)} ({string.Join(", ", Taken.Select(static column => column.Definition).Concat(Keys))})";

    public override string InsertText => $"INSERT INTO {Quote(Name)} VALUES ";

    public override IReadOnlyList<ScratchForm> Forms => [.. Taken.Select(static column => column.Form)];

    public static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
}
