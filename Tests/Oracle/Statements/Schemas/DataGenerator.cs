using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>Makes rows that the table's constraints accept.</summary>
internal static class DataGenerator
{
    /// <param name="table">The table to fill.</param>
    /// <param name="loaded">Those that are filled already, to whose rows its foreign keys point.</param>
    public static TableData Rows(Table table, IReadOnlyList<TableData> loaded, Dice dice)
    {
        using var database = new PlainDatabase();
        database.Execute("PRAGMA foreign_keys = OFF");
        database.Execute(table.Definition(isCluster: false));
        var columns = table.Written.ToList();
        var names = string.Join(", ", columns.Select(static column => column.Sql));
        database.Execute("BEGIN");
        for (var row = 0; row < table.RowCount; row++)
            database.Execute($"INSERT OR IGNORE INTO {table.Sql} ({names}) VALUES ({string.Join(", ", columns.Select(column => Value(column, loaded, dice).Literal))})");
        database.Execute("COMMIT");
        return new TableData(table, database.Ask($"SELECT * FROM {table.Sql}").Rows);
    }

    private static SqlValue Value(Column column, IReadOnlyList<TableData> loaded, Dice dice)
    {
        if (!column.IsNotNull && dice.Chance(12))
            return SqlValue.Null;
        if (column.References is not { } parent)
            return column.Domain.Next(dice);
        var rows = loaded.First(other => other.Table.Name == parent.Table);
        var id = rows.Table.Columns.ToList().FindIndex(static other => other.Name == "id");
        return rows.Rows.Count == 0 ? SqlValue.Null : new SqlValue(dice.Pick(rows.Rows)[id]);
    }
}
