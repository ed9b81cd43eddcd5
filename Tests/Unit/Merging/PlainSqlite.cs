using Microsoft.Data.Sqlite;
using ShardClient.Values;

namespace ShardClient.Tests.Unit.Merging;

/// <summary>The judge: one SQLite database in memory.</summary>
internal sealed class PlainSqlite : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public PlainSqlite() => _connection.Open();

    public void Execute(string text, params Value[] parameters)
    {
        using var command = Command(text, parameters);
        command.ExecuteNonQuery();
    }

    public List<Value[]> Rows(string text, params Value[] parameters)
    {
        using var command = Command(text, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<Value[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Merge.ToValue(reader.GetValue(column)))]);
        return rows;
    }

    public List<string> Shown(string text, params Value[] parameters) => Show(Rows(text, parameters));

    public static List<string> Show(IEnumerable<Value[]> rows) =>
        [.. rows.Select(static row => string.Join('|', row.Select(static value => Merge.Show(value))))];

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string text, Value[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        for (var index = 0; index < parameters.Length; index++)
            command.Parameters.AddWithValue("?" + (index + 1), ToObject(parameters[index]));
        return command;
    }

    private static object ToObject(in Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer,
        ValueKind.Real => value.Real,
        ValueKind.Text => value.GetText(),
        ValueKind.Blob => value.Bytes.ToArray(),
        _ => DBNull.Value,
    };
}
