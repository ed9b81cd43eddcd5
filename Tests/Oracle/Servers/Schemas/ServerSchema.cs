using System.Globalization;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Schemas;

/// <summary>Some tables, colocated or not, and the rows they begin with.</summary>
internal sealed record ServerSchema(IReadOnlyList<ServerTable> Tables)
{
    public const int MostTables = 4;

    public static ServerSchema Next(Dice dice, IReadOnlyList<string> collations)
    {
        List<ServerTable> tables = [];
        ServerColumn? key = null;
        for (var count = dice.Next(2, MostTables); count > 0; count--)
        {
            // Tables of one type of key have their rows of one key on one shard.
            if (key is null || !dice.Chance(60))
                key = KeyThatSplits(dice, collations);
            var placed = dice.Weighted((75, Placed.Sharded), (15, Placed.Reference), (10, Placed.Single));
            var id = new ServerColumn("id", "INT", ValueKind.Integer, []) { IsNotNull = true };
            var others = Enumerable.Range(0, dice.Next(2, 5)).Select(index => Other(string.Create(CultureInfo.InvariantCulture, $"c{index}"), dice, collations));
            tables.Add(new ServerTable(string.Create(CultureInfo.InvariantCulture, $"t{tables.Count}"), placed, [key, id, .. others], dice.Of(0, 1, 5, 12, 30, 60)));
        }

        return new ServerSchema(tables);
    }

    /// <summary>INSERTs of the rows that a table begins with.</summary>
    public static IEnumerable<string> Rows(ServerTable table, Dice dice)
    {
        for (var id = 1; id <= table.RowCount; id++)
            yield return $"INSERT INTO {table.Name} VALUES {Row(table, id, dice)}";
    }

    public static string Row(ServerTable table, int id, Dice dice) =>
        $"({string.Join(", ", table.Columns.Select(column => column == table.Id ? id.ToString(CultureInfo.InvariantCulture) : Value(column, dice)))})";

    public static string Value(ServerColumn column, Dice dice) => !column.IsNotNull && dice.Chance(12) ? "NULL" : dice.Pick(column.Values);

    private static ServerColumn Other(string name, Dice dice, IReadOnlyList<string> collations) =>
        ColumnTypes.Next(name, dice, collations) with { IsNotNull = dice.Chance(30) };

    // What a cluster does not split by (NO PAD collations of CHAR, TEXT) is not what this is about.
    private static ServerColumn KeyThatSplits(Dice dice, IReadOnlyList<string> collations)
    {
        while (true)
        {
            var key = ColumnTypes.Key("k", dice, collations);
            if (!key.Type.StartsWith("TEXT", StringComparison.Ordinal) && !key.Type.StartsWith("CHAR", StringComparison.Ordinal))
                return key;
        }
    }
}
