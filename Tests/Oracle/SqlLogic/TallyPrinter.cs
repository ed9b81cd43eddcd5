using System.Globalization;

namespace ShardClient.Tests.Oracle.SqlLogic;

internal static class TallyPrinter
{
    private const int ShownSql = 600;

    public static void PrintFile(string file, Tally tally) => Write($"{file}: {Counts(tally)}");

    public static void PrintTotal(Tally tally, int details)
    {
        foreach (var wrong in tally.WrongAnswers.Take(details))
            PrintWrong(wrong);
        foreach (var refusals in tally.RefusedByReason)
            Write($"refused {refusals.Count}: {refusals.Reason} First: {refusals.Example}");
        Write($"{tally.Files} files: {Counts(tally)}");
    }

    private static string Counts(Tally tally)
    {
        var parts = new List<string> { $"{tally.Passed} passed", $"{tally.Wrong} wrong", $"{tally.Refused} refused" };
        AddSome(parts, tally.Outdated, "as today's SQLite and not as the script");
        AddSome(parts, tally.Reordered, "with another order of group_concat()");
        AddSome(parts, tally.NotRun, "not run after a refused statement");
        AddSome(parts, tally.LocalUniqueKeys, "unique keys LOCAL");
        AddSome(parts, tally.OtherwisePlaced, "tables not split by their first column");
        parts.Add(Invariant($"{tally.Run / Math.Max(tally.Elapsed.TotalSeconds, 0.001):F0} records/s"));
        return string.Join(", ", parts);
    }

    private static void AddSome(List<string> parts, int count, string what)
    {
        if (count > 0)
            parts.Add($"{count} {what}");
    }

    private static void PrintWrong(WrongAnswer wrong)
    {
        var sql = wrong.Record.Sql;
        Write($"WRONG {wrong.File}:{wrong.Record.Line}");
        Write($"  {(sql.Length <= ShownSql ? sql : sql[..ShownSql] + "...").Replace("\n", "\n  ", StringComparison.Ordinal)}");
        Write($"  expected: {wrong.Expected}");
        Write($"  got:      {wrong.Got}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Write(string line) => Console.Out.WriteLine(line);
}
