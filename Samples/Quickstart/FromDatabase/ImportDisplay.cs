using System.Globalization;
using Spectre.Console;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>The tables that are printed on the way.</summary>
internal static class ImportDisplay
{
    public static void Proposal(IEnumerable<TablePlace> places)
    {
        var view = Display.NewTable("table").AddColumn(new TableColumn("rows").RightAligned()).AddColumns("proposal", "why");
        foreach (var place in places)
            view.AddRow(Cells(place.Table.Name, Number(place.Table.Rows), place.Title, place.Why));
        AnsiConsole.Write(view);
    }

    public static void Losses(IReadOnlyList<Loss> losses)
    {
        if (losses.Count == 0)
        {
            Display.Line("Everything is kept.");
            return;
        }

        var view = Display.NewTable("what", "of", "why");
        foreach (var loss in losses)
            view.AddRow(Cells(loss.What, loss.Of, loss.Why));
        AnsiConsole.Write(view);
    }

    public static void Checks(IEnumerable<TableCheck> checks)
    {
        var view = Display.NewTable("table");
        foreach (var name in new[] { "rows", "in the cluster", "integer sums", "REAL sums" })
            view.AddColumn(new TableColumn(name).RightAligned());
        view.AddColumn("result");
        foreach (var check in checks)
        {
            view.AddRow(Cells(
                check.Table, Number(check.Rows), Number(check.RowsInCluster), Number(check.IntegerColumns), Number(check.RealColumns),
                check.IsEqual ? "equal" : string.Join("; ", check.Differences)));
        }

        AnsiConsole.Write(view);
    }

    public static void Checks(IEnumerable<ViewCheck> checks)
    {
        var view = Display.NewTable("view").AddColumn(new TableColumn("rows").RightAligned()).AddColumn("result");
        foreach (var check in checks)
            view.AddRow(Cells(check.View.Name, Number(check.Rows), Result(check)));
        AnsiConsole.Write(view);
    }

    private static string Result(ViewCheck check) => check.Outcome switch
    {
        ViewOutcome.Equal when check.Note.Length == 0 => "equal",
        ViewOutcome.Refused => $"refused: {check.Note}",
        ViewOutcome.Broken => $"the source cannot answer it either: {check.Note}",
        _ => check.Note,
    };

    private static string[] Cells(params string[] texts) => [.. texts.Select(Markup.Escape)];

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
