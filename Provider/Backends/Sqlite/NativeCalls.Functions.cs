using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ShardClient.Backends.Sqlite;

/// <summary>What a function that the engine calls by function pointer needs (https://sqlite.org/appfunc.html).</summary>
[SuppressMessage("Style", "IDE1006", Justification = "The engine's own names.")]
internal static unsafe partial class NativeCalls
{
    [LibraryImport(Library)]
    public static partial int sqlite3_create_function_v2(
        nint database, byte* name, int arguments, int flags, nint state, nint function,
        delegate* unmanaged[Cdecl]<nint, int, nint*, void> step, delegate* unmanaged[Cdecl]<nint, void> finish, nint destroy);

    [LibraryImport(Library)]
    public static partial void* sqlite3_aggregate_context(nint context, int size);

    [LibraryImport(Library)]
    public static partial int sqlite3_value_numeric_type(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_double")]
    public static partial double sqlite3_value_double_of_text(nint value);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_blob(nint context, byte* bytes, int length, nint destructor);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_int64(nint context, long value);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_text(nint context, byte* bytes, int length, nint destructor);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_null(nint context);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_error(nint context, byte* message, int length);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_value_text(nint value);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_value_blob(nint value);

    [LibraryImport(Library)]
    public static partial int sqlite3_value_bytes(nint value);

    [LibraryImport(Library)]
    public static partial nint sqlite3_user_data(nint context);

    [LibraryImport(Library)]
    public static partial void sqlite3_result_double(nint context, double value);

    // A few instructions each, without allocation, lock or callback: what SuppressGCTransition is for.

    /// <summary>With a size of 0, which never allocates.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_aggregate_context"), SuppressGCTransition]
    public static partial void* sqlite3_aggregate_context_known(nint context, int size);

    [LibraryImport(Library), SuppressGCTransition]
    public static partial int sqlite3_value_type(nint value);

    /// <summary>Of a number.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_value_int64"), SuppressGCTransition]
    public static partial long sqlite3_value_int64(nint value);

    /// <summary>Of a number.</summary>
    [LibraryImport(Library), SuppressGCTransition]
    public static partial double sqlite3_value_double(nint value);
}
