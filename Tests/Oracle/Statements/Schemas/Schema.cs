namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>The tables and views of a scenario, and where their rows lie.</summary>
internal sealed record Schema(IReadOnlyList<Table> Tables, ClusterLayout Layout)
{
    public IReadOnlyList<View> Views { get; init; } = [];

    /// <summary>CREATE INDEX, CREATE TRIGGER: run after the tables, on both sides; those that a cluster refuses are left out.</summary>
    public IReadOnlyList<string> Extras { get; init; } = [];
}

/// <summary>How many shards, and a cluster file's placements (JSON); null when the default hash placement serves all.</summary>
internal sealed record ClusterLayout(int Shards, string? Placements, bool IsAsync)
{
    public override string ToString() => $"{Shards} shard{(Shards == 1 ? "" : "s")}{(Placements is null ? "" : $", placements {Placements}")}";
}
