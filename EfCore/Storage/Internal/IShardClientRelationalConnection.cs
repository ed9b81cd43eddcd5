using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>A context's connection to a cluster.</summary>
public interface IShardClientRelationalConnection : IRelationalConnection
{
    /// <summary>The data source that the options gave; null when they gave a connection string or a connection.</summary>
    ShardDataSource? DataSource { get; }

    /// <summary>What stands before the texts of commands now, so that they go to one shard as they are; null outside <c>OnShard</c>.</summary>
    string? ShardHint { get; set; }
}
