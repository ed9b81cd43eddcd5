using ShardClient.Sql.Lexing;

namespace ShardClient.Planning;

/// <summary>What a plan depends on: the normalised text, how it was read, and the state of topology and schema.</summary>
internal readonly record struct PlanKey(string Text, SqlDialect Dialect, long TopologyVersion, long SchemaVersion);

/// <summary>Plans by normalised text, shared by all connections of a data source.</summary>
/// <param name="limit"><c>Plan Cache Size</c>, in bytes.</param>
internal sealed class PlanCache(long limit)
{
    // A plan keeps its text several times over (its parts, the shards' texts); seen between 6 and 15 bytes a character.
    private const int BytesPerCharacter = 16;
    private const int BytesPerPlan = 1024;

    private readonly BoundedCache<PlanKey, StatementPlan> _plans = new(limit, static (key, _) => BytesPerPlan + ((long)key.Text.Length * BytesPerCharacter));

    public int Count => _plans.Count;

    public StatementPlan? Find(PlanKey key) => _plans.Find(key);

    public void Keep(PlanKey key, StatementPlan plan) => _plans.Keep(key, plan);
}
