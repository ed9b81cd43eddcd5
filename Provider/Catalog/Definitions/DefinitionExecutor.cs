using ShardClient.Backends;
using ShardClient.Catalog.Loading;
using ShardClient.Catalog.Metadata;
using ShardClient.Options;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Catalog.Definitions;

/// <summary>Runs CREATE, ALTER and DROP: checks them against the declarations, and changes every shard concerned as one step.</summary>
internal sealed class DefinitionExecutor(
    ClusterMetadata metadata, SchemaLoader schema, IReadOnlyList<ShardPool> pools, ShardClientSettings settings)
{
    /// <param name="statement">A definition; its spans are offsets in <paramref name="text"/>.</param>
    /// <param name="text">The whole text the statement was parsed from.</param>
    /// <returns>The rows affected: 0, as SQLite counts definitions.</returns>
    /// <exception cref="ShardException">InvalidDeclaration with every mistake of the statement, AlreadyExists, UnknownTable, NotSupported, and what a shard says.</exception>
    public ValueTask<long> ExecuteAsync(
        Statement statement, string text, IDefinitionHost host, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{metadata}{schema}{pools}{settings}");
}
