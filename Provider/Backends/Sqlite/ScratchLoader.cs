using ShardClient.Values;
using SQLitePCL;

namespace ShardClient.Backends.Sqlite;

/// <summary>One prepared INSERT that takes rows straight from a cursor: no value is detached on the way.</summary>
internal sealed class ScratchLoader : IDisposable
{
    private readonly sqlite3_stmt _statement;
    private readonly int _columns;

    public ScratchLoader(sqlite3 handle, string insert, int columns)
    {
        if (raw.sqlite3_prepare_v2(handle, insert, out _statement) != raw.SQLITE_OK)
            throw new InvalidOperationException($"The scratch table does not take \"{insert}\": {raw.sqlite3_errmsg(handle).utf8_to_string()}");
        _columns = columns;
    }

    /// <summary>The size of the last row's values.</summary>
    public long LastBytes { get; private set; }

    /// <summary>Adds the cursor's current row; returns the engine's result code.</summary>
    public int Add(RowCursor row)
    {
        LastBytes = 0;
        for (var column = 0; column < _columns; column++)
            Bind(row, column);
        var code = raw.sqlite3_step(_statement);
        var reset = raw.sqlite3_reset(_statement);
        return code == raw.SQLITE_DONE ? code : reset;
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(RowCursor row, int column)
    {
        var parameter = column + 1;
        switch (row.GetKind(column))
        {
            case ValueKind.Integer:
                raw.sqlite3_bind_int64(_statement, parameter, row.GetInteger(column));
                LastBytes += sizeof(long);
                break;
            case ValueKind.Real:
                raw.sqlite3_bind_double(_statement, parameter, row.GetReal(column));
                LastBytes += sizeof(double);
                break;
            case ValueKind.Text:
                var text = row.GetBytes(column);
                raw.sqlite3_bind_text(_statement, parameter, text);
                LastBytes += text.Length;
                break;
            case ValueKind.Blob:
                var blob = row.GetBytes(column);
                raw.sqlite3_bind_blob(_statement, parameter, blob);
                LastBytes += blob.Length;
                break;
            default:
                raw.sqlite3_bind_null(_statement, parameter);
                LastBytes++;
                break;
        }
    }
}
