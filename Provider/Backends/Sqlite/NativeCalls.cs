using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// The engine's C interface (https://sqlite.org/c3ref/funclist.html), as far as sessions need it. Handles are plain pointers, so that calls need no
/// code that is made at run time: that is half of what a process that starts would wait for. They are fastest outside of any try, so hot callers are
/// methods of their own that are not inlined. <see cref="DatabaseHandle"/> and
/// <see cref="StatementHandle"/> say how long the pointers live. Constants are those of SQLitePCL.raw.
/// </summary>
internal static unsafe partial class NativeCalls
{
    /// <summary>The engine copies the bytes before the call returns.</summary>
    public const nint Transient = -1;

    private const string Library = "e_sqlite3";

    [LibraryImport(Library)]
    public static partial byte* sqlite3_libversion();

    [LibraryImport(Library)]
    public static partial int sqlite3_open_v2(byte* path, nint* database, int flags, byte* vfs);

    [LibraryImport(Library)]
    public static partial int sqlite3_close_v2(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_extended_errcode(nint database);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errmsg(nint database);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errstr(int code);

    [LibraryImport(Library)]
    public static partial int sqlite3_exec(nint database, byte* text, nint callback, nint argument, byte** error);

    [LibraryImport(Library)]
    public static partial void sqlite3_interrupt(nint database);

    [LibraryImport(Library)]
    public static partial void sqlite3_progress_handler(nint database, int steps, nint callback, nint argument);

    [LibraryImport(Library)]
    public static partial int sqlite3_set_authorizer(nint database, nint callback, nint argument);

    [LibraryImport(Library)]
    public static partial int sqlite3_get_autocommit(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_db_status(nint database, int status, int* current, int* highest, int reset);

    [LibraryImport(Library)]
    public static partial int sqlite3_changes(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_total_changes(nint database);

    [LibraryImport(Library)]
    public static partial long sqlite3_last_insert_rowid(nint database);

    [LibraryImport(Library)]
    public static partial void sqlite3_set_last_insert_rowid(nint database, long rowId);

    [LibraryImport(Library)]
    public static partial int sqlite3_prepare_v3(nint database, byte* text, int length, uint flags, nint* statement, byte** rest);

    [LibraryImport(Library)]
    public static partial int sqlite3_finalize(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_step(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_reset(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_clear_bindings(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_stmt_readonly(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_stmt_isexplain(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_stmt_status(nint statement, int status, int reset);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_parameter_count(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_null(nint statement, int index);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_int64(nint statement, int index, long value);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_double(nint statement, int index, double value);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_text(nint statement, int index, byte* text, int length, nint destructor);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_blob(nint statement, int index, byte* bytes, int length, nint destructor);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_count(nint statement);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_name(nint statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_decltype(nint statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_table_name(nint statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_origin_name(nint statement, int column);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_type(nint statement, int column);

    [LibraryImport(Library)]
    public static partial long sqlite3_column_int64(nint statement, int column);

    [LibraryImport(Library)]
    public static partial double sqlite3_column_double(nint statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_text(nint statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_blob(nint statement, int column);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_bytes(nint statement, int column);
}
