using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Which columns of gathered tables have values that narrow another one: columns of whole numbers, whose literals compare as the column does.</summary>
internal sealed class ServerKeyRestrictions(IReadOnlyDictionary<TableReference, TableInput> inputs, Func<TableReference, (TableLeaf Leaf, Facts Facts)?> placeOf)
{
    private readonly Dictionary<RowSource, TableInput> _inputs = inputs
        .Select(entry => (placeOf(entry.Key)?.Leaf, entry.Value))
        .Where(static entry => entry.Leaf is not null)
        .ToDictionary(static entry => (RowSource)entry.Leaf!, static entry => entry.Value);

    public IEnumerable<KeyRestriction> Of(TableInput input, TableLeaf leaf, Facts facts)
    {
        foreach (var (own, other) in facts.Equalities(leaf))
        {
            if (own.Column is { Affinity: Affinity.Integer } column && other.Column is { Affinity: Affinity.Integer } from && _inputs.TryGetValue(other.Source, out var source) && Has(source, from) && source != input)
                yield return new KeyRestriction(own.Ordinal, $"{ServerScratchTable.Quote("t")}.{ServerScratchTable.Quote(column.Name)}", source.Table.Name, from.Name);
        }
    }

    private static bool Has(TableInput input, LogicalColumn column) => input.Table.Columns.Any(known => known.Name == column.Name);
}
