using ShardClient.Sql.Lexing;

namespace ShardClient.Planning;

/// <summary>What a plan depends on: the normalised text, how it was read, and the state of topology and schema.</summary>
internal sealed record PlanKey(string Text, SqlDialect Dialect, SqlModes Reading, long TopologyVersion, long SchemaVersion)
{
    // The text tells nearly all of them apart. Written out, because a comparer of enums would be made at run time.
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public bool Equals(PlanKey? other) =>
        other is not null && Text == other.Text && Dialect == other.Dialect && Reading == other.Reading && TopologyVersion == other.TopologyVersion && SchemaVersion == other.SchemaVersion;
}

/// <summary>Plans by normalised text, shared by all connections of a data source.</summary>
/// <param name="limit"><c>Plan Cache Size</c>, in bytes.</param>
internal sealed class PlanCache(long limit)
{
    // A plan keeps its text several times over (its parts, the shards' texts); seen between 6 and 15 bytes a character.
    private const int BytesPerCharacter = 16;
    private const int BytesPerPlan = 1024;

    private readonly BoundedCache<PlanKey, StatementPlan> _plans = new(limit, static (key, _) => BytesPerPlan + ((long)key.Text.Length * BytesPerCharacter));

    private long _hits;
    private long _misses;

    public int Count => _plans.Count;

    /// <summary>How often a plan was found, and how often not.</summary>
    public (long Hits, long Misses) Lookups => (Interlocked.Read(ref _hits), Interlocked.Read(ref _misses));

    public StatementPlan? Find(PlanKey key)
    {
        var plan = _plans.Find(key);
        Interlocked.Increment(ref plan is null ? ref _misses : ref _hits);
        return plan;
    }

    /// <summary>Keeps a plan. A refused statement is judged anew each time: its message points into one text, and others share the key.</summary>
    public void Keep(PlanKey key, StatementPlan plan)
    {
        if (plan is not RefusedPlan)
            _plans.Keep(key, plan);
    }
}
