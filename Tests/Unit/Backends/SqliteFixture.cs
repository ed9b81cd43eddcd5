using Microsoft.Data.Sqlite;
using ShardClient.Backends;
using ShardClient.Backends.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

/// <summary>A real file in a folder of its own, gone after the test.</summary>
internal sealed class SqliteFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-test-").FullName;

    public SqliteFixture() => Endpoint = new SqliteEndpoint(0, "s0", Path.Combine(_folder, "s0.db"));

    public SqliteEndpoint Endpoint { get; }

    public string Folder => _folder;

    public static SqliteSessionOptions Creating => new() { Create = true };

    public SqliteEndpoint Another(int shard) => new(shard, "s" + shard, Path.Combine(_folder, $"s{shard}.db"));

    public SqliteSession Open(SessionAccess access = SessionAccess.Write, SqliteSessionOptions? options = null) =>
        SqliteOpener.OpenAsync(Endpoint, options ?? Creating, access, IOBehavior.Synchronous, Deadline.Never, default).Completed();

    /// <summary>A connection of "another process".</summary>
    public SqliteConnection Foreign()
    {
        var connection = new SqliteConnection($"Data Source={Endpoint.Path};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

internal static class SessionExtensions
{
    public static SessionStatement Statement(string text, int parameters = 0) => new(text, [.. Enumerable.Range(0, parameters)]);

    public static SessionResult Run(this ShardSession session, string text, params Value[] inputs) =>
        session.Run(Statement(text, inputs.Length), inputs);

    public static SessionResult Run(this ShardSession session, SessionStatement statement, params Value[] inputs) =>
        session.ExecuteAsync(statement, inputs, IOBehavior.Synchronous, Deadline.Never, default).Completed();

    public static SessionResult Run(this ShardSession session, string text, Deadline deadline, CancellationToken cancellationToken = default) =>
        session.ExecuteAsync(Statement(text), default, IOBehavior.Synchronous, deadline, cancellationToken).Completed();

    public static long Do(this ShardSession session, string text, params Value[] inputs)
    {
        using var result = session.Run(text, inputs);
        while (result.Read())
        {
        }

        return result.RecordsAffected;
    }

    public static bool Read(this RowCursor cursor) => cursor.ReadAsync(IOBehavior.Synchronous, default).Completed();

    public static long Scalar(this ShardSession session, string text, params Value[] inputs)
    {
        using var result = session.Run(text, inputs);
        Assert.True(result.Read());
        return result.GetInteger(0);
    }

    public static void Do(this SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
