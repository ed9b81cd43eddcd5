using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ShardClient.Samples.Quickstart.FromDatabase;

internal enum ViewOutcome
{
    Equal,
    Different,

    /// <summary>The cluster says that it cannot answer it.</summary>
    Refused,

    /// <summary>The source itself cannot answer it.</summary>
    Broken,
}

/// <summary>Whether a view answers in the cluster as in the source.</summary>
internal sealed record ViewCheck(SourceObject View, ViewOutcome Outcome, long Rows, int Columns, string Note = "")
{
    public static async Task<ViewCheck> RunAsync(SourceDatabase source, DbConnection cluster, SourceObject view, RefusedObject? refused)
    {
        var sql = $"SELECT * FROM {BulkInsert.Quote(view.Name)}";
        IReadOnlyList<string> columns;
        RowBag expected;
        try
        {
            (columns, expected) = (source.ColumnsOf(sql), new RowBag(source.Rows(sql)));
        }
        catch (SqliteException broken)
        {
            return new ViewCheck(view, ViewOutcome.Broken, 0, 0, broken.Message);
        }

        if (refused is not null)
            return new ViewCheck(view, ViewOutcome.Refused, expected.Count, columns.Count, refused.Why);
        try
        {
            var (names, rows) = await ClusterRows.ReadAsync(cluster, sql);
            var difference = Difference(columns, expected, names, new RowBag(rows));
            return new ViewCheck(view, difference is null ? ViewOutcome.Equal : ViewOutcome.Different, expected.Count, columns.Count, difference ?? "");
        }
        catch (ShardException refusal) when (refusal.ErrorCode == ShardErrorCode.NotSupported)
        {
            return new ViewCheck(view, ViewOutcome.Refused, expected.Count, columns.Count, refusal.Message);
        }
        catch (ShardException failure)
        {
            return new ViewCheck(view, ViewOutcome.Different, expected.Count, columns.Count, $"{failure.ErrorCode}: {failure.Message}");
        }
    }

    /// <returns>Null when there is none.</returns>
    private static string? Difference(IReadOnlyList<string> columns, RowBag expected, IReadOnlyList<string> names, RowBag rows)
    {
        if (!columns.SequenceEqual(names))
            return $"the columns {Names.List(columns)} became {Names.List(names)}";
        var (missing, added) = (expected.CountMissingFrom(rows), rows.CountMissingFrom(expected));
        return missing + added == 0 ? null : $"{expected.Count:N0} rows became {rows.Count:N0}: {missing:N0} are missing, {added:N0} are not the source's";
    }
}
