using System.Buffers;

namespace ShardClient.Backends.MySql;

/// <summary>
/// Whether a text may leave behind what session tracking does not tell of: locks by name or on tables, handlers, temporary tables, whatever a procedure does. Rather
/// one reset too many: a word in a name or literal counts too.
/// </summary>
internal static class SessionTraces
{
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["LOCK", "CALL", "HANDLER", "PREPARE", "TEMPORARY", "BEGIN NOT ATOMIC"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Branch = SearchValues.Create(["XA"], StringComparison.OrdinalIgnoreCase);

    public static bool MayLeave(ReadOnlySpan<char> text) => text.ContainsAny(Words);

    /// <summary>
    /// Whether a text may prepare a branch of a distributed transaction. A session with one is never reset: MariaDB loses the branch's rows by it, though
    /// it says that they are committed.
    /// </summary>
    public static bool MayPrepareBranch(ReadOnlySpan<char> text) => text.ContainsAny(Branch) && text.Contains("PREPARE", StringComparison.OrdinalIgnoreCase);
}
