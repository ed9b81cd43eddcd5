using SQLitePCL;
using static ShardClient.Backends.Sqlite.NativeCalls;

namespace ShardClient.Backends.Sqlite;

/// <summary>A statement that the engine has compiled. It keeps its database open, and valid for who has entered the statement.</summary>
internal sealed unsafe class StatementHandle : EngineHandle
{
    private readonly DatabaseHandle _database;

    private StatementHandle(nint pointer, DatabaseHandle database)
        : base(pointer)
    {
        _database = database;
        database.Enter();
    }

    /// <summary>Compiles the first statement of a text. The handle is null for nothing but blanks and comments.</summary>
    /// <param name="flags">https://sqlite.org/c3ref/c_prepare_persistent.html</param>
    /// <param name="rest">How many bytes at the end of the text are not part of the statement.</param>
    /// <returns>The engine's result code.</returns>
    public static int Prepare(DatabaseHandle database, ReadOnlySpan<byte> text, uint flags, out StatementHandle? statement, out int rest)
    {
        (statement, rest) = (null, 0);
        if (text.IsEmpty)
            return raw.SQLITE_OK;
        nint pointer;
        byte* end;
        int code;
        fixed (byte* start = text)
        {
            code = sqlite3_prepare_v3(database.Enter(), start, text.Length, flags, &pointer, &end);
            rest = end is null ? 0 : (int)(start + text.Length - end);
        }

        if (pointer != 0)
            statement = new StatementHandle(pointer, database);
        database.Leave();
        return code;
    }

    public int Step()
    {
        var code = sqlite3_step(Enter());
        Leave();
        return code;
    }

    protected override bool ReleaseHandle()
    {
        // Its code repeats the failure of the last step.
        _ = sqlite3_finalize(handle);
        _database.Leave();
        return true;
    }
}
