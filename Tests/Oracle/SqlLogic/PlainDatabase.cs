using Microsoft.Data.Sqlite;

namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>One SQLite database in memory.</summary>
internal sealed class PlainDatabase : ITestedDatabase
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public PlainDatabase() => _connection.Open();

    public int LocalUniqueKeys => 0;

    public int OtherwisePlaced => 0;

    public void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    public List<string> Query(string sql, string types)
    {
        using var command = Command(sql);
        using var reader = command.ExecuteReader();
        return ResultText.Read(reader, types);
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
