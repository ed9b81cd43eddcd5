using System.Data.Common;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>Whether the cluster has what the source has in a table.</summary>
/// <param name="IntegerColumns">Columns with integers, whose sums were compared.</param>
/// <param name="RealColumns">Columns with REALs, whose sums were compared.</param>
internal sealed record TableCheck(string Table, long Rows, long RowsInCluster, int IntegerColumns, int RealColumns, IReadOnlyList<string> Differences)
{
    private const int ColumnsPerStatement = 100;

    public bool IsEqual => Differences.Count == 0;

    public static TableCheck NotLoaded(SourceTable table, string why) => new(table.Name, table.Rows, 0, 0, 0, [$"not loaded: {why}"]);

    public static async Task<TableCheck> RunAsync(SourceDatabase source, DbConnection cluster, SourceTable table)
    {
        var inCluster = (long)(await ReadAsync(cluster, $"SELECT COUNT(*) FROM {BulkInsert.Quote(table.Name)}"))[0]!;
        var differences = new List<string>();
        if (table.Rows != inCluster)
            differences.Add($"{table.Rows:N0} rows became {inCluster:N0}");
        var (integers, reals) = (0, 0);
        foreach (var columns in table.Columns.Chunk(ColumnsPerStatement))
        {
            var sql = Statement(source, table, columns);
            var (here, there) = (source.Rows(sql).Single(), await ReadAsync(cluster, sql));
            for (var index = 0; index < columns.Length; index++)
            {
                var (mine, theirs) = (Totals(here, index), Totals(there, index));
                integers += mine.Integers > 0 ? 1 : 0;
                reals += mine.Reals > 0 ? 1 : 0;
                if (mine.Difference(theirs) is { } difference)
                    differences.Add($"{columns[index].Name}: {difference}");
            }
        }

        return new TableCheck(table.Name, table.Rows, inCluster, integers, reals, differences);
    }

    private static string Statement(SourceDatabase source, SourceTable table, SourceColumn[] columns) =>
        $"SELECT {Names.List(columns.SelectMany(column => ColumnTotals.Select(BulkInsert.Quote(column.Name), source.LengthFunction)))} FROM {BulkInsert.Quote(table.Name)}";

    private static ColumnTotals Totals(object?[] row, int column) => ColumnTotals.Read(row.AsSpan(column * ColumnTotals.Expressions, ColumnTotals.Expressions));

    private static async Task<object?[]> ReadAsync(DbConnection cluster, string sql) => (await ClusterRows.ReadAsync(cluster, sql)).Rows.Single();
}
