using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Which columns of gathered tables have values that narrow another one: columns of whole numbers, whose literals compare as the column does.</summary>
/// <param name="inputs">The tables with their places in the statement.</param>
/// <param name="placeOf">The only leaf of a place.</param>
/// <param name="answers">What shards answer in the place of a query; null for a query that stays.</param>
internal sealed class ServerKeyRestrictions(
    IReadOnlyList<(TableReference Mention, TableInput Input)> inputs, Func<TableReference, (TableLeaf Leaf, Facts Facts)?> placeOf, Func<SelectStatement, QueryInput?> answers)
{
    private readonly Dictionary<RowSource, TableInput> _inputs = inputs
        .Select(entry => (placeOf(entry.Mention)?.Leaf, entry.Input))
        .Where(static entry => entry.Leaf is not null)
        .ToDictionary(static entry => (RowSource)entry.Leaf!, static entry => entry.Input);

    public IEnumerable<KeyRestriction> Of(TableInput input, TableLeaf leaf, Facts facts) => OfTables(input, leaf, facts).Concat(OfAnswers(leaf, facts));

    private IEnumerable<KeyRestriction> OfTables(TableInput input, TableLeaf leaf, Facts facts)
    {
        foreach (var (own, other) in facts.Equalities(leaf))
        {
            if (own.Column is { Affinity: Affinity.Integer } column && other.Column is { Affinity: Affinity.Integer } from && _inputs.TryGetValue(other.Source, out var source) && Has(source, from) && source != input)
                yield return Restriction(own.Ordinal, column, source.Table.Name, from.Name);
        }
    }

    /// <summary>By <c>column IN (SELECT ...)</c>, where shards answer the query first.</summary>
    private IEnumerable<KeyRestriction> OfAnswers(TableLeaf leaf, Facts facts)
    {
        for (var level = facts; level is not null; level = level.Outer)
        {
            foreach (var condition in level.Conditions)
            {
                if (condition is InExpression { Not: false, Query: { } query } membership && answers(query) is { Table.Columns: [var values] } answer
                    && level.Scope!.Origin(membership.Operand) is { Column: { Affinity: Affinity.Integer } column } operand && operand.Source == leaf)
                {
                    yield return Restriction(operand.Ordinal, column, answer.Table.Name, values.Name);
                }
            }
        }
    }

    private static KeyRestriction Restriction(int ordinal, LogicalColumn column, string from, string fromColumn) =>
        new(ordinal, $"{ServerScratchTable.Quote(ScratchNames.Scanned.Name)}.{ServerScratchTable.Quote(column.Name)}", from, fromColumn);

    private static bool Has(TableInput input, LogicalColumn column) => input.Table.Columns.Any(known => known.Name == column.Name);
}
