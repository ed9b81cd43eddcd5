using System.Runtime.InteropServices;
using SQLitePCL;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>
/// Turns SQLite's optimizer off and on (https://www.sqlite.org/c3ref/c_testctrl_always.html): an answer that follows it is one that the engine itself
/// leaves open.
/// </summary>
internal static class Optimizer
{
    private const int Optimizations = 15;

    /// <summary>Whether the function, which takes a variable number of arguments, can be called as one that takes three.</summary>
    public static bool CanBeTurnedOff => OperatingSystem.IsLinux();

    public static void TurnOff(sqlite3 database) => Set(database, -1);

    public static void TurnOn(sqlite3 database) => Set(database, 0);

    private static void Set(sqlite3 database, int mask) => _ = TestControl(Optimizations, database.DangerousGetHandle(), mask);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_test_control", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static extern int TestControl(int operation, nint database, int mask);
}
