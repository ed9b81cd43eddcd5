using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Minimising;

/// <summary>Prints a failing case as a test to paste into a test project.</summary>
internal static class FailurePrinter
{
    private const int MaxRows = 12;

    public static void Print(TextWriter output, Case failing, Outcome outcome, string name)
    {
        output.WriteLine($"// {failing.Layout}; {outcome.Problem}");
        Print(output, "expected", outcome.Expected);
        Print(output, "got", outcome.Actual);
        output.WriteLine("[Fact]");
        output.WriteLine($"public void {name}()");
        output.WriteLine("{");
        output.WriteLine($"    using var cluster = {Opening(failing)};");
        output.WriteLine("    using var plain = new SqliteConnection(\"Data Source=:memory:\");");
        output.WriteLine("    cluster.Open();");
        output.WriteLine("    plain.Open();");
        foreach (var table in failing.Tables)
        {
            output.WriteLine($"    Execute(cluster, {Quoted(table.Table.Definition(isCluster: true))});");
            output.WriteLine($"    Execute(plain, {Quoted(table.Table.Definition(isCluster: false))});");
        }

        foreach (var text in failing.Tables.SelectMany(static table => table.Inserts()).Concat(failing.Extras))
            output.WriteLine($"    foreach (var each in new DbConnection[] {{ cluster, plain }}) Execute(each, {Quoted(text)});");
        foreach (var text in failing.Before.Append(failing.Statement).Select(static statement => SqlText.Of(statement.Tree)))
            output.WriteLine($"    AssertSame(cluster, plain, {Quoted(text.Text)}{string.Concat(text.Parameters.Select(Argument))});");
        output.WriteLine("}");
        output.WriteLine();
    }

    private static string Argument(SqlParameterValue parameter) => $", ({Quoted(parameter.Name)}, {OfValue(parameter.Value)})";

    private static string Opening(Case failing) => failing.Layout.Placements is { } placements
        ? $"OpenFile({Quoted(ClusterDatabase.ClusterFile("oracle", failing.Layout.Shards, placements))})"
        : $"new ShardConnection(\"Data Source=:memory:;Shards={failing.Layout.Shards};Transaction Mode=BestEffort;Unique Keys=Local;Sqlite Types=Storage\")";

    private static void Print(TextWriter output, string what, Answer? answer)
    {
        if (answer is null)
            return;
        output.WriteLine(answer.Error is { } error
            ? $"// {what}: {error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}"
            : $"// {what}: {answer.Rows.Count} rows, {answer.Affected} written");
        foreach (var row in answer.Rows.Take(MaxRows))
            output.WriteLine($"//   {RowComparison.Show(row).ReplaceLineEndings("\\n")}");
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n")}\"";

    private static string OfValue(SqlValue value) => value.Value switch
    {
        null => "DBNull.Value",
        string text => Quoted(text),
        long number => $"{number}L",
        double real => $"{real:R}d",
        byte[] bytes => $"Convert.FromHexString(\"{Convert.ToHexString(bytes)}\")",
        var other => other.ToString()!,
    };
}
