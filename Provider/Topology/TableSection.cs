using System.Text.Json;

namespace ShardClient.Topology;

/// <summary>The <c>tables</c> of a cluster file or stored topology: a placement and key, or a reference, or one shard.</summary>
internal static class TableSection
{
    private const string PlacementMember = "placement";
    private const string KeyMember = "key";
    private const string ReferenceMember = "reference";
    private const string ShardMember = "shard";

    /// <summary>The declarations that are right; mistakes are reported with their path.</summary>
    /// <param name="placements">The names of the same text's placements.</param>
    public static Dictionary<string, TableDeclaration> Read(JsonPart? section, ShardNames shards, HashSet<string> placements)
    {
        var tables = new Dictionary<string, TableDeclaration>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, part) in section?.Members() ?? [])
        {
            if (Reserved(name))
                part.Mistake("names that begin with shardclient_ or sqlite_ are not the application's.");
            else if (ReadTable(name, part, shards, placements) is { } table)
                tables.Add(name, table);
        }

        return tables;
    }

    public static void Write(TableDeclaration table, Utf8JsonWriter json, ShardNames shards)
    {
        json.WriteStartObject(table.Name);
        switch (table.Kind)
        {
            case TableKind.Sharded:
                json.WriteString(PlacementMember, table.Placement);
                json.WriteString(KeyMember, table.KeyColumn);
                break;
            case TableKind.Reference:
                json.WriteBoolean(ReferenceMember, true);
                break;
            default:
                json.WriteString(ShardMember, shards[table.Shard]);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>A declaration as messages say it; names that differ in case only are the same.</summary>
    public static string Describe(TableDeclaration table, ShardNames shards) => table.Kind switch
    {
        TableKind.Sharded => $"sharded by {table.KeyColumn} with placement {table.Placement}",
        TableKind.Reference => "a reference table",
        _ => $"a single table on shard {shards[table.Shard]}",
    };

    private static bool Reserved(string name) =>
        name.StartsWith("shardclient_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);

    private static TableDeclaration? ReadTable(string name, JsonPart part, ShardNames shards, HashSet<string> placements)
    {
        part.AllowOnly(PlacementMember, KeyMember, ReferenceMember, ShardMember);
        if (!part.IsObject)
            return null;
        var (key, reference, shard) = (part.Member(KeyMember), part.Member(ReferenceMember), part.Member(ShardMember));
        var isSharded = key is not null || part.Member(PlacementMember) is not null;
        if ((isSharded ? 1 : 0) + (reference is null ? 0 : 1) + (shard is null ? 0 : 1) != 1)
        {
            part.Mistake("is declared by one of: 'key' (and 'placement'), 'reference': true, 'shard'.");
            return null;
        }

        if (isSharded)
            return ReadSharded(name, part, placements);
        if (shard is { } named)
            return shards.Read(named) is { } index ? new TableDeclaration(name, TableKind.Single, Shard: index) : null;
        if (reference!.Boolean() == false)
            reference.Mistake("is true or left out.");
        return new TableDeclaration(name, TableKind.Reference);
    }

    private static TableDeclaration? ReadSharded(string name, JsonPart part, HashSet<string> placements)
    {
        var placement = part.Member(PlacementMember) is { } named ? named.Text() : ClusterTopology.DefaultPlacement;
        var isKnown = placement is not null && placements.Contains(placement);
        if (placement is not null && !isKnown)
            part.Mistake($"there is no placement '{placement}'; the placements are: {string.Join(", ", placements)}.");
        if (part.Member(KeyMember) is not { } keyPart)
        {
            part.Mistake("names no 'key', the column whose value decides the shard.");
            return null;
        }

        return keyPart.Text() is { } key && isKnown ? new TableDeclaration(name, TableKind.Sharded, placement, key) : null;
    }
}
