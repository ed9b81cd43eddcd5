using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Some tables of a statement as temporary copies, the others where they are.</summary>
/// <param name="copies">The name of each copied mention's copy.</param>
internal sealed class CopiedTables(GatheredTables tables, IReadOnlyDictionary<TableReference, string> copies) : ITablePlaces
{
    public bool IsSettled(Node condition) => tables.SettledBy(condition) is { } mention && copies.ContainsKey(mention);

    /// <summary>A table that stays is named with its schema: where a view's query stands in its place, a common table of the statement may have the name.</summary>
    public TableSource Replace(TableReference reference)
    {
        if (!copies.TryGetValue(reference, out var copy))
            return tables.Names.ContainsKey(reference) ? reference with { Name = reference.Name with { Schema = new Identifier("main") } } : reference;
        return new TableReference(new ObjectName(null, ScratchNames.Quoted(copy)), reference.Alias ?? ScratchNames.Quoted(reference.Name.Name.Name), null, false) { Span = reference.Span };
    }
}
