using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Takes a query out of its place: the common tables that it sees there come along.</summary>
internal static class CommonTableScope
{
    /// <summary>Null when two of the common tables that it would need have one name.</summary>
    public static SelectStatement? Complete(SelectStatement query, CommonTables? common)
    {
        if (common is null)
            return query;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var table in query.With?.Tables ?? default)
            seen.Add(table.Name.Name);
        var needed = new List<CommonTable>();
        var isRecursive = query.With?.Recursive ?? false;
        var mentioned = new TableNames.Finder();
        mentioned.Visit(query);
        for (var level = common; level is not null; level = level.Outer)
        {
            isRecursive |= level.With.Recursive;
            for (var index = level.With.Tables.Count - 1; index >= 0; index--)
            {
                var table = level.With.Tables[index];
                if (!mentioned.Mentions(table.Name.Name))
                    continue;
                if (!seen.Add(table.Name.Name))
                    return null;
                needed.Insert(0, table);
                mentioned.Visit(table.Query);
            }
        }

        return needed.Count == 0
            ? query
            : query with { With = new WithClause(isRecursive, [.. needed, .. query.With?.Tables ?? default]) };
    }
}
