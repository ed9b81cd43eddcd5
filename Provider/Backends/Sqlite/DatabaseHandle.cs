using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static ShardClient.Backends.Sqlite.NativeCalls;

namespace ShardClient.Backends.Sqlite;

/// <summary>An open database file of the engine. Closed when it is disposed and its statements are finalized, whichever comes last.</summary>
internal sealed unsafe class DatabaseHandle : EngineHandle
{
    private const int DeferredForeignKeys = 10;

    private readonly SqliteConnection? _connection;
    private readonly sqlite3? _shared;
    private GCHandle _callbacks;

    private DatabaseHandle(nint pointer)
        : base(pointer)
    {
    }

    /// <summary>The handle of a connection, which this disposes with itself.</summary>
    public DatabaseHandle(SqliteConnection connection)
        : base(connection.Handle!.DangerousGetHandle())
    {
        _connection = connection;
        _shared = connection.Handle;
        var held = false;
        _shared.DangerousAddRef(ref held);
    }

    public static string EngineVersion => Marshal.PtrToStringUTF8((nint)sqlite3_libversion())!;

    /// <summary>The engine's pointer: for who has entered one of its statements.</summary>
    public nint Pointer => handle;

    public int ExtendedErrorCode
    {
        get
        {
            var code = sqlite3_extended_errcode(Enter());
            Leave();
            return code;
        }
    }

    public string ErrorMessage
    {
        get
        {
            var message = Marshal.PtrToStringUTF8((nint)sqlite3_errmsg(Enter()));
            Leave();
            return message ?? "";
        }
    }

    public long LastInsertRowId
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            var rowId = sqlite3_last_insert_rowid(Enter());
            Leave();
            return rowId;
        }

        set
        {
            sqlite3_set_last_insert_rowid(Enter(), value);
            Leave();
        }
    }

    public bool InTransaction
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get
        {
            var isAutocommit = sqlite3_get_autocommit(Enter());
            Leave();
            return isAutocommit == 0;
        }
    }

    /// <summary>True while a deferred foreign key has no parent row (https://sqlite.org/c3ref/c_dbstatus_options.html).</summary>
    public bool LacksParentRows
    {
        get
        {
            int broken, highest;
            var code = sqlite3_db_status(Enter(), DeferredForeignKeys, &broken, &highest, 0);
            Leave();
            return code == raw.SQLITE_OK && broken != 0;
        }
    }

    /// <summary>Opens a file; the handle tells what is wrong when the code is not OK.</summary>
    /// <param name="flags">https://sqlite.org/c3ref/c_open_autoproxy.html</param>
    public static int Open(string path, int flags, out DatabaseHandle database)
    {
        nint pointer;
        int code;
        fixed (byte* text = NullTerminated(path))
            code = sqlite3_open_v2(text, &pointer, flags, null);
        database = new DatabaseHandle(pointer);
        return code;
    }

    /// <summary>Runs statements that need no values and whose rows nobody wants.</summary>
    public int Execute(string text)
    {
        int code;
        fixed (byte* bytes = NullTerminated(text))
            code = sqlite3_exec(Enter(), bytes, 0, 0, null);
        Leave();
        return code;
    }

    /// <summary>Makes running statements stop soon. May be called from any thread, and when the database is closed already.</summary>
    public void Interrupt()
    {
        try
        {
            sqlite3_interrupt(Enter());
        }
        catch (ObjectDisposedException)
        {
            return; // Nothing runs any more.
        }

        Leave();
    }

    /// <summary>From now on the engine asks while it works. Called once, by who has just opened it.</summary>
    /// <param name="steps">Instructions of its own between two questions whether to go on.</param>
    public void Attach(IEngineCallbacks callbacks, int steps)
    {
        _callbacks = GCHandle.Alloc(callbacks, GCHandleType.Weak);
        var argument = GCHandle.ToIntPtr(_callbacks);
        sqlite3_progress_handler(handle, steps, (nint)(delegate* unmanaged[Cdecl]<nint, int>)&AskWhetherToStop, argument);
        _ = sqlite3_set_authorizer(
            handle, (nint)(delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, byte*, byte*, int>)&AskWhetherToPrepare, argument);
    }

    protected override bool ReleaseHandle()
    {
        sqlite3_progress_handler(handle, 0, 0, 0);
        _ = sqlite3_set_authorizer(handle, 0, 0);
        var closed = _shared is not null || sqlite3_close_v2(handle) == raw.SQLITE_OK;
        _shared?.DangerousRelease();
        if (_callbacks.IsAllocated)
            _callbacks.Free();
        return closed;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _connection?.Dispose();
        base.Dispose(disposing);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AskWhetherToStop(nint argument) => Callbacks(argument) is { MustStop: true } ? 1 : 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AskWhetherToPrepare(nint argument, int action, byte* first, byte* second, byte* database, byte* inner) =>
        Callbacks(argument) is { } callbacks && !callbacks.MayPrepare() ? raw.SQLITE_DENY : raw.SQLITE_OK;

    private static IEngineCallbacks? Callbacks(nint argument) => (IEngineCallbacks?)GCHandle.FromIntPtr(argument).Target;

    private static byte[] NullTerminated(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        _ = Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
