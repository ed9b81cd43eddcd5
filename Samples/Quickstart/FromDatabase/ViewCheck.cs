using System.Data.Common;
using System.Text.RegularExpressions;
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
internal sealed partial record ViewCheck(SourceObject View, ViewOutcome Outcome, long Rows, int Columns, string Note = "")
{
    public static async Task<ViewCheck> RunAsync(SourceDatabase source, DbConnection cluster, SourceObject view, RefusedObject? refused)
    {
        var sql = $"SELECT * FROM {Engine.Sqlite.Quote(view.Name)}";
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
            var (outcome, note) = Compare(columns, expected, names, new RowBag(rows));
            var hint = outcome == ViewOutcome.Different && view.Sql.Contains("group_concat", StringComparison.OrdinalIgnoreCase)
                ? "; group_concat joins in no certain order unless it says ORDER BY"
                : "";
            return new ViewCheck(view, outcome, expected.Count, columns.Count, note + hint);
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

    private static (ViewOutcome Outcome, string Note) Compare(IReadOnlyList<string> columns, RowBag expected, IReadOnlyList<string> names, RowBag rows)
    {
        var (missing, added) = (expected.CountMissingFrom(rows), rows.CountMissingFrom(expected));
        if (missing + added > 0)
            return (ViewOutcome.Different, $"{expected.Count:N0} rows became {rows.Count:N0}: {missing:N0} are missing, {added:N0} are not the source's");
        if (columns.SequenceEqual(names))
            return (ViewOutcome.Equal, "");
        var renamed = $"the columns {Names.List(columns.Except(names))} are named {Names.List(names.Except(columns))}";
        return columns.Select(WithoutNumber).SequenceEqual(names.Select(WithoutNumber))
            ? (ViewOutcome.Equal, $"equal, but {renamed}")
            : (ViewOutcome.Different, renamed);
    }

    /// <summary>Two columns of one name SQLite calls <c>id</c> and <c>id:1</c>, a name that nobody wrote.</summary>
    private static string WithoutNumber(string name) => NumberAtEnd().Replace(name, "");

    [GeneratedRegex(":[0-9]+$")]
    private static partial Regex NumberAtEnd();
}
