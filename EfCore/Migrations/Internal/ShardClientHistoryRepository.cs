using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Sqlite.Migrations.Internal;
using ShardClient.EntityFrameworkCore.Storage.Internal;

namespace ShardClient.EntityFrameworkCore.Migrations.Internal;

/// <summary>EF Core's history of migrations, a single table of the cluster; and the lock that lets one migrator work at a time.</summary>
public class ShardClientHistoryRepository(HistoryRepositoryDependencies dependencies) : SqliteHistoryRepository(dependencies)
{
    private ShardConnection Connection => (ShardConnection)Dependencies.Connection.DbConnection;

    /// <inheritdoc/>
    public override IMigrationsDatabaseLock AcquireDatabaseLock()
    {
        Dependencies.MigrationsLogger.AcquiringMigrationLock();
        return MigrationLock.TakeAsync(Connection, this, isAsync: false, CancellationToken.None).Completed();
    }

    /// <inheritdoc/>
    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        Dependencies.MigrationsLogger.AcquiringMigrationLock();
        return await MigrationLock.TakeAsync(Connection, this, isAsync: true, cancellationToken).ConfigureAwait(false);
    }
}
