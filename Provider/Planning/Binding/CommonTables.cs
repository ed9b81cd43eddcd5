using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Binding;

/// <summary>The names that WITH clauses put over the tables, innermost first.</summary>
/// <param name="scope">What the tables' own queries see beside each other: the rows of an outer query, where WITH stands in an inner one.</param>
internal sealed class CommonTables(CommonTables? outer, WithClause with, Scope? scope = null)
{
    private readonly HashSet<CommonTable> _open = new(ReferenceEqualityComparer.Instance);

    public (CommonTable Table, CommonTables Home)? Find(ObjectName name)
    {
        if (name.Schema is not null)
            return null;
        for (var level = this; level is not null; level = level.Outer)
        {
            foreach (var table in level.With.Tables)
            {
                if (table.Name.Is(name.Name.Name))
                    return (table, level);
            }
        }

        return null;
    }

    /// <summary>True while the table's own query is being bound: a mention then is recursive.</summary>
    public bool IsOpen(CommonTable table) => _open.Contains(table);

    public void Open(CommonTable table) => _open.Add(table);

    public void Close(CommonTable table) => _open.Remove(table);

    public CommonTables? Outer { get; } = outer;

    public WithClause With { get; } = with;

    public Scope? Scope { get; } = scope;
}
