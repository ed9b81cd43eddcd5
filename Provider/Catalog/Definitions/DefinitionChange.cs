using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>What a definition does to the cluster, once it has been found right.</summary>
/// <param name="What">In a few words, for messages.</param>
/// <param name="Texts">The statements of each shard concerned.</param>
internal sealed record DefinitionChange(string What, IReadOnlyDictionary<int, IReadOnlyList<string>> Texts)
{
    /// <summary>A declaration that it adds or replaces.</summary>
    public TableDeclaration? Add { get; init; }

    /// <summary>The table whose declaration goes.</summary>
    public string? Remove { get; init; }

    /// <summary>Takes the texts back on a shard that has run them; null when nothing can.</summary>
    public IReadOnlyList<string>? Undo { get; init; }

    /// <summary>What fills the new table.</summary>
    public InsertStatement? Fill { get; init; }

    /// <summary>True when it is one shard's own affair, which that shard's own transaction makes whole.</summary>
    public bool IsLocal => Texts.Count == 1 && Add is null && Remove is null;

    public static DefinitionChange Same(string what, ShardSet shards, params IReadOnlyList<string> texts)
    {
        var all = new Dictionary<int, IReadOnlyList<string>>();
        foreach (var shard in shards)
            all.Add(shard, texts);
        return new DefinitionChange(what, all);
    }
}
