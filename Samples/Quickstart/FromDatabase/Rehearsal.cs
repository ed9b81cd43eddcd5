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
    public static async Task<(IReadOnlyList<TablePlace> Places, RehearsalResult Result)> RunAsync(
        SourceSchema schema, IReadOnlyList<TablePlace> places, int shards)
    {
        while (true)
        {
            var result = await TryAsync(schema, places, shards);
            var refused = result.Refused.Where(found => found.Type == "table").ToDictionary(found => found.Name, found => found.Why, StringComparer.OrdinalIgnoreCase);
            if (places.FirstOrDefault(place => place.IsAsked && refused.ContainsKey(place.Table.Name)) is { } asked)
                throw new UsageException($"Table {asked.Table.Name} cannot be {asked.Title}, as asked. {refused[asked.Table.Name]}");
            if (!places.Any(IsToChange))
                return (places, result);
            places = [.. places.Select(place => IsToChange(place)
                ? new TablePlace(place.Table, TableKind.Single, null, $"not {place.Title}: {refused[place.Table.Name]}")
                : place)];

            bool IsToChange(TablePlace place) => place.Kind != TableKind.Single && refused.ContainsKey(place.Table.Name);
        }
    }

    public static string Signature(IEnumerable<string> columns, string parent) => $"{string.Join(',', columns)}>{parent}".ToUpperInvariant();

    private static async Task<RehearsalResult> TryAsync(SourceSchema schema, IReadOnlyList<TablePlace> places, int shards)
    {
        var folder = Directory.CreateTempSubdirectory("shardclient-rehearsal-");
        try
        {
            await using var cluster = TargetCluster.OpenForLoading(TargetCluster.WriteFile(folder.FullName, places, shards));
            await using var connection = await cluster.OpenConnectionAsync();
            var copy = new SchemaCopy(connection, schema);
            await copy.CreateTablesAsync();
            await copy.CreateIndexesAndViewsAsync();
            await copy.CreateTriggersAsync();
            var keys = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
            foreach (var table in schema.Tables.Where(copy.Has))
                keys[table.Name] = await ForeignKeysAsync(connection, table);
            var views = schema.Views.Where(view => copy.RefusalOf(view.Type, view.Name) is null);
            return new RehearsalResult([.. copy.Refused, .. await RefusedViewsAsync(connection, views)], keys);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Views that were made but are not answered; one that is broken in the source too is none of them.</summary>
    private static async Task<List<RefusedObject>> RefusedViewsAsync(DbConnection connection, IEnumerable<SourceObject> views)
    {
        var refused = new List<RefusedObject>();
        foreach (var view in views)
        {
            if (await FailureAsync(connection, $"SELECT * FROM {Engine.Sqlite.Quote(view.Name)}") is { ErrorCode: ShardErrorCode.NotSupported } refusal)
                refused.Add(new RefusedObject(view.Type, view.Name, $"refused: {refusal.Message}"));
        }

        return refused;
    }

    private static async Task<ShardException?> FailureAsync(DbConnection connection, string sql)
    {
        try
        {
            await using var reader = await connection.ExecuteReaderAsync(sql);
            return null;
        }
        catch (ShardException failure)
        {
            return failure;
        }
    }

    private static async Task<HashSet<string>> ForeignKeysAsync(DbConnection connection, SourceTable table)
    {
        var rows = await connection.QueryAsync<(long Id, long Sequence, string Parent, string Column)>($"PRAGMA foreign_key_list({Engine.Sqlite.Quote(table.Name)})");
        return [.. rows.OrderBy(row => row.Sequence).GroupBy(row => row.Id).Select(key => Signature(key.Select(row => row.Column), key.First().Parent))];
    }
}
