using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>Makes rows that the table's constraints accept.</summary>
internal static class DataGenerator
{
    public static TableData Rows(Table table, Dice dice)
    {
        using var database = new PlainDatabase();
        database.Execute(table.Definition(isCluster: false));
        var columns = table.Written.ToList();
        var names = string.Join(", ", columns.Select(static column => column.Sql));
        database.Execute("BEGIN");
        for (var row = 0; row < table.RowCount; row++)
            database.Execute($"INSERT OR IGNORE INTO {table.Sql} ({names}) VALUES ({string.Join(", ", columns.Select(column => Value(column, dice).Literal))})");
        database.Execute("COMMIT");
        return new TableData(table, database.Ask($"SELECT * FROM {table.Sql}").Rows);
    }

    public static SqlValue Value(Column column, Dice dice) => !column.IsNotNull && dice.Chance(12) ? SqlValue.Null : column.Domain.Next(dice);
}
