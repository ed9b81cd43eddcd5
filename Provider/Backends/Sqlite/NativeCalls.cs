using System.Runtime.InteropServices;
using SQLitePCL;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]

namespace ShardClient.Backends.Sqlite;

/// <summary>What the engine offers and SQLitePCL.raw does not.</summary>
internal static partial class NativeCalls
{
    private const string Library = "e_sqlite3";

    /// <summary>https://sqlite.org/c3ref/set_last_insert_rowid.html</summary>
    public static void SetLastInsertRowId(sqlite3 handle, long rowId)
    {
        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            sqlite3_set_last_insert_rowid(handle.DangerousGetHandle(), rowId);
        }
        finally
        {
            if (held)
                handle.DangerousRelease();
        }
    }

    [LibraryImport(Library)]
    private static partial void sqlite3_set_last_insert_rowid(nint database, long rowId);
}
