using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

internal enum TableKind
{
    Sharded,
    Reference,
    Single,
}

/// <summary>How values of a column behave in expressions.</summary>
internal enum ValueClass
{
    Integer,
    Real,
    Text,
    Blob,

    /// <summary>Any of them in one column.</summary>
    Any,
}

/// <summary>A column: what is declared of it and which values it gets.</summary>
internal sealed record Column(string Name, string Declared, ValueClass Class, Domain Domain)
{
    public string Collation { get; init; } = "BINARY";

    public bool IsNotNull { get; init; }

    public string? Default { get; init; }

    /// <summary>AS (...): never written.</summary>
    public string? Generated { get; init; }

    /// <summary>STORED or VIRTUAL.</summary>
    public string Storage { get; init; } = "";

    /// <summary>The table whose id it is, and what becomes of the row when that one goes; null for no foreign key.</summary>
    public (string Table, string Action)? References { get; init; }

    /// <summary>A view's column whose equal values may differ.</summary>
    public bool IsVague { get; init; }

    /// <summary>Values that are equal are the same.</summary>
    public bool IsExact => !IsVague && (Class is ValueClass.Integer or ValueClass.Real or ValueClass.Blob || (Class == ValueClass.Text && Collation == "BINARY"));

    /// <summary>The name as SQL has it.</summary>
    public string Sql => Identifier.Quote(Name);

    public string Definition => string.Concat(
        $"{Sql} {Declared}".TrimEnd(),
        Collation == "BINARY" ? "" : $" COLLATE {Collation}",
        IsNotNull ? " NOT NULL" : "",
        Default is null ? "" : $" DEFAULT {Default}",
        References is { } parent ? $" REFERENCES {Identifier.Quote(parent.Table)} (id){parent.Action}" : "",
        Generated is null ? "" : $" AS ({Generated}){Storage}");
}

/// <summary>A table of the schema and the rows that it starts with.</summary>
internal sealed record Table(string Name, TableKind Kind, IReadOnlyList<Column> Columns)
{
    /// <summary>The sharding key's column; null for the other kinds.</summary>
    public Column? Key { get; init; }

    /// <summary>The placement that SHARD KEY names; null for the default one.</summary>
    public string? Placement { get; init; }

    /// <summary>The unique keys, the primary one first; each contains the sharding key.</summary>
    public IReadOnlyList<IReadOnlyList<Column>> UniqueKeys { get; init; } = [];

    public bool HasPrimaryKey { get; init; }

    public bool IsWithoutRowId { get; init; }

    public bool IsStrict { get; init; }

    public IReadOnlyList<string> Checks { get; init; } = [];

    public required int RowCount { get; init; }

    public string Sql => Identifier.Quote(Name);

    public IEnumerable<Column> Written => Columns.Where(static column => column.Generated is null);

    public bool IsUniqueColumn(Column column) => UniqueKeys.Any(key => key.Contains(column));

    private string Options => (IsWithoutRowId, IsStrict) switch
    {
        (true, true) => " WITHOUT ROWID, STRICT",
        (true, false) => " WITHOUT ROWID",
        (false, true) => " STRICT",
        _ => "",
    };

    /// <summary>CREATE TABLE, for a cluster or for one database.</summary>
    public string Definition(bool isCluster)
    {
        List<string> parts = [.. Columns.Select(static column => column.Definition)];
        for (var index = 0; index < UniqueKeys.Count; index++)
        {
            var word = index == 0 && HasPrimaryKey ? "PRIMARY KEY" : "UNIQUE";
            parts.Add($"{word} ({string.Join(", ", UniqueKeys[index].Select(static column => column.Sql))})");
        }

        parts.AddRange(Checks.Select(static check => $"CHECK ({check})"));
        if (isCluster && Key is { } key)
            parts.Add($"SHARD KEY ({key.Sql}){(Placement is null ? "" : $" USING {Placement}")}");
        var kind = isCluster && Kind == TableKind.Reference ? "REFERENCE TABLE" : "TABLE";
        return $"CREATE {kind} {Sql} ({string.Join(", ", parts)}){Options}";
    }
}

/// <summary>A view: its text and what is known of its rows.</summary>
/// <param name="Identity">Positions of columns that tell the rows apart; null when there are none.</param>
internal sealed record View(string Name, Node Query, IReadOnlyList<Column> Columns, IReadOnlyList<int>? Identity, bool HasKey, long Rows)
{
    public string Sql => Identifier.Quote(Name);
}
