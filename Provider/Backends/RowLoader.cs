using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>A column that loaded rows fill.</summary>
/// <param name="DeclaredType">As the engine says it.</param>
internal readonly record struct LoadColumn(string Name, string DeclaredType, bool NotNull);

/// <summary>A table and the columns that loaded rows fill, in the rows' order.</summary>
internal sealed record LoadTable(string Name, IReadOnlyList<LoadColumn> Columns);

/// <summary>
/// An engine's faster way into one table of one shard than INSERTs. What it stores is exactly what INSERTs of the same rows store; where it cannot
/// promise that, it stores nothing and INSERTs are to do it. Used by one session at a time.
/// </summary>
internal abstract class RowLoader
{
    /// <summary>Stores rows, all of them or none; inside a transaction.</summary>
    /// <param name="values">The values of all rows, one row after the other.</param>
    /// <returns>False when nothing was stored.</returns>
    /// <exception cref="ShardException">A lock not got, a passed deadline, a lost connection: what an INSERT would have ended with too.</exception>
    public abstract ValueTask<bool> TryLoadAsync(
        ShardSession session, ReadOnlyMemory<Value> values, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);
}
