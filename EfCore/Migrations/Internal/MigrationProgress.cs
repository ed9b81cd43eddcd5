using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Migrations.Internal;

/// <summary>
/// How far a migration has come. A cluster's definitions cannot be part of a transaction, so each command that has run is written down, in a single
/// table that exists while a migration is under way: one that failed half-way goes on where it stopped.
/// </summary>
internal sealed class MigrationProgress
{
    /// <summary>The table's name.</summary>
    public const string Table = "__EFMigrationsProgress";

    private const int None = -1;

    private readonly string _migration;
    private readonly IReadOnlyList<MigrationCommand> _commands;

    private MigrationProgress(string migration, IReadOnlyList<MigrationCommand> commands) => (_migration, _commands) = (migration, commands);

    /// <summary>Commands that have run.</summary>
    public int Done { get; private set; }

    /// <summary>The command that was running when its process ended; nobody knows whether it has run. -1 for none.</summary>
    public int InDoubt { get; private set; } = None;

    /// <summary>True for the migration's last command.</summary>
    public bool IsLast(int command) => command == _commands.Count - 1;

    /// <exception cref="InvalidOperationException">The migration's first commands are no longer those that have run.</exception>
    public static async ValueTask<MigrationProgress> ReadAsync(
        IRelationalConnection connection, string migration, IReadOnlyList<MigrationCommand> commands, bool isAsync, CancellationToken cancellationToken)
    {
        var progress = new MigrationProgress(migration, commands);
        await RunAsync(
            connection,
            $"CREATE TABLE IF NOT EXISTS \"{Table}\" (\"MigrationId\" TEXT NOT NULL PRIMARY KEY, \"Done\" INTEGER NOT NULL, \"Running\" INTEGER NOT NULL, \"Digest\" TEXT NOT NULL)",
            [],
            isAsync,
            cancellationToken).ConfigureAwait(false);
        var found = await RunAsync(
            connection, $"SELECT \"Done\" || ' ' || \"Running\" || ' ' || \"Digest\" FROM \"{Table}\" WHERE \"MigrationId\" = @p0", [migration], isAsync, cancellationToken)
            .ConfigureAwait(false);
        if (found is string text)
            progress.Take(text);
        return progress;
    }

    /// <summary>A command begins that no transaction can take back.</summary>
    public ValueTask<object?> BeginAsync(IRelationalConnection connection, int command, bool isAsync, CancellationToken cancellationToken) =>
        WriteAsync(connection, command, command, isAsync, cancellationToken);

    /// <summary>A command has failed, so that it has not run.</summary>
    public ValueTask<object?> FailedAsync(IRelationalConnection connection, int command, bool isAsync, CancellationToken cancellationToken) =>
        WriteAsync(connection, command, None, isAsync, cancellationToken);

    /// <summary>A command has run. Written in its transaction when it has one.</summary>
    public ValueTask<object?> DoneAsync(IRelationalConnection connection, int command, bool isAsync, CancellationToken cancellationToken) =>
        IsLast(command)
            ? RunAsync(connection, $"DELETE FROM \"{Table}\" WHERE \"MigrationId\" = @p0", [_migration], isAsync, cancellationToken)
            : WriteAsync(connection, command + 1, None, isAsync, cancellationToken);

    /// <summary>Removes the table, when no other migration is under way.</summary>
    public static async ValueTask RemoveAsync(IRelationalConnection connection, bool isAsync, CancellationToken cancellationToken)
    {
        if (await RunAsync(connection, $"SELECT COUNT(*) FROM \"{Table}\"", [], isAsync, cancellationToken).ConfigureAwait(false) is 0L)
            await RunAsync(connection, $"DROP TABLE \"{Table}\"", [], isAsync, cancellationToken).ConfigureAwait(false);
    }

    private void Take(string found)
    {
        var parts = found.Split(' ');
        (Done, InDoubt) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        if (Done > _commands.Count || parts[2] != Digest(Done))
        {
            throw new InvalidOperationException(
                $"{_migration} stopped after its first {Done} commands, and they are not the first ones of {_migration} as it is now. "
                + $"Run it as it was, or finish it by hand and delete its row in {Table}.");
        }
    }

    private ValueTask<object?> WriteAsync(IRelationalConnection connection, int done, int running, bool isAsync, CancellationToken cancellationToken) => RunAsync(
        connection,
        $"INSERT OR REPLACE INTO \"{Table}\" (\"MigrationId\", \"Done\", \"Running\", \"Digest\") VALUES (@p0, @p1, @p2, @p3)",
        [_migration, done, running, Digest(done)],
        isAsync,
        cancellationToken);

    private string Digest(int count)
    {
        var texts = string.Join('\0', _commands.Take(count).Select(static command => command.CommandText));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(texts)));
    }

    private static async ValueTask<object?> RunAsync(
        IRelationalConnection connection, string text, object[] values, bool isAsync, CancellationToken cancellationToken)
    {
        var command = connection.DbConnection.CreateCommand();
        await using var disposed = command.ConfigureAwait(false);
        command.CommandText = text;
        command.Transaction = connection.CurrentTransaction?.GetDbTransaction();
        for (var index = 0; index < values.Length; index++)
            command.Parameters.Add(Parameter(command, $"@p{index}", values[index]));
        return isAsync ? await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) : command.ExecuteScalar();
    }

    private static DbParameter Parameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        return parameter;
    }
}
