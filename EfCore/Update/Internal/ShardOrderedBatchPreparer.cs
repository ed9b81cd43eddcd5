using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.Update.Internal;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Update.Internal;

/// <summary>
/// Writes shard by shard, in one order for all contexts: two that write the same shards then wait for each other in turn and never in a circle. Where a
/// row needs a key that the cluster makes for another one first, EF Core's own steps are kept, and only each step is put in order.
/// </summary>
public class ShardOrderedBatchPreparer(CommandBatchPreparerDependencies dependencies, IRelationalConnection connection) : CommandBatchPreparer(dependencies)
{
    /// <summary>Written before all shards: the default shard's tables and reference tables.</summary>
    private const string First = "";

    /// <inheritdoc/>
    public override IReadOnlyList<List<IReadOnlyModificationCommand>> TopologicalSort(IEnumerable<IReadOnlyModificationCommand> commands)
    {
        var steps = base.TopologicalSort(commands);
        if (steps.Count == 0 || (steps.Count == 1 && steps[0].Count < 2))
            return steps;
        connection.Open();
        try
        {
            var shards = new Dictionary<IReadOnlyModificationCommand, string>(ReferenceEqualityComparer.Instance);
            foreach (var command in steps.SelectMany(static step => step))
                shards.Add(command, ShardOf(command));
            return CanGroup(shards) ? OfShards([.. steps.SelectMany(static step => step)], shards) : [.. steps.SelectMany(step => OfShards(step, shards))];
        }
        finally
        {
            connection.Close();
        }
    }

    /// <summary>The commands of each shard, in their order: one batch each.</summary>
    private static List<List<IReadOnlyModificationCommand>> OfShards(
        IReadOnlyList<IReadOnlyModificationCommand> commands, Dictionary<IReadOnlyModificationCommand, string> shards) =>
        [.. commands.GroupBy(command => shards[command]).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => group.ToList())];

    /// <summary>True when no row waits for another one's key, and no row of a shard for one that every shard has.</summary>
    private static bool CanGroup(Dictionary<IReadOnlyModificationCommand, string> shards)
    {
        if (shards.ContainsValue(First) && shards.Keys.Any(static command => command.EntityState == EntityState.Deleted))
            return false;
        var entries = shards.Keys.SelectMany(static command => command.Entries).ToList();
        var made = entries.Where(static entry => entry.EntityState == EntityState.Added).SelectMany(KeysToCome).ToHashSet();
        foreach (var entry in entries)
        {
            foreach (var foreignKey in entry.EntityType.GetForeignKeys())
            {
                if (foreignKey.Properties.Any(entry.HasTemporaryValue) || made.Contains(foreignKey.PrincipalKey))
                    return false;
            }
        }

        return true;
    }

    /// <summary>The keys whose values an INSERT brings back, also where the row has others now (<c>PropertySaveBehavior.Ignore</c>).</summary>
    private static IEnumerable<IKey> KeysToCome(IUpdateEntry entry) => entry.EntityType.GetKeys().Where(key => key.Properties.Any(entry.IsStoreGenerated));

    private string ShardOf(IReadOnlyModificationCommand command)
    {
        if (command.Entries.Count == 0 || command.Table is not { } table || ShardedTables.KeyColumn(table) is not { } column)
            return First;
        foreach (var entry in command.Entries)
        {
            if (entry.EntityType.GetShardKey() is not IProperty key || table.FindColumn(key) != column)
                continue;
            if (entry.HasTemporaryValue(key))
                return First;
            var value = entry.EntityState == EntityState.Added ? entry.GetCurrentValue(key) : entry.GetOriginalValue(key);
            return ShardOf(table.Name, ShardKeyValues.Stored(key, value));
        }

        return First;
    }

    private string ShardOf(string table, object? key)
    {
        try
        {
            return ((ShardConnection)connection.DbConnection).FindShard(table, key);
        }
        catch (ShardException refusal) when (refusal.ErrorCode is ShardErrorCode.UnknownTable or ShardErrorCode.InvalidKeyValue or ShardErrorCode.NotSupported)
        {
            return First; // The row's own command says the same, as an error of SaveChanges.
        }
    }
}
