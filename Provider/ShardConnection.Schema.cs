using System.Data;
using ShardClient.Values;

namespace ShardClient;

public sealed partial class ShardConnection
{
    /// <summary>The names of the schema collections.</summary>
    public override DataTable GetSchema() => GetSchema("MetaDataCollections", null);

    /// <inheritdoc cref="GetSchema(string, string[])"/>
    public override DataTable GetSchema(string collectionName) => GetSchema(collectionName, null);

    /// <summary>A collection of what the cluster holds, as one database would tell it.</summary>
    /// <param name="collectionName">A name of the collection <c>MetaDataCollections</c>.</param>
    /// <param name="restrictionValues">Values to filter by, in the order of the collection <c>Restrictions</c>; null is any.</param>
    /// <exception cref="ArgumentException">There is no such collection.</exception>
    /// <exception cref="InvalidOperationException">The connection is closed.</exception>
    public override DataTable GetSchema(string collectionName, string?[]? restrictionValues) =>
        SchemaCollections.GetAsync(this, collectionName, restrictionValues, IOBehavior.Synchronous, CancellationToken.None).Completed();

    /// <inheritdoc cref="GetSchema()"/>
    public override Task<DataTable> GetSchemaAsync(CancellationToken cancellationToken = default) =>
        GetSchemaAsync("MetaDataCollections", null, cancellationToken);

    /// <inheritdoc cref="GetSchema(string, string[])"/>
    public override Task<DataTable> GetSchemaAsync(string collectionName, CancellationToken cancellationToken = default) =>
        GetSchemaAsync(collectionName, null, cancellationToken);

    /// <inheritdoc cref="GetSchema(string, string[])"/>
    public override async Task<DataTable> GetSchemaAsync(
        string collectionName, string?[]? restrictionValues, CancellationToken cancellationToken = default) =>
        await SchemaCollections.GetAsync(this, collectionName, restrictionValues, IOBehavior.Asynchronous, cancellationToken).ConfigureAwait(false);
}
