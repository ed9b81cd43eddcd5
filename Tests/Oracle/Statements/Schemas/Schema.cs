namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>The tables and views of a scenario, and where their rows lie.</summary>
internal sealed record Schema(IReadOnlyList<Table> Tables, ClusterLayout Layout)
{
    public IReadOnlyList<View> Views { get; init; } = [];
}

/// <summary>How the rows are spread.</summary>
/// <param name="Shards">How many shards.</param>
/// <param name="Placements">A cluster file's placements (JSON); null when the default hash placement serves all.</param>
/// <param name="OtherPlacements">Those of a second cluster with the same rows, on other shards; null when there is none.</param>
/// <param name="IsAsync">Asked by the asynchronous methods.</param>
internal sealed record ClusterLayout(int Shards, string? Placements, string? OtherPlacements, bool IsAsync)
{
    public override string ToString() => string.Concat(
        $"{Shards} shard{(Shards == 1 ? "" : "s")}", Placements is null ? "" : $", placements {Placements}", OtherPlacements is null ? "" : $", and then {OtherPlacements}");
}
