using System.Text.Json;

namespace ShardClient.Topology;

/// <summary>How one kind of placement is written in a cluster file and in the stored topology.</summary>
internal abstract class PlacementRule
{
    /// <summary>The member that holds the rule: hash, range, list, modulo, function.</summary>
    public abstract string Name { get; }

    /// <summary>Reads a placement; null after a mistake.</summary>
    /// <param name="body">What stands under the rule's name.</param>
    /// <param name="whole">The object that holds it.</param>
    public abstract Placement? Read(string name, JsonPart body, JsonPart whole, ShardNames shards);

    /// <summary>Writes the members of the placement's object.</summary>
    /// <param name="withSlots">True to write where each slot is, which a file cannot say; false for what a file says.</param>
    public abstract void Write(Placement placement, Utf8JsonWriter json, ShardNames shards, bool withSlots);
}
