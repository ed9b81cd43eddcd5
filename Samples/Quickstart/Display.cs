using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace ShardClient.Samples.Quickstart;

/// <summary>Everything that is printed. On a terminal in colour, in a file plain.</summary>
internal static class Display
{
    private const int MaxCell = 60;
    private const int WidthInFiles = 100;

    static Display()
    {
        if (!Console.IsOutputRedirected)
            return;
        AnsiConsole.Profile.Capabilities.Ansi = false;
        AnsiConsole.Profile.Capabilities.Interactive = false;
        AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        AnsiConsole.Profile.Width = WidthInFiles;
    }

    public static void Heading(string text)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(text)}[/]").LeftJustified());
    }

    public static void Line(string text) => Console.WriteLine(text);

    public static void Statement(string sql) => AnsiConsole.MarkupLine($"[aqua]{Markup.Escape(sql)}[/]");

    public static void Error(string text) => Console.Error.WriteLine(text);

    public static Task<T> WithProgressAsync<T>(string text, long total, Func<Action<int>, Task<T>> work) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(text, maxValue: total);
                var result = await work(rows => task.Increment(rows));
                task.Value = total;
                return result;
            });

    /// <summary>Runs a load under a progress bar, and prints its pace.</summary>
    public static async Task LoadAsync(long total, Func<Action<int>, Task> load)
    {
        var start = Stopwatch.GetTimestamp();
        await WithProgressAsync("Loading", total, async inserted =>
        {
            await load(inserted);
            return true;
        });
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Line($"{total:N0} rows in {seconds:0.0} s ({total / seconds:N0} a second)");
    }

    /// <summary>Rows per shard: a line for each table, a column for each shard.</summary>
    public static void RowsPerShard(IReadOnlyList<string> shards, IEnumerable<(string Table, string Kind, long[] Rows)> tables)
    {
        var view = NewTable("table", "kind");
        foreach (var shard in shards)
            view.AddColumn(new TableColumn(Markup.Escape(shard)).RightAligned());
        foreach (var (table, kind, rows) in tables)
            view.AddRow([Markup.Escape(table), kind, .. rows.Select(count => count.ToString("N0", CultureInfo.InvariantCulture))]);
        AnsiConsole.Write(view);
    }

    public static void Result(QueryResult result, int shardsInAll)
    {
        Heading(result.Query.Title);
        Statement(result.Query.Sql);
        if (result.Query.Parameters is not null)
            Line($"with {Text(result.Query.Parameters)}");
        Line($"route {Route(result, shardsInAll)}; {Count(result.Rows.Count)}; {Milliseconds(result.Again)} (first run {Milliseconds(result.First)})");
        Rows(result.Rows);
    }

    public static void Refused(Query query, string why)
    {
        Heading(query.Title);
        Statement(query.Sql);
        Line($"refused: {why}");
    }

    public static void Rows(IReadOnlyList<IDictionary<string, object?>> rows)
    {
        if (rows.Count == 0)
            return;
        var view = NewTable();
        foreach (var (name, value) in rows[0])
            view.AddColumn(value is long or int or double or decimal ? new TableColumn(Markup.Escape(name)).RightAligned() : new TableColumn(Markup.Escape(name)));
        foreach (var row in rows)
            view.AddRow([.. row.Values.Select(value => Markup.Escape(Cell(value)))]);
        AnsiConsole.Write(view);
    }

    public static void Summary(IEnumerable<QueryResult> results, int shardsInAll)
    {
        var view = NewTable("query", "route");
        foreach (var name in new[] { "rows", "first", "again" })
            view.AddColumn(new TableColumn(name).RightAligned());
        foreach (var result in results)
        {
            view.AddRow(
                Markup.Escape(result.Query.Title), Markup.Escape(Route(result, shardsInAll)), result.Rows.Count.ToString(CultureInfo.InvariantCulture),
                Milliseconds(result.First), Milliseconds(result.Again));
        }

        AnsiConsole.Write(view);
    }

    public static Table NewTable(params string[] columns) =>
        new Table().Border(AnsiConsole.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii).AddColumns(columns);

    private static string Route(QueryResult result, int shardsInAll) => result.Shards.Count switch
    {
        1 => result.Shards[0],
        var all when all == shardsInAll => $"all {all} shards",
        _ => string.Join(", ", result.Shards),
    };

    private static string Count(int rows) => rows == 1 ? "1 row" : $"{rows} rows";

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.00 ms", CultureInfo.InvariantCulture);

    private static string Text(object parameters) => string.Join(", ", parameters.GetType().GetProperties().Select(property =>
        $"@{property.Name} = {(property.GetValue(parameters) is int[] list ? $"({string.Join(", ", list)})" : property.GetValue(parameters))}"));

    private static string Cell(object? value)
    {
        var text = value switch
        {
            null => "NULL",
            DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            byte[] bytes => $"{bytes.Length} bytes",
            double real => real.ToString("0.##", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
        text = text.ReplaceLineEndings(" ");
        return text.Length <= MaxCell ? text : text[..(MaxCell - 3)] + "...";
    }
}
