using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>A person's own database: opened read-only, and read in one transaction so that all of it is of one moment.</summary>
internal sealed class SourceDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _moment;

    private SourceDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _moment = connection.BeginTransaction(deferred: true);

        // A shard stores UTF-8, in which a text of UTF-16 has another number of bytes but as many characters.
        LengthFunction = Value("PRAGMA encoding") is "UTF-8" ? "octet_length" : "length";
    }

    /// <summary>The function that says how long a value is by a measure that holds on a shard too.</summary>
    public string LengthFunction { get; }

    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="SqliteException">It cannot be read; <see cref="SourceErrors"/> says why.</exception>
    public static SourceDatabase Open(SourceFile file)
    {
        var connection = new SqliteConnection(file.ConnectionString);
        try
        {
            connection.Open();
            return new SourceDatabase(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _moment.Dispose();
        _connection.Dispose();
    }

    /// <summary>The rows of a query, each value as it is stored: long, double, string, byte[] or null.</summary>
    public IEnumerable<object?[]> Rows(string sql, params object[] parameters)
    {
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return ReadRow(reader.Handle!, reader.FieldCount);
    }

    /// <summary>The names of a query's columns.</summary>
    public IReadOnlyList<string> ColumnsOf(string sql)
    {
        using var command = Command(sql, []);
        using var reader = command.ExecuteReader();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    public object? Value(string sql, params object[] parameters) => Rows(sql, parameters).FirstOrDefault()?[0];

    public long Number(string sql, params object[] parameters) => Value(sql, parameters) as long? ?? 0;

    /// <summary>What no PRAGMA tells: a column's collation, and whether it is AUTOINCREMENT.</summary>
    public (string Collation, bool IsAutoIncrement) Declared(string table, string column)
    {
        var result = raw.sqlite3_table_column_metadata(
            _connection.Handle, "main", table, column, out _, out var collation, out _, out _, out var autoIncrement);
        SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        return (collation, autoIncrement != 0);
    }

    private SqliteCommand Command(string sql, object[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        for (var index = 0; index < parameters.Length; index++)
            command.Parameters.AddWithValue($"@p{index}", parameters[index]);
        return command;
    }

    private static object?[] ReadRow(sqlite3_stmt row, int columns)
    {
        var values = new object?[columns];
        for (var column = 0; column < columns; column++)
        {
            values[column] = raw.sqlite3_column_type(row, column) switch
            {
                raw.SQLITE_INTEGER => raw.sqlite3_column_int64(row, column),
                raw.SQLITE_FLOAT => raw.sqlite3_column_double(row, column),
                raw.SQLITE_TEXT => Text(row, column),
                raw.SQLITE_BLOB => raw.sqlite3_column_blob(row, column).ToArray(),
                _ => null,
            };
        }

        return values;
    }

    /// <summary>All of a text: read as the driver does, it would end at its first NUL.</summary>
    private static string Text(sqlite3_stmt row, int column)
    {
        // Asking for the text is what makes the bytes UTF-8.
        _ = raw.sqlite3_column_text(row, column);
        return Encoding.UTF8.GetString(raw.sqlite3_column_blob(row, column));
    }
}
