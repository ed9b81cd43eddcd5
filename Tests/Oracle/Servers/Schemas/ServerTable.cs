namespace ShardClient.Tests.Oracle.Servers.Schemas;

internal enum Placed
{
    /// <summary>Its rows lie where the first column says.</summary>
    Sharded,

    /// <summary>Every shard has all rows.</summary>
    Reference,

    /// <summary>One shard has it.</summary>
    Single,
}

/// <summary>A table: the first column is the sharding key, <c>id</c> tells its rows apart.</summary>
internal sealed record ServerTable(string Name, Placed Placed, IReadOnlyList<ServerColumn> Columns, int RowCount)
{
    public ServerColumn Key => Columns[0];

    public ServerColumn Id => Columns[1];

    /// <summary>What a cluster is told; the plain database is not told where rows lie.</summary>
    public string Definition(bool isCluster)
    {
        var columns = string.Join(", ", Columns.Select(static column => column.Definition));
        var key = Key.Type.StartsWith("TEXT", StringComparison.Ordinal) ? $"{Key.Name}(40)" : Key.Name;
        var split = isCluster && Placed == Placed.Sharded ? $", SHARD KEY ({Key.Name})" : "";
        return $"CREATE {(isCluster && Placed == Placed.Reference ? "REFERENCE " : "")}TABLE {Name} ({columns}, PRIMARY KEY ({key}, {Id.Name}){split})";
    }
}
