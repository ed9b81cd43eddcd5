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

    /// <param name="copies">The shards that each have all rows, to be looked at one by one; none for a table that is looked at as a whole.</param>
    public static async Task<TableCheck> RunAsync(SourceDatabase source, DbConnection cluster, SourceTable table, IReadOnlyList<string> copies)
    {
        var check = new TableCheck(table.Name, table.Rows, table.Rows, 0, 0, []);
        string[] hints = copies.Count == 0 ? [""] : [.. copies.Select(Shards.Hint)];
        foreach (var hint in hints)
            check = check.With(await CountAsync(cluster, hint, table));
        foreach (var columns in table.Columns.Chunk(ColumnsPerStatement))
        {
            var sql = Statement(source, table, columns);
            var found = new List<object?[]>();
            foreach (var hint in hints)
                found.Add(await ReadAsync(cluster, hint + sql));
            check = check.With(columns, source.Rows(sql).Single(), found);
        }

        return check;
    }

    private static async Task<long> CountAsync(DbConnection cluster, string hint, SourceTable table) =>
        (long)(await ReadAsync(cluster, $"{hint}SELECT COUNT(*) FROM {Engine.Sqlite.Quote(table.Name)}"))[0]!;

    private TableCheck With(long rows) => rows == Rows ? this : this with
    {
        RowsInCluster = rows,
        Differences = [.. Differences, $"{Rows:N0} rows became {rows:N0}"],
    };

    private TableCheck With(SourceColumn[] columns, object?[] expected, List<object?[]> found)
    {
        ColumnTotals[] totals = [.. columns.Select((_, index) => Totals(expected, index))];
        var differences =
            from row in found
            from index in Enumerable.Range(0, columns.Length)
            let difference = totals[index].Difference(Totals(row, index))
            where difference is not null
            select $"{columns[index].Name}: {difference}";
        return this with
        {
            IntegerColumns = IntegerColumns + totals.Count(column => column.Integers > 0),
            RealColumns = RealColumns + totals.Count(column => column.Reals > 0),
            Differences = [.. Differences, .. differences.Distinct()],
        };
    }

    private static string Statement(SourceDatabase source, SourceTable table, SourceColumn[] columns) =>
        $"SELECT {Names.List(columns.SelectMany(column => ColumnTotals.Select(Engine.Sqlite.Quote(column.Name), source.LengthFunction)))} FROM {Engine.Sqlite.Quote(table.Name)}";

    private static ColumnTotals Totals(object?[] row, int column) => ColumnTotals.Read(row.AsSpan(column * ColumnTotals.Expressions, ColumnTotals.Expressions));

    private static async Task<object?[]> ReadAsync(DbConnection cluster, string sql) => (await ClusterRows.ReadAsync(cluster, sql)).Rows.Single();
}
