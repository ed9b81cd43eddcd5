using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Scaffolding.Metadata;
using Microsoft.EntityFrameworkCore.Sqlite.Scaffolding.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Scaffolding.Internal;

/// <summary>Reads a cluster's tables, each once and with how it is sharded.</summary>
public class ShardClientDatabaseModelFactory(IDiagnosticsLogger<DbLoggerCategory.Scaffolding> logger, IRelationalTypeMappingSource typeMappingSource)
    : SqliteDatabaseModelFactory(logger, typeMappingSource)
{
    private const string Kinds = "SELECT TABLE_NAME, CREATE_OPTIONS FROM information_schema.tables WHERE TABLE_TYPE = 'BASE TABLE'";
    private const string CountedUp = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'";
    private const string KeyStart = "SHARD KEY (";
    private const string KeyEnd = ") USING ";
    private const string DefaultPlacement = "default";

    /// <inheritdoc/>
    public override DatabaseModel Create(string connectionString, DatabaseModelFactoryOptions options)
    {
        using var connection = new ShardConnection(connectionString);
        return Create(connection, options);
    }

    /// <inheritdoc/>
    public override DatabaseModel Create(DbConnection connection, DatabaseModelFactoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var wasOpen = connection.State == ConnectionState.Open;
        if (!wasOpen)
            connection.Open();
        try
        {
            var model = base.Create(connection, options);
            Declare(model, connection);
            DeclareCountedUp(model, connection);
            return model;
        }
        finally
        {
            if (!wasOpen)
                connection.Close();
        }
    }

    private static void Declare(DatabaseModel model, DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Kinds;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var (name, kind) = (rows.GetString(0), rows.GetString(1));
            if (model.Tables.FirstOrDefault(table => table.Name == name) is not { } table)
                continue;
            if (kind == "REFERENCE")
                table[ShardAnnotationNames.ReferenceTable] = true;
            else if (kind.StartsWith(KeyStart, StringComparison.Ordinal))
                DeclareKey(table, kind);
            else
                continue;

            // Left out of an INSERT, it is made by the cluster.
            DeclareGenerated(table);
        }
    }

    /// <summary>What the base asks of a session of SQLite's own: which keys say AUTOINCREMENT.</summary>
    private static void DeclareCountedUp(DatabaseModel model, DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = CountedUp;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var name = rows.GetString(0);
            if (model.Tables.FirstOrDefault(table => table.Name == name) is { } table)
                DeclareGenerated(table);
        }
    }

    private static void DeclareGenerated(DatabaseTable table)
    {
        if (table.PrimaryKey?.Columns is [{ StoreType: "INTEGER" } key])
            key.ValueGenerated = ValueGenerated.OnAdd;
    }

    private static void DeclareKey(DatabaseTable table, string kind)
    {
        var end = kind.LastIndexOf(KeyEnd, StringComparison.Ordinal);
        table[ShardAnnotationNames.ShardKey] = kind[KeyStart.Length..end];
        var placement = kind[(end + KeyEnd.Length)..];
        if (placement != DefaultPlacement)
            table[ShardAnnotationNames.Placement] = placement;
    }
}
