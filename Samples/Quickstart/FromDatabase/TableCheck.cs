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

    /// <param name="hints">What to put before a statement to ask one copy: one for each shard of a reference table, else an empty one.</param>
    public static async Task<TableCheck> RunAsync(SourceDatabase source, DbConnection cluster, SourceTable table, IReadOnlyList<string> hints)
    {
        var check = new TableCheck(table.Name, table.Rows, table.Rows, 0, 0, []);
        foreach (var hint in hints)
            check = check.With(await CountAsync(cluster, hint, table));
        foreach (var columns in table.Columns.Chunk(ColumnsPerStatement))
        {
            var sql = Statement(source, table, columns);
            var expected = source.Rows(sql).Single();
            check = check with
            {
                IntegerColumns = check.IntegerColumns + columns.Where((_, index) => Totals(expected, index).Integers > 0).Count(),
                RealColumns = check.RealColumns + columns.Where((_, index) => Totals(expected, index).Reals > 0).Count(),
            };
            foreach (var hint in hints)
                check = check.With(columns, expected, await ReadAsync(cluster, hint + sql), hint);
        }

        return check;
    }

    private static async Task<long> CountAsync(DbConnection cluster, string hint, SourceTable table) =>
        (long)(await ReadAsync(cluster, $"{hint}SELECT COUNT(*) FROM {BulkInsert.Quote(table.Name)}"))[0]!;

    private TableCheck With(long rows) => rows == Rows ? this : this with
    {
        RowsInCluster = rows,
        Differences = [.. Differences, $"{Rows:N0} rows became {rows:N0}"],
    };

    private TableCheck With(SourceColumn[] columns, object?[] expected, object?[] found, string hint) => this with
    {
        Differences =
        [
            .. Differences,
            .. columns.Select((column, index) => Totals(expected, index).Difference(Totals(found, index)) is { } difference ? $"{hint}{column.Name}: {difference}" : "")
                .Where(difference => difference.Length > 0),
        ],
    };

    private static string Statement(SourceDatabase source, SourceTable table, SourceColumn[] columns) =>
        $"SELECT {Names.List(columns.SelectMany(column => ColumnTotals.Select(BulkInsert.Quote(column.Name), source.LengthFunction)))} FROM {BulkInsert.Quote(table.Name)}";

    private static ColumnTotals Totals(object?[] row, int column) => ColumnTotals.Read(row.AsSpan(column * ColumnTotals.Expressions, ColumnTotals.Expressions));

    private static async Task<object?[]> ReadAsync(DbConnection cluster, string sql) => (await ClusterRows.ReadAsync(cluster, sql)).Rows.Single();
}
