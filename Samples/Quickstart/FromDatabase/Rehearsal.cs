using System.Data.Common;
using Dapper;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>What a cluster made of a schema, tried without rows.</summary>
/// <param name="ForeignKeys">The foreign keys that each table has there, as <see cref="Rehearsal.Signature"/>.</param>
internal sealed record RehearsalResult(IReadOnlyList<RefusedObject> Refused, IReadOnlyDictionary<string, HashSet<string>> ForeignKeys);

/// <summary>Makes the schema in an empty cluster that is thrown away: the cluster itself says what it keeps.</summary>
internal static class Rehearsal
{
    /// <summary>A table that cannot be what was proposed becomes a single one.</summary>
    /// <exception cref="UsageException">A table cannot be what was asked for.</exception>
    public static async Task<(IReadOnlyList<Placement> Placements, RehearsalResult Result)> RunAsync(
        SourceSchema schema, IReadOnlyList<Placement> placements, int shards)
    {
        while (true)
        {
            var result = await TryAsync(schema, placements, shards);
            var refused = result.Refused.Where(found => found.Type == "table").ToDictionary(found => found.Name, found => found.Why, StringComparer.OrdinalIgnoreCase);
            if (placements.FirstOrDefault(placement => placement.IsAsked && refused.ContainsKey(placement.Table.Name)) is { } asked)
                throw new UsageException($"Table {asked.Table.Name} cannot be {asked.Title}, as asked. {refused[asked.Table.Name]}");
            if (!placements.Any(IsToChange))
                return (placements, result);
            placements = [.. placements.Select(placement => IsToChange(placement)
                ? new Placement(placement.Table, Placing.Single, null, $"not {placement.Title}: {refused[placement.Table.Name]}")
                : placement)];

            bool IsToChange(Placement placement) => placement.Placing != Placing.Single && refused.ContainsKey(placement.Table.Name);
        }
    }

    public static string Signature(IEnumerable<string> columns, string parent) => $"{string.Join(',', columns)}>{parent}".ToUpperInvariant();

    private static async Task<RehearsalResult> TryAsync(SourceSchema schema, IReadOnlyList<Placement> placements, int shards)
    {
        var folder = Directory.CreateTempSubdirectory("shardclient-rehearsal-");
        try
        {
            await using var cluster = TargetCluster.OpenForLoading(TargetCluster.WriteFile(folder.FullName, placements, shards));
            await using var connection = await cluster.OpenConnectionAsync();
            var copy = new SchemaCopy(connection, schema);
            await copy.CreateTablesAsync();
            await copy.CreateIndexesAndViewsAsync();
            await copy.CreateTriggersAsync();
            var keys = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
            foreach (var table in schema.Tables.Where(copy.Has))
                keys[table.Name] = await ForeignKeysAsync(connection, table);
            return new RehearsalResult(copy.Refused, keys);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<HashSet<string>> ForeignKeysAsync(DbConnection connection, SourceTable table)
    {
        var rows = await connection.QueryAsync<(long Id, long Sequence, string Parent, string Column)>($"PRAGMA foreign_key_list({BulkInsert.Quote(table.Name)})");
        return [.. rows.OrderBy(row => row.Sequence).GroupBy(row => row.Id).Select(key => Signature(key.Select(row => row.Column), key.First().Parent))];
    }
}
