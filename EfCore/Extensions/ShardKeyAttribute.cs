namespace Microsoft.EntityFrameworkCore;

/// <summary>The property's value decides on which shard a row lives: <c>ShardBy</c> as an attribute.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShardKeyAttribute : Attribute
{
    /// <summary>The placement that turns values into shards, as the cluster names it; null for the placement <c>default</c>.</summary>
    public string? Placement { get; set; }
}
