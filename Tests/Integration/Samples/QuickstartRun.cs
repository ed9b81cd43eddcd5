using System.Diagnostics;
using Xunit;

namespace ShardClient.Tests.Integration.Samples;

/// <summary>One run of the sample, as a person runs it.</summary>
internal sealed record QuickstartRun(int ExitCode, string Output, string Errors)
{
    public static Process Start(DirectoryInfo folder, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Assembly(), .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public static QuickstartRun In(DirectoryInfo folder, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new QuickstartRun(process.ExitCode, output, errors.Result);
    }

    /// <summary>The rows of all printed tables, cells joined by " | "; a line whose first cell is empty goes on with the row above it.</summary>
    public IReadOnlyList<string> Rows()
    {
        var rows = new List<string[]>();
        foreach (var line in Output.Split('\n').Where(line => line.StartsWith('│')))
        {
            string[] cells = [.. line.Trim('│').Split('│').Select(cell => cell.Trim())];
            if (cells[0].Length > 0 || rows.Count == 0)
                rows.Add(cells);
            else
                rows[^1] = [.. rows[^1].Zip(cells, (above, below) => $"{above} {below}".TrimEnd())];
        }

        return [.. rows.Select(cells => string.Join(" | ", cells))];
    }

    /// <summary>The sample as built beside these tests, in the same configuration.</summary>
    private static string Assembly()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (!File.Exists(Path.Combine(root.FullName, "ShardClient.sln")))
            root = root.Parent ?? throw new InvalidOperationException("ShardClient.sln is in none of the folders above the tests.");
        return Path.Combine(root.FullName, "Samples", "Quickstart", "bin", output.Parent!.Name, output.Name, "Quickstart.dll");
    }
}
