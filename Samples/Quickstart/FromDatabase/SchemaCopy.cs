using System.Data.Common;
using Dapper;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>Something that the cluster refused to make.</summary>
internal sealed record RefusedObject(string Type, string Name, string Why);

/// <summary>Makes what a database defines in the cluster, by its own statements; collects what is refused.</summary>
internal sealed class SchemaCopy(DbConnection cluster, SourceSchema schema)
{
    private readonly List<RefusedObject> _refused = [];

    public IReadOnlyList<RefusedObject> Refused => _refused;

    public bool Has(SourceTable table) => RefusalOf("table", table.Name) is null;

    /// <returns>Null for what was made.</returns>
    public RefusedObject? RefusalOf(string type, string name) => _refused.Find(refused => refused.Type == type && refused.Name == name);

    /// <summary>Parents before children: a foreign key to a table that is not there cannot be checked.</summary>
    public async Task CreateTablesAsync()
    {
        foreach (var table in Dependencies.First(schema.Tables, table => table.ForeignKeys.Select(key => schema.Table(key.Parent)).OfType<SourceTable>()))
            await TryAsync("table", table.Name, table.Sql);
        foreach (var (pragma, value) in schema.Settings)
            await cluster.ExecuteAsync($"PRAGMA {pragma} = {value}");
    }

    /// <summary>After the rows: an index over rows that are there is made faster than one that grows with them.</summary>
    public async Task CreateIndexesAndViewsAsync()
    {
        foreach (var index in schema.Indexes)
            await TryAsync(index.Type, index.Name, index.Sql);
        foreach (var view in Dependencies.First(schema.Views, view => schema.Views.Where(other => other != view && view.Sql.Contains(other.Name, StringComparison.OrdinalIgnoreCase))))
            await TryAsync(view.Type, view.Name, view.Sql);
    }

    /// <summary>Last, so that no row that is copied sets one off.</summary>
    public async Task CreateTriggersAsync()
    {
        foreach (var trigger in schema.Triggers)
            await TryAsync(trigger.Type, trigger.Name, trigger.Sql);
    }

    private async Task TryAsync(string type, string name, string sql)
    {
        try
        {
            await cluster.ExecuteAsync(sql);
        }
        catch (ShardException refusal)
        {
            _refused.Add(new RefusedObject(type, name, refusal.Message));
        }
    }
}
