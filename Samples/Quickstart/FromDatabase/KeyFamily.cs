namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>The tables whose rows can live beside the row of one table that they belong to, because they carry its key.</summary>
/// <param name="Members">Each table with the column that holds the key, the root first.</param>
internal sealed record KeyFamily(SourceTable Root, string Key, IReadOnlyList<(SourceTable Table, string Column, string Why)> Members)
{
    public long Rows => Members.Sum(member => member.Table.Rows);

    /// <param name="tables">Those that have no place yet.</param>
    public static KeyFamily Of(SourceTable root, string key, IReadOnlyCollection<SourceTable> tables, KeyColumns keys)
    {
        var members = new List<(SourceTable Table, string Column, string Why)> { (root, key, "") };
        for (var next = 0; next < members.Count; next++)
        {
            var (parent, parentKey, _) = members[next];
            foreach (var child in tables)
            {
                if (members.Exists(member => member.Table == child) || Carrier(child, parent, parentKey, keys) is not { } carrier)
                    continue;
                members.Add((child, carrier.Column, carrier.Why));
            }
        }

        return new KeyFamily(root, key, members);
    }

    /// <summary>The child's column with its parent's key: in the foreign key itself, or beside it under the same name.</summary>
    private static (string Column, string Why)? Carrier(SourceTable child, SourceTable parent, string parentKey, KeyColumns keys)
    {
        var kind = KeyKinds.Of(parent.Column(parentKey)!);
        foreach (var foreign in child.ForeignKeys.Where(foreign => Names.Same(foreign.Parent, parent.Name)))
        {
            if (foreign.ColumnFor(parentKey) is { } column && IsUsable(column))
                return (column, $"beside {parent.Name}: foreign key {column}");
            if (child.Column(parentKey) is { } named && IsUsable(named.Name))
                return (named.Name, $"beside {parent.Name}: it refers to it and has its {named.Name}");
        }

        return null;

        bool IsUsable(string name) => child.Column(name) is { } column && KeyKinds.Of(column) == kind && keys.CanBeKey(child, column) && keys.Spreads(child, column);
    }
}
