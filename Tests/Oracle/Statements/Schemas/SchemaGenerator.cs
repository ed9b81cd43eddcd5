using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>Makes schemas: a few tables that share column names and values, so that joins find partners.</summary>
internal sealed class SchemaGenerator(Dice dice)
{
    private static readonly string[] Names = ["users", "Orders", "items", "log", "order", "t1", "two words", "Tags"];

    private readonly bool _isExtreme = dice.Chance(12);

    private readonly bool _isMixed = dice.Chance(15);

    /// <summary>A reference table to which foreign keys point; null for a schema without.</summary>
    private Table? _parent;

    public Schema Next(int shards)
    {
        var key = new KeyGenerator(dice, shards);
        var names = dice.Some(Names, 5, 5);
        var parent = Replicated(names[3], TableKind.Reference);
        _parent = dice.Chance(15) && parent is { HasPrimaryKey: true, UniqueKeys: [[{ Name: "id" }], ..] } ? parent : null;
        List<Table> tables = [parent, Sharded(names[0], key.Next()), Sharded(names[1], dice.Chance(70) ? key.Same() : key.Next())];
        if (dice.Chance(40))
            tables.Add(Sharded(names[2], key.Next()));
        if (dice.Chance(70))
            tables.Add(Replicated(names[4], TableKind.Single));
        return new Schema(tables, new ClusterLayout(shards, key.Placements, shards > 1 && dice.Chance(20) ? key.OtherPlacements : null, dice.Chance(15)));
    }

    private Table Sharded(string name, (Column Column, string? Placement) chosen)
    {
        var (key, placement) = chosen;
        var id = new Column("id", dice.Of("INTEGER", "INT", "BIGINT"), ValueClass.Integer, Domain.SmallIntegers) { IsNotNull = dice.Chance(50) };
        var others = Others(dice.Next(2, 4));
        var form = dice.Next(5);
        List<IReadOnlyList<Column>> unique = form switch
        {
            0 => [[key]],
            1 or 2 => [[key, id]],
            3 => [[id, key], [key, others[0]]],
            _ => [],
        };
        var table = Made(name, TableKind.Sharded, [key, id, .. others], unique);
        return table with { Key = table.Columns.First(column => column.Name == key.Name), Placement = placement };
    }

    private Table Replicated(string name, TableKind kind)
    {
        var id = new Column("id", "INTEGER", ValueClass.Integer, Domain.SmallIntegers) { IsNotNull = true };
        var others = Others(dice.Next(2, 4));
        List<IReadOnlyList<Column>> unique = dice.Next(4) switch
        {
            0 => [],
            1 => [[id], [others[0]]],
            _ => [[id]],
        };
        return Made(name, kind, [id, .. others], unique);
    }

    private Table Made(string name, TableKind kind, List<Column> columns, List<IReadOnlyList<Column>> unique)
    {
        // The first unique key is the primary one, and what WITHOUT ROWID or an INTEGER PRIMARY KEY asks for is kept.
        var hasPrimary = unique.Count > 0 && dice.Chance(85);
        if (hasPrimary)
            Replace(columns, unique, [.. unique[0].Where(static column => !column.IsNotNull)], static column => column with { IsNotNull = true });
        if (unique.Count == 0)
            Replace(columns, unique, [.. columns.Where(static column => !column.IsExact)], Exact);
        if (_parent is not null && kind == TableKind.Sharded && dice.Chance(60))
            columns.Add(Child(_parent.Name));
        if (dice.Chance(15))
            columns.Add(Generated(columns));
        if (dice.Chance(30))
            dice.Shuffle(columns);
        var number = columns.FirstOrDefault(static column => column.Class == ValueClass.Integer && column.Generated is null);
        return new Table(name, kind, columns)
        {
            IsStrict = columns.TrueForAll(static column => column.Declared is "INTEGER" or "INT" or "REAL" or "TEXT" or "BLOB") && dice.Chance(40),
            Checks = number is not null && dice.Chance(15) ? [dice.Of($"{number.Sql} <> 13", $"{number.Sql} IS NULL OR {number.Sql} < 90000")] : [],
            UniqueKeys = unique,
            HasPrimaryKey = hasPrimary,
            IsWithoutRowId = hasPrimary && dice.Chance(15),
            RowCount = dice.Weighted((8, 0), (8, 1), (20, dice.Next(2, 8)), (50, dice.Next(8, 30)), (12, 60), (_isExtreme ? 0 : 2, 300)),
        };
    }

    /// <summary>Rows without a key are told apart by all their columns, so equal values must be the same.</summary>
    private static Column Exact(Column column) => column.Class == ValueClass.Any
        ? column with { Class = ValueClass.Text, Declared = "TEXT", Domain = Domain.Words }
        : column with { Collation = "BINARY" };

    private Column Child(string parent) => new("parent", "INTEGER", ValueClass.Integer, Domain.SmallIntegers)
    {
        References = (parent, dice.Of("", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON UPDATE CASCADE")),
    };

    /// <summary>A column that the engine computes from others.</summary>
    private Column Generated(List<Column> columns)
    {
        var stored = dice.Of(" STORED", " VIRTUAL", "");
        var number = columns.FirstOrDefault(static column => column.Class == ValueClass.Integer && column.Domain != Domain.ExtremeIntegers);
        return number is not null && dice.Chance(60)
            ? new Column("made", "INTEGER", ValueClass.Integer, Domain.SmallIntegers) { Generated = $"{number.Sql} % 7", Storage = stored }
            : new Column("made", "TEXT", ValueClass.Text, Domain.AsciiWords) { Generated = $"'#' || coalesce({columns[^1].Sql}, '')", Storage = stored };
    }

    private static void Replace(List<Column> columns, List<IReadOnlyList<Column>> unique, List<Column> old, Func<Column, Column> change)
    {
        foreach (var column in old)
        {
            var changed = change(column);
            columns[columns.IndexOf(column)] = changed;
            for (var index = 0; index < unique.Count; index++)
                unique[index] = [.. unique[index].Select(part => part == column ? changed : part)];
        }
    }

    private List<Column> Others(int count)
    {
        List<Column> all = [Number("n"), Number("qty"), Real("price"), Word("name"), Word("Group"), Other("extra"), Other("note")];
        return dice.Some(all, count, count);
    }

    private Column Number(string name) => new(name, dice.Of("INTEGER", "INT", "SMALLINT", "BIGINT"), ValueClass.Integer, _isExtreme && dice.Chance(50) ? Domain.ExtremeIntegers : Domain.SmallIntegers)
    {
        IsNotNull = dice.Chance(20), Default = dice.Chance(25) ? dice.Of("0", "7", "-1") : null,
    };

    private Column Real(string name) => new(
        name, dice.Of("REAL", "DOUBLE", "FLOAT"), ValueClass.Real, _isExtreme && dice.Chance(50) ? Domain.ExtremeReals : dice.Chance(65) ? Domain.Dyadic : Domain.Decimals);

    private Column Word(string name)
    {
        var collation = dice.Weighted((60, "BINARY"), (30, "NOCASE"), (10, "RTRIM"));
        return new Column(name, dice.Of("TEXT", "VARCHAR(40)", "CLOB"), ValueClass.Text, collation == "RTRIM" ? Domain.PaddedWords : dice.Chance(50) ? Domain.Words : Domain.AsciiWords)
        {
            Collation = collation, IsNotNull = dice.Chance(15), Default = dice.Chance(20) ? dice.Of("''", "'none'", "'a'") : null,
        };
    }

    private Column Other(string name) => dice.Next(_isMixed ? 8 : 6) switch
    {
        0 => new Column(name, "BLOB", ValueClass.Blob, Domain.Blobs),
        1 => new Column(name, "DATE", ValueClass.Text, Domain.Dates),
        2 => new Column(name, "BOOLEAN", ValueClass.Integer, Domain.Booleans),
        3 => Real(name),
        4 => new Column(name, "DATETIME", ValueClass.Text, Domain.Moments),
        5 => new Column(name, "BIGINT", ValueClass.Integer, Domain.WideIntegers),
        _ => new Column(name, dice.Of("", "NUMERIC"), ValueClass.Any, Domain.Mixed),
    };
}
