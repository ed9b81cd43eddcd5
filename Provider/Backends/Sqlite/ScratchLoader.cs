using System.Text;
using ShardClient.Values;
using SQLitePCL;
using static ShardClient.Backends.Sqlite.NativeCalls;

namespace ShardClient.Backends.Sqlite;

/// <summary>One prepared INSERT that takes rows straight from a cursor: no value is detached on the way.</summary>
internal sealed class ScratchLoader : IDisposable
{
    private readonly StatementHandle _statement;
    private readonly int _columns;

    public ScratchLoader(DatabaseHandle database, string insert, int columns)
    {
        if (StatementHandle.Prepare(database, Encoding.UTF8.GetBytes(insert), 0, out var statement, out _) != raw.SQLITE_OK)
            throw new InvalidOperationException($"The scratch table does not take \"{insert}\": {database.ErrorMessage}");
        _statement = statement!;
        _columns = columns;
    }

    /// <summary>The size of the last row's values.</summary>
    public long LastBytes { get; private set; }

    /// <summary>Adds the cursor's current row; returns the engine's result code.</summary>
    public int Add(RowCursor row)
    {
        LastBytes = 0;
        var statement = _statement.Enter();
        try
        {
            for (var column = 0; column < _columns; column++)
                Bind(statement, row, column);
            var code = sqlite3_step(statement);
            var reset = sqlite3_reset(statement);
            return code == raw.SQLITE_DONE ? code : reset;
        }
        finally
        {
            _statement.Leave();
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(nint statement, RowCursor row, int column)
    {
        var parameter = column + 1;
        switch (row.GetKind(column))
        {
            case ValueKind.Integer:
                _ = sqlite3_bind_int64(statement, parameter, row.GetInteger(column));
                LastBytes += sizeof(long);
                break;
            case ValueKind.Real:
                _ = sqlite3_bind_double(statement, parameter, row.GetReal(column));
                LastBytes += sizeof(double);
                break;
            case ValueKind.Text:
                var text = row.GetBytes(column);
                _ = ParameterBinder.BindText(statement, parameter, text);
                LastBytes += text.Length;
                break;
            case ValueKind.Blob:
                var blob = row.GetBytes(column);
                _ = ParameterBinder.BindBlob(statement, parameter, blob);
                LastBytes += blob.Length;
                break;
            default:
                _ = sqlite3_bind_null(statement, parameter);
                LastBytes++;
                break;
        }
    }
}
