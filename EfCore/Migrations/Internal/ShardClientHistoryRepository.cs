using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Sqlite.Migrations.Internal;

namespace ShardClient.EntityFrameworkCore.Migrations.Internal;

/// <summary>EF Core's history of migrations: a single table of the cluster, as is the lock that lets one migrator work at a time.</summary>
public class ShardClientHistoryRepository(HistoryRepositoryDependencies dependencies) : SqliteHistoryRepository(dependencies)
{
}
