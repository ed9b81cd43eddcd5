using System.Data.Common;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>Carries the rows over, each value in the storage class it has.</summary>
internal static class DataCopy
{
    /// <param name="inserted">Told how many rows came in since the last call.</param>
    public static async Task RunAsync(SourceDatabase source, IEnumerable<SourceTable> tables, DbConnection cluster, Action<int> inserted)
    {
        foreach (var table in tables)
        {
            string[] columns = [.. table.StoredColumns.Select(column => column.Name)];
            var rows = source.Rows($"SELECT {Names.List(columns.Select(Engine.Sqlite.Quote))} FROM {Engine.Sqlite.Quote(table.Name)}");
            await BulkInsert.RunAsync(cluster, Engine.Sqlite, table.Name, columns, rows, inserted);
        }
    }
}
