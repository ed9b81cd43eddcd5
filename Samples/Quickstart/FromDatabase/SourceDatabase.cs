using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>A person's own database: opened read-only, and read in one transaction so that all of it is of one moment.</summary>
internal sealed class SourceDatabase : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _moment;
    private readonly Encoding _encoding = Encoding.UTF8;

    private SourceDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _moment = connection.BeginTransaction(deferred: true);
        _encoding = (string)Value("PRAGMA encoding")! switch
        {
            "UTF-16le" => Encoding.Unicode,
            "UTF-16be" => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
    }

    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="SqliteException">It cannot be read; <see cref="SourceErrors"/> says why.</exception>
    public static SourceDatabase Open(string file)
    {
        if (!File.Exists(file))
            throw new UsageException($"--from {file}: there is no such file. Name a SQLite database.");
        var text = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        var connection = new SqliteConnection(text.ConnectionString);
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

    /// <summary>How long a value is by the same measure on a shard, which stores UTF-8: in bytes, or in characters.</summary>
    public string LengthFunction => _encoding is UTF8Encoding ? "octet_length" : "length";

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

    /// <summary>Past the driver's conversions: it would end a text at its first NUL.</summary>
    private object?[] ReadRow(sqlite3_stmt row, int columns)
    {
        var values = new object?[columns];
        for (var column = 0; column < columns; column++)
        {
            values[column] = raw.sqlite3_column_type(row, column) switch
            {
                raw.SQLITE_INTEGER => raw.sqlite3_column_int64(row, column),
                raw.SQLITE_FLOAT => raw.sqlite3_column_double(row, column),
                raw.SQLITE_TEXT => _encoding.GetString(raw.sqlite3_column_blob(row, column)),
                raw.SQLITE_BLOB => raw.sqlite3_column_blob(row, column).ToArray(),
                _ => null,
            };
        }

        return values;
    }
}
