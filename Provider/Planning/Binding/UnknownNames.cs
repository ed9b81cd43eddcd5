using ShardClient.Catalog;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Binding;

/// <summary>The error for a table nobody declared, with the nearest name that exists.</summary>
internal static class UnknownNames
{
    private const int MaxLength = 128;

    public static ShardException Table(ObjectName name, string text, LogicalSchema schema, ClusterTopology topology)
    {
        var position = TextPosition.Of(text, name.Span.Start);
        if (LogicalNames.IsInformationSchema(name))
        {
            return new ShardException(ShardErrorCode.UnknownTable, $"There is no {name} here ({position}).", "There are schemata, tables, columns, statistics, table_constraints, key_column_usage and views.")
            {
                Position = position,
            };
        }

        if (name.Schema is { } schemaName && schemaName.Is("temp"))
        {
            return new ShardException(
                ShardErrorCode.UnknownTable, $"The connection has no temporary table or view named {name.Name.Name} ({position}).", "Create it with CREATE TEMP TABLE, or leave temp out.")
            {
                Position = position,
            };
        }

        var views = schema.Views.Where(static view => !view.Value.IsOfCatalog).Select(static view => view.Key);
        var nearest = Nearest(name.Name.Name, schema.Tables.Keys.Concat(views).Concat(topology.Tables.Keys));
        var advice = nearest is null ? "Create it first, or declare it in the cluster file." : $"Did you mean {nearest}?";
        return new ShardException(ShardErrorCode.UnknownTable, $"The cluster has no table or view named {name.Name.Name} ({position}).", advice) { Position = position };
    }

    /// <summary>The candidate that takes the fewest edits, at most a third of the name's length; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        if (name.Length > MaxLength)
            return null;
        var (best, fewest) = (default(string), (name.Length / 3) + 1);
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) > fewest || candidate.Length > MaxLength)
                continue;
            var edits = Edits(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (edits < fewest || (edits == fewest && best is null))
                (best, fewest) = (candidate, edits);
        }

        return best;
    }

    private static int Edits(string from, string to)
    {
        var previous = new int[to.Length + 1];
        for (var column = 0; column <= to.Length; column++)
            previous[column] = column;
        for (var row = 1; row <= from.Length; row++)
        {
            var current = new int[to.Length + 1];
            current[0] = row;
            for (var column = 1; column <= to.Length; column++)
            {
                var replace = previous[column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
                current[column] = Math.Min(replace, Math.Min(previous[column], current[column - 1]) + 1);
            }

            previous = current;
        }

        return previous[to.Length];
    }
}
