using ShardClient.Catalog;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Binding;

/// <summary>One item of a FROM clause as names see it. Two mentions of a table are two sources.</summary>
internal abstract class RowSource(string? name, SourceSpan span)
{
    /// <summary>The alias, or the table's own name; null for a subquery without alias.</summary>
    public string? Name { get; } = name;

    public SourceSpan Span { get; } = span;

    /// <summary>The column names that <c>*</c> gives; null when nobody here knows them.</summary>
    public abstract IReadOnlyList<string>? Columns { get; }

    /// <summary>The ordinal of a column; -1 when there is none of the name.</summary>
    public abstract int IndexOf(string column);

    protected static int IndexIn(IReadOnlyList<string> columns, string column)
    {
        for (var ordinal = 0; ordinal < columns.Count; ordinal++)
        {
            if (string.Equals(columns[ordinal], column, StringComparison.OrdinalIgnoreCase))
                return ordinal;
        }

        return -1;
    }
}

/// <summary>A table of the cluster.</summary>
internal sealed class TableLeaf(LogicalTable table, string name, SourceSpan span, TableReference? mention = null) : RowSource(name, span)
{
    /// <summary>The ordinal of a rowid that no column names.</summary>
    public const int HiddenRowId = -2;

    public LogicalTable Table { get; } = table;

    /// <summary>Where it stands in a FROM clause. A common table or view that is mentioned twice has two leaves of one place.</summary>
    public TableReference? Mention { get; } = mention;

    public bool IsSharded => Table.Kind == TableKind.Sharded;

    public ColumnBinding Key => new(this, Table.KeyColumn);

    public override IReadOnlyList<string> Columns { get; } = VisibleColumns(table);

    public override int IndexOf(string column)
    {
        var ordinal = Table.IndexOf(column);
        if (ordinal >= 0 || Table.WithoutRowId || !IsRowIdName(column))
            return ordinal;
        return Table.RowIdColumn >= 0 ? Table.RowIdColumn : HiddenRowId;
    }

    public static bool IsRowIdName(string column) =>
        column.Equals("rowid", StringComparison.OrdinalIgnoreCase) ||
        column.Equals("oid", StringComparison.OrdinalIgnoreCase) ||
        column.Equals("_rowid_", StringComparison.OrdinalIgnoreCase);

    private static string[] VisibleColumns(LogicalTable table)
    {
        var names = new List<string>(table.Columns.Count);
        foreach (var column in table.Columns)
        {
            if (!column.IsHidden)
                names.Add(column.Name);
        }

        return [.. names];
    }
}

/// <summary>A subquery, common table or view in FROM.</summary>
internal sealed class DerivedSource(BoundQuery query, IReadOnlyList<string>? columns, string? name, SourceSpan span) : RowSource(name, span)
{
    public BoundQuery Query { get; } = query;

    /// <summary>True for a view, whose query is no part of the statement's text.</summary>
    public bool IsView { get; init; }

    /// <summary>The common table that is mentioned; null for a view or a subquery.</summary>
    public CommonTable? CommonTable { get; init; }

    public override IReadOnlyList<string>? Columns { get; } = columns;

    public override int IndexOf(string column) => Columns is null ? -1 : IndexIn(Columns, column);

    /// <summary>The column inside whose values this one has, each of a row that the query's conditions accept, or NULL; null for an expression.</summary>
    public ColumnBinding? HandsOn(int ordinal) =>
        !Query.IsRecursive && Query.Plain is { Outputs: { } outputs } && ordinal >= 0 && ordinal < outputs.Count && outputs[ordinal].Binding is { IsCoalesced: false } inner ? inner : null;
}

/// <summary>A source whose rows are the same on every shard and whose columns are nobody's key: a table function, a recursive reference.</summary>
internal sealed class OpaqueSource(string? name, SourceSpan span, IReadOnlyList<string>? columns, ShardSet? shards) : RowSource(name, span)
{
    /// <summary>The common table that mentions itself here; null for a table function.</summary>
    public CommonTable? Recursion { get; init; }

    /// <summary>The table function; null for a recursive mention.</summary>
    public TableFunctionReference? Function { get; init; }

    public override IReadOnlyList<string>? Columns { get; } = columns;

    /// <summary>Where it can be asked, when not everywhere.</summary>
    public ShardSet? Shards { get; } = shards;

    public override int IndexOf(string column) => Columns is null ? -1 : IndexIn(Columns, column);
}

/// <summary>A column of one source. Sources compare by identity.</summary>
internal readonly record struct ColumnBinding(RowSource Source, int Ordinal)
{
    /// <summary>The declared column; null when the source is no table or the column is a hidden rowid.</summary>
    public LogicalColumn? Column => Source is TableLeaf leaf && Ordinal >= 0 ? leaf.Table.Columns[Ordinal] : null;

    /// <summary>The column by whose rules this one compares: the declared one, seen through subqueries that hand it on; null for anything else.</summary>
    public LogicalColumn? Compared => Source is DerivedSource derived ? derived.HandsOn(Ordinal)?.Compared : Column;

    /// <summary>True for what a FULL join made of this column and another one: it compares like this one, but is another value where this one is NULL.</summary>
    public bool IsCoalesced { get; init; }

    /// <summary>What a result calls the column, however the statement wrote it; null for an expression.</summary>
    public string? Name => this switch
    {
        { IsCoalesced: true } => null,
        { Ordinal: TableLeaf.HiddenRowId } => "rowid",
        { Column: { } column } => column.Name,
        _ => Source.Columns?[Ordinal],
    };
}
