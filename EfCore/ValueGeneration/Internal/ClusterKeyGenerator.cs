using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace ShardClient.EntityFrameworkCore.ValueGeneration.Internal;

/// <summary>Takes numbers from the cluster: <see cref="ShardConnection.GenerateKey"/>.</summary>
public class ClusterKeyGenerator : ValueGenerator<long>
{
    /// <summary>False: they are there to stay.</summary>
    public override bool GeneratesTemporaryValues => false;

    /// <inheritdoc/>
    public override long Next(EntityEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var connection = entry.Context.GetService<IRelationalConnection>();
        connection.Open();
        try
        {
            return ((ShardConnection)connection.DbConnection).GenerateKey();
        }
        finally
        {
            connection.Close();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<long> NextAsync(EntityEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var connection = entry.Context.GetService<IRelationalConnection>();
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ((ShardConnection)connection.DbConnection).GenerateKeyAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await connection.CloseAsync().ConfigureAwait(false);
        }
    }
}
