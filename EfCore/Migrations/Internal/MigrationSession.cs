using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Migrations.Internal;

/// <summary>
/// What a migration needs of its connection, and what the connection is given back: it writes several shards, whatever the application's own
/// transactions may, and it may have said that foreign keys do not count while a table is made anew.
/// </summary>
internal sealed class MigrationSession : IDisposable
{
    private const string Pragma = "PRAGMA foreign_keys";

    private readonly ShardConnection _connection;
    private readonly ShardTransactionMode _modeBefore;
    private readonly bool _enforcedBefore;

    public MigrationSession(IRelationalConnection connection)
    {
        _connection = (ShardConnection)connection.DbConnection;
        _modeBefore = _connection.TransactionMode;
        _enforcedBefore = Run(Pragma) is not 0L;
        if (_modeBefore == ShardTransactionMode.Single)
            _connection.TransactionMode = ShardTransactionMode.BestEffort;
    }

    /// <summary>
    /// Says again what the commands that have run said of foreign keys: the connection that they were said to is gone. Without it a table that is
    /// about to be replaced would take the rows with it that refer to its own.
    /// </summary>
    /// <param name="commands">The migration's.</param>
    /// <param name="done">How many of them have run.</param>
    public void TakeUp(IReadOnlyList<MigrationCommand> commands, int done)
    {
        var said = commands.Take(done).LastOrDefault(static command => command.CommandText.StartsWith(Pragma, StringComparison.OrdinalIgnoreCase));
        if (said is not null)
            Run(said.CommandText);
    }

    public void Dispose()
    {
        if (_connection.TransactionMode != _modeBefore)
            _connection.TransactionMode = _modeBefore;

        // A failure may have closed the connection, and what was said of foreign keys is gone with that.
        if (_connection.State == System.Data.ConnectionState.Open)
            Run($"{Pragma} = {(_enforcedBefore ? 1 : 0)}");
    }

    /// <summary>The client itself answers: nothing is sent to a shard.</summary>
    private object? Run(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }
}
