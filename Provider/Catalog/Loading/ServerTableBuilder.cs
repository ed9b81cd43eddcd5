using ShardClient.Catalog.Metadata;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog.Loading;

/// <summary>Makes the logical table out of what a server's <c>information_schema</c> says of it.</summary>
internal static class ServerTableBuilder
{
    /// <summary>One row per column, in order; the input is the table's name.</summary>
    public const string Columns =
        "SELECT column_name, column_type, collation_name, is_nullable, column_default, extra, character_set_name FROM information_schema.columns "
        + "WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position";

    /// <summary>One row per column of each unique key, in order.</summary>
    public const string Keys =
        "SELECT index_name, column_name FROM information_schema.statistics "
        + "WHERE table_schema = DATABASE() AND table_name = ? AND non_unique = 0 ORDER BY index_name, seq_in_index";

    /// <summary>One row per column of each foreign key, in order.</summary>
    public const string ForeignKeys =
        "SELECT constraint_name, column_name, referenced_table_name, referenced_column_name FROM information_schema.key_column_usage "
        + "WHERE table_schema = DATABASE() AND table_name = ? AND referenced_table_name IS NOT NULL ORDER BY constraint_name, ordinal_position";

    private const string PrimaryName = "PRIMARY";

    /// <exception cref="ShardException">InvalidDeclaration: the sharding key's column is of a type or collation that cannot be one.</exception>
    /// <param name="pads">By collation, the weight of a space where trailing spaces do not count.</param>
    public static LogicalTable Build(
        string name, List<Value[]> columns, List<Value[]> keys, List<Value[]> foreign, IReadOnlyDictionary<string, string> pads, TablePlace place)
    {
        var table = new LogicalTable(name, place.Kind, columns.ConvertAll(row => Column(row, pads)))
        {
            Shards = place.Shards,
            Placement = place.Placement,
            WithoutRowId = true,
            AutoIncrementColumn = columns.FindIndex(IsAutoIncrement),
            ForeignKeys = [.. foreign.GroupBy(static row => Text(row, 0)).Select(Foreign)],
        };
        table = WithKey(table, place) with { GeneratedKeyColumn = place.Kind == TableKind.Single ? -1 : table.AutoIncrementColumn };
        return table with { UniqueKeys = [.. keys.GroupBy(static row => Text(row, 0)).Select(key => Unique(key, table))] };
    }

    /// <summary>The table as its CREATE TABLE declares it, before a server has said what it makes of that: collations may be open.</summary>
    public static LogicalTable Declare(CreateTableStatement create, TablePlace place)
    {
        var collation = create.Options.FirstOrDefault(static option => option.Name == "COLLATE")?.Value ?? "";
        var counted = create.Columns.ToList().FindIndex(static column => column.Constraints.Any(static constraint => constraint is ColumnAutoIncrement));
        var table = new LogicalTable(create.Name.Name.Name, place.Kind, [.. create.Columns.Select(column => Declare(column, collation))])
        {
            Shards = place.Shards,
            Placement = place.Placement,
            WithoutRowId = true,
            AutoIncrementColumn = counted,
            GeneratedKeyColumn = place.Kind == TableKind.Single ? -1 : counted,
        };
        if (place.KeyColumn is null || table.IndexOf(place.KeyColumn) is var ordinal && ordinal < 0)
            return table;
        KeyTypes.TryFromDeclared(place.Engine, table.Columns[ordinal].DeclaredType, table.Columns[ordinal].Collation, out var type, out _);
        return table with { KeyColumn = ordinal, KeyType = type };
    }

    /// <param name="standard">The collation of columns that name none; empty when the database decides.</param>
    public static LogicalColumn Declare(ColumnDefinition column, string standard)
    {
        var type = column.Type is { } declared
            ? $"{declared.Name}{(declared.Arguments.Count == 0 || declared.HasMembers ? "" : $"({string.Join(", ", declared.Arguments)})")} {declared.Attributes}".TrimEnd()
            : "";
        var collation = column.Constraints.OfType<ColumnCollate>().FirstOrDefault()?.Collation.Name ?? (column.Type?.Charset is null ? standard : "");
        return new LogicalColumn(
            column.Name.Name, type, AffinityOf(type), column.Type?.Charset == "binary" ? "binary" : collation,
            NotNull: column.Constraints.Any(static constraint => constraint is ColumnNotNull), HasDefault: column.Constraints.Any(static constraint => constraint is ColumnDefault),
            IsGenerated: column.Constraints.Any(static constraint => constraint is ColumnGenerated), IsHidden: false);
    }

    private static LogicalTable WithKey(LogicalTable table, TablePlace place)
    {
        if (place.KeyColumn is null || table.IndexOf(place.KeyColumn) is var ordinal && ordinal < 0)
            return table;
        var column = table.Columns[ordinal];
        return KeyTypes.TryFromDeclared(place.Engine, column.DeclaredType, column.Collation, out var type, out var refusal)
            ? table with { KeyColumn = ordinal, KeyType = type }
            : throw new ShardException(ShardErrorCode.InvalidDeclaration, $"Column {column.Name} of table {table.Name} cannot be its sharding key.", refusal);
    }

    /// <summary>The collations of text columns whose weights tell the order byte by byte, each with its character set.</summary>
    public static IEnumerable<(string Collation, string Characters)> CollationsOf(List<Value[]> columns) => columns
        .Where(static row => row[2].Text() is { } collation && HasOneLevel(collation) && row[6].Text() is not null)
        .Select(static row => (Text(row, 2), Text(row, 6)))
        .Distinct();

    /// <summary>Asks for the weight of a space under a collation that does not count trailing ones; an empty text under one that does.</summary>
    public static string PadOf(string collation, string characters) =>
        $"SELECT IF(CONVERT('a' USING {characters}) COLLATE {collation} = CONVERT('a ' USING {characters}) COLLATE {collation}, "
        + $"HEX(WEIGHT_STRING(CONVERT(' ' USING {characters}) COLLATE {collation})), '')";

    /// <summary>Accents and cases that count are further levels of a weight: they stand behind the whole first one, so that padding is not at the end.</summary>
    private static bool HasOneLevel(string collation) =>
        !collation.EndsWith("_cs", StringComparison.OrdinalIgnoreCase) && !collation.EndsWith("_as_ci", StringComparison.OrdinalIgnoreCase)
        || Has(collation, "0900") || Has(collation, "nopad");

    private static LogicalColumn Column(Value[] row, IReadOnlyDictionary<string, string> pads)
    {
        var (type, extra) = (Text(row, 1), Text(row, 5));
        var standard = row[4].Text() is { } text && text != "NULL" ? Default(text, extra) : null;
        return new LogicalColumn(
            Text(row, 0), type, AffinityOf(type), row[2].Text() ?? "binary", NotNull: Text(row, 3) == "NO", HasDefault: standard is not null,
            IsGenerated: Has(extra, "VIRTUAL") || Has(extra, "STORED") || Has(extra, "PERSISTENT"), IsHidden: Has(extra, "INVISIBLE"))
        {
            Default = standard,
            IsStampedOnUpdate = Has(extra, "on update"),
            PadWeight = pads.GetValueOrDefault(row[2].Text() ?? ""),
        };
    }

    /// <summary>A DEFAULT as far as it matters who works it out: a constant, the moment, or an expression.</summary>
    private static Expression Default(string text, string extra)
    {
        if (Has(text, "current_timestamp") || text.StartsWith("now(", StringComparison.OrdinalIgnoreCase))
            return new LiteralExpression(LiteralKind.CurrentTimestamp, "");
        var isExpression = Has(extra, "DEFAULT_GENERATED") || (text.Contains('(', StringComparison.Ordinal) && !text.StartsWith('\''));
        return isExpression ? new FunctionExpression(new Identifier("default"), []) : new LiteralExpression(LiteralKind.String, text.Trim('\''));
    }

    private static bool IsAutoIncrement(Value[] row) => Has(Text(row, 5), "auto_increment");

    private static UniqueKey Unique(IGrouping<string, Value[]> key, LogicalTable table)
    {
        var ordinals = key.Select(row => row[1].Text() is { } column ? table.IndexOf(column) : -1).ToArray();
        var isPrimary = key.Key == PrimaryName;
        var name = isPrimary ? $"PRIMARY KEY ({string.Join(", ", key.Select(static row => Text(row, 1)))})" : key.Key;
        return new UniqueKey(name, ordinals, isPrimary, IsLocal: table.Kind == TableKind.Sharded && !ordinals.Contains(table.KeyColumn));
    }

    private static ForeignKey Foreign(IGrouping<string, Value[]> key) => new(
        [.. key.Select(static row => Text(row, 1))], Text(key.First(), 2), [.. key.Select(static row => Text(row, 3))]);

    private static Affinity AffinityOf(string type)
    {
        var name = ColumnTypes.BaseName(type).ToUpperInvariant();
        if (name.Contains("INT", StringComparison.Ordinal) && !name.StartsWith("POINT", StringComparison.Ordinal) || name is "YEAR" or "BIT")
            return Affinity.Integer;
        if (name.Contains("CHAR", StringComparison.Ordinal) || name.Contains("TEXT", StringComparison.Ordinal) || name is "ENUM" or "SET" or "JSON")
            return Affinity.Text;
        if (name.StartsWith("FLOAT", StringComparison.Ordinal) || name.StartsWith("DOUBLE", StringComparison.Ordinal))
            return Affinity.Real;
        return name.StartsWith("DECIMAL", StringComparison.Ordinal) ? Affinity.Numeric : Affinity.Blob;
    }

    private static string Text(Value[] row, int column) => row[column].Text() ?? "";

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
