using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;

namespace ShardClient.EntityFrameworkCore.Update.Internal;

/// <summary>Makes batches of several commands; <see cref="ShardOrderedBatchPreparer"/> hands each the commands of one shard.</summary>
public class ShardModificationCommandBatchFactory(ModificationCommandBatchFactoryDependencies dependencies, IDbContextOptions options) : IModificationCommandBatchFactory
{
    /// <summary>Commands of one batch where <c>MaxBatchSize</c> says nothing.</summary>
    public const int DefaultMaxBatchSize = 42;

    private readonly int _maxBatchSize = RelationalOptionsExtension.Extract(options).MaxBatchSize ?? DefaultMaxBatchSize;

    /// <inheritdoc/>
    public virtual ModificationCommandBatch Create() => new ShardModificationCommandBatch(dependencies, _maxBatchSize);
}
