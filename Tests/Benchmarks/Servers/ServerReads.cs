using System.Data.Common;
using System.Diagnostics;
using MySqlConnector;

namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>A row by its key, on a connection and a command that are kept.</summary>
internal sealed class ServerPoint : ServerCase
{
    private readonly DbConnection _connection;
    private readonly PointReader _reader;
    private readonly bool _isAsync;

    public ServerPoint(BenchmarkServer server, bool isOwn, bool isAsync)
    {
        _isAsync = isAsync;
        _connection = isOwn ? new ShardConnection(server.Cluster()) : new MySqlConnection(server.Plain);
        _connection.Open();
        _reader = new PointReader(_connection);
    }

    public override int Operations => 2_000;

    public override async Task RunAsync(int operations)
    {
        for (var index = 0; index < operations; index++)
        {
            if (!_isAsync)
            {
                _reader.Read();
                continue;
            }

            // Here, so that no state machine of ours is counted.
            await using var rows = await _reader.Next().ExecuteReaderAsync().ConfigureAwait(false);
            PointReader.Check(await rows.ReadAsync().ConfigureAwait(false), rows);
        }
    }

    public override void Dispose() => _connection.Dispose();
}

/// <summary>The same with a connection that is opened and closed each time, and with it the command.</summary>
internal sealed class ServerPointOpened(BenchmarkServer server, bool isOwn, bool isAsync) : ServerCase
{
    private readonly DbDataSource _source = isOwn ? new ShardDataSource(server.Cluster()) : new MySqlDataSource(server.Plain);
    private long _next;

    public override int Operations => 2_000;

    public override async Task RunAsync(int operations)
    {
        for (var index = 0; index < operations; index++)
        {
            if (isAsync)
            {
                await using var connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
                using var reader = new PointReader(connection, _next++);
                await reader.ReadAsync().ConfigureAwait(false);
            }
            else
            {
                using var connection = _source.OpenConnection();
                using var reader = new PointReader(connection, _next++);
                reader.Read();
            }
        }
    }

    public override void Dispose() => _source.Dispose();
}

/// <summary>Sixty-four callers at once, each with a connection of its own.</summary>
internal sealed class ServerCallers : ServerCase
{
    private const int Callers = 64;
    private readonly DbDataSource _source;
    private readonly DbConnection[] _connections;
    private readonly PointReader[] _readers;

    public ServerCallers(BenchmarkServer server, bool isOwn, string more)
    {
        _source = isOwn ? new ShardDataSource(server.Cluster(more)) : new MySqlDataSource(server.Plain);
        _connections = [.. Enumerable.Range(0, Callers).Select(_ => _source.OpenConnection())];
        _readers = [.. _connections.Select(static (connection, index) => new PointReader(connection, index * 1000))];
    }

    public override int Operations => 12_800;

    public override async Task RunAsync(int operations)
    {
        var times = await Task.WhenAll(_readers.Select(reader => Task.Run(() => RunOneAsync(reader, operations / Callers)))).ConfigureAwait(false);
        foreach (var each in times)
            Latencies.AddRange(each);
    }

    public override void Dispose()
    {
        foreach (var connection in _connections)
            connection.Dispose();
        _source.Dispose();
    }

    private static async Task<double[]> RunOneAsync(PointReader reader, int operations)
    {
        var times = new double[operations];
        for (var index = 0; index < operations; index++)
        {
            var start = Stopwatch.GetTimestamp();
            await reader.ReadAsync().ConfigureAwait(false);
            times[index] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        return times;
    }
}

/// <summary>Reads users by key, one after the other.</summary>
internal sealed class PointReader : IDisposable
{
    private readonly DbCommand _command;
    private long _next;

    public PointReader(DbConnection connection, long first = 0)
    {
        _command = BenchmarkData.Command(connection, "SELECT id, name FROM users WHERE id = @id", "@id");
        _next = first;
    }

    public void Read()
    {
        using var reader = Next().ExecuteReader();
        Check(reader.Read(), reader);
    }

    public async ValueTask ReadAsync()
    {
        await using var reader = await Next().ExecuteReaderAsync().ConfigureAwait(false);
        Check(await reader.ReadAsync().ConfigureAwait(false), reader);
    }

    public void Dispose() => _command.Dispose();

    /// <summary>The command for the next user.</summary>
    public DbCommand Next()
    {
        _command.Parameters[0].Value = 1 + (_next++ * 7919 % BenchmarkServer.Users);
        return _command;
    }

    public static void Check(bool hasRow, DbDataReader reader)
    {
        if (!hasRow || reader.GetInt64(0) <= 0 || reader.GetString(1).Length == 0)
            throw new InvalidOperationException("A user is missing.");
    }
}

/// <summary>A table read through.</summary>
internal sealed class ServerWideRead : ServerCase
{
    private readonly DbConnection _connection;
    private readonly DbCommand _command;

    public ServerWideRead(BenchmarkServer server, bool isOwn)
    {
        _connection = isOwn ? new ShardConnection(server.Cluster()) : new MySqlConnection(server.Plain);
        _connection.Open();
        _command = BenchmarkData.Command(_connection, "SELECT * FROM wide");
    }

    public override int Operations => 1;

    public override Task RunAsync(int operations)
    {
        using var reader = _command.ExecuteReader();
        var rows = 0;
        for (long sum = 0; reader.Read(); rows++)
        {
            sum += reader.GetInt64(0) + reader.GetInt32(1) + reader.GetInt32(2) + reader.GetInt64(3) + (long)reader.GetDouble(4) + reader.GetString(5).Length
                + reader.GetString(6).Length + reader.GetDateTime(7).Second + (long)reader.GetDecimal(8) + reader.GetInt16(9);
        }

        return rows == BenchmarkServer.WideRows ? Task.CompletedTask : throw new InvalidOperationException($"{rows} rows were read.");
    }

    public override void Dispose() => _connection.Dispose();
}

/// <summary>A small query by a column that has an index and is not the sharding key.</summary>
internal sealed class ServerScatter : ServerCase
{
    private readonly ShardConnection _connection;
    private readonly DbCommand _command;

    public ServerScatter(BenchmarkServer server, string sql)
    {
        _connection = new ShardConnection(server.Cluster());
        _connection.Open();
        _command = BenchmarkData.Command(_connection, sql);
    }

    public override int Operations => 2_000;

    public override Task RunAsync(int operations)
    {
        for (var index = 0; index < operations; index++)
        {
            using var reader = _command.ExecuteReader();
            if (!reader.Read() || reader.GetInt64(0) != 777 || reader.Read())
                throw new InvalidOperationException("A user is missing.");
        }

        return Task.CompletedTask;
    }

    public override void Dispose() => _connection.Dispose();
}
