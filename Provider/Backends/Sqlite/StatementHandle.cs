using System.Runtime.InteropServices;
using SQLitePCL;
using static ShardClient.Backends.Sqlite.NativeCalls;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// A statement that the engine has compiled. It keeps its database open. A step holds it, so that it is not finalized under a thread that runs it;
/// everything else is for the session's owner alone, as sessions are.
/// </summary>
internal sealed unsafe class StatementHandle : SafeHandle
{
    private readonly DatabaseHandle _database;

    private StatementHandle(nint pointer, DatabaseHandle database)
        : base(0, ownsHandle: true)
    {
        _database = database;
        var held = false;
        database.DangerousAddRef(ref held);
        SetHandle(pointer);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>For calls of the session's owner, who keeps it meanwhile.</summary>
    public nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return handle;
        }
    }

    /// <summary>Compiles the first statement of a text. The handle is null for nothing but blanks and comments.</summary>
    /// <param name="flags">https://sqlite.org/c3ref/c_prepare_persistent.html</param>
    /// <param name="rest">How many bytes at the end of the text are not part of the statement.</param>
    /// <returns>The engine's result code.</returns>
    public static int Prepare(DatabaseHandle database, ReadOnlySpan<byte> text, uint flags, out StatementHandle? statement, out int rest)
    {
        if (text.IsEmpty)
        {
            (statement, rest) = (null, 0);
            return raw.SQLITE_OK;
        }

        nint pointer;
        byte* end;
        int code;
        fixed (byte* start = text)
        {
            code = sqlite3_prepare_v3(database.Pointer, start, text.Length, flags, &pointer, &end);
            rest = end is null ? 0 : (int)(start + text.Length - end);
        }

        statement = pointer == 0 ? null : new StatementHandle(pointer, database);
        return code;
    }

    public int Step()
    {
        var held = false;
        DangerousAddRef(ref held);
        var code = sqlite3_step(handle);
        DangerousRelease();
        return code;
    }

    protected override bool ReleaseHandle()
    {
        // Its code repeats the failure of the last step.
        _ = sqlite3_finalize(handle);
        _database.DangerousRelease();
        return true;
    }
}
