using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Mentions of sharded tables that belong together: equal keys of theirs meet on one shard.</summary>
internal static class ColocatedMentions
{
    /// <param name="placeOf">The only leaf of a mention, with the facts that hold there; null for a mention that stands for several.</param>
    public static List<List<TableReference>> Groups(IEnumerable<TableReference> mentions, Func<TableReference, (TableLeaf Leaf, Facts Facts)?> placeOf)
    {
        var groups = new List<List<TableReference>>();
        foreach (var mention in mentions)
        {
            if (placeOf(mention) is not { Leaf.IsSharded: true } place)
                continue;
            var home = groups.Find(group => group.Exists(member => AreTied(placeOf(member)!.Value, place)));
            if (home is null)
                groups.Add(home = []);
            home.Add(mention);
        }

        return groups;
    }

    private static bool AreTied((TableLeaf Leaf, Facts Facts) one, (TableLeaf Leaf, Facts Facts) other) =>
        LocalityAnalyzer.AreColocated(one.Leaf.Key, other.Leaf.Key)
        && (one.Facts.AreEqual(one.Leaf.Key, other.Leaf.Key) || other.Facts.AreEqual(one.Leaf.Key, other.Leaf.Key));
}
