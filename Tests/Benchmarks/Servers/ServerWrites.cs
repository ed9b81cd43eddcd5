using System.Data.Common;
using System.Globalization;
using System.Text;
using MySqlConnector;

namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>A hundred INSERTs of a thousand rows each, committed one by one.</summary>
internal sealed class ServerInsert : ServerCase
{
    private const int Statements = 100;
    private const int Rows = 1_000;
    private readonly DbConnection _connection;
    private readonly DbCommand _command;
    private readonly string[] _texts;
    private readonly bool _byParameters;

    public ServerInsert(BenchmarkServer server, bool isOwn, bool byParameters)
    {
        _byParameters = byParameters;
        _connection = isOwn ? new ShardConnection(server.Cluster()) : new MySqlConnection(server.Plain);
        _connection.Open();
        _command = _connection.CreateCommand();
        _texts = byParameters ? [] : [.. Enumerable.Range(0, Statements).Select(Text)];
        if (byParameters)
            Prepare();
        Restore();
    }

    public override int Operations => Statements;

    public override Task RunAsync(int operations)
    {
        for (var index = 0; index < operations; index++)
        {
            if (_byParameters)
                SetValues(index);
            else
                _command.CommandText = _texts[index];
            if (_command.ExecuteNonQuery() != Rows)
                throw new InvalidOperationException("Rows are missing.");
        }

        return Task.CompletedTask;
    }

    public override void Restore() => BenchmarkServer.Execute(_connection, "TRUNCATE TABLE items");

    public override void Dispose() => _connection.Dispose();

    private static string Text(int statement)
    {
        var text = new StringBuilder("INSERT INTO items (id, buyer, name, price, made) VALUES ");
        for (var row = 0; row < Rows; row++)
        {
            if (BenchmarkServer.Item((statement * Rows) + row + 1) is not [var id, var buyer, var name, var price, DateTime made])
                throw new InvalidOperationException("An item has other columns.");
            text.Append(CultureInfo.InvariantCulture, $"{(row > 0 ? ", " : "")}({id}, {buyer}, '{name}', {price}, '{made:yyyy-MM-dd HH:mm:ss}')");
        }

        return text.ToString();
    }

    private void Prepare()
    {
        var text = new StringBuilder("INSERT INTO items (id, buyer, name, price, made) VALUES ");
        for (var row = 0; row < Rows; row++)
        {
            text.Append(row > 0 ? ", " : "").Append('(');
            for (var column = 0; column < 5; column++)
            {
                var parameter = _command.CreateParameter();
                parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"@p{(row * 5) + column}");
                _command.Parameters.Add(parameter);
                text.Append(column > 0 ? ", " : "").Append(parameter.ParameterName);
            }

            text.Append(')');
        }

        _command.CommandText = text.ToString();
    }

    private void SetValues(int statement)
    {
        for (var row = 0; row < Rows; row++)
        {
            var values = BenchmarkServer.Item((statement * Rows) + row + 1);
            for (var column = 0; column < values.Length; column++)
                _command.Parameters[(row * 5) + column].Value = values[column];
        }
    }
}

/// <summary>Rows of a sequence through the bulk copy.</summary>
internal sealed class ServerBulk : ServerCase
{
    private const int Rows = 100_000;
    private readonly DbConnection _connection;

    public ServerBulk(BenchmarkServer server, bool isOwn)
    {
        _connection = isOwn ? new ShardConnection(server.Cluster()) : new MySqlConnection($"{server.Plain};AllowLoadLocalInfile=true");
        _connection.Open();
        Restore();
    }

    public override int Operations => 1;

    public override Task RunAsync(int operations)
    {
        using var table = Items();
        using var rows = table.CreateDataReader();
        if (_connection is ShardConnection cluster)
            new ShardBulkCopy(cluster) { DestinationTableName = "items" }.WriteToServer(rows);
        else
            new MySqlBulkCopy((MySqlConnection)_connection) { DestinationTableName = "items" }.WriteToServer(rows);
        return Task.CompletedTask;
    }

    public override void Restore() => BenchmarkServer.Execute(_connection, "TRUNCATE TABLE items");

    public override void Dispose() => _connection.Dispose();

    private static System.Data.DataTable Items()
    {
        var table = new System.Data.DataTable { Locale = CultureInfo.InvariantCulture };
        foreach (var (name, type) in new[] { ("id", typeof(long)), ("buyer", typeof(int)), ("name", typeof(string)), ("price", typeof(decimal)), ("made", typeof(DateTime)) })
            table.Columns.Add(name, type);
        for (var id = 1; id <= Rows; id++)
            table.Rows.Add(BenchmarkServer.Item(id));
        return table;
    }
}
