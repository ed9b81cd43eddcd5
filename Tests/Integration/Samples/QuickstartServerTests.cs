using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace ShardClient.Tests.Integration.Samples;

/// <summary>Runs the sample on servers that it starts, in a folder of its own.</summary>
public sealed class QuickstartServerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardclient-quickstart-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_shows_a_cluster_on_servers_that_it_starts_and_stops()
    {
        var first = QuickstartRun.In(_folder, "--mysql");
        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Contains("110,013 rows", first.Output, StringComparison.Ordinal);
        Assert.Contains($"Cluster File={ClusterFile}", first.Output, StringComparison.Ordinal);
        Assert.Equal(10_000, InAll(first, "users | sharded"));
        Assert.Equal(100_000, InAll(first, "orders | sharded"));
        Assert.Equal(4 * 12, InAll(first, "countries | reference"));
        Assert.Contains("4711 | Fatima Kim | DE | 2021-10-22", first.Rows());
        Assert.Contains("keyboard | 8538 | 4322105.93 | 506.219950", first.Rows());
        Assert.Empty(Servers());

        // Its databases again, for a program of one's own, until it is told to end.
        using var second = QuickstartRun.Start(_folder, "--mysql", "--keep", "--wait");
        var output = await ReadAsync(second, until: "until Ctrl+C");
        Assert.DoesNotContain("110,013 rows", output, StringComparison.Ordinal);
        Assert.NotEmpty(Servers());
        await using (var cluster = new ShardDataSource($"Cluster File={ClusterFile}"))
        await using (var command = cluster.CreateCommand("SELECT COUNT(*) FROM orders WHERE item = 'book' AND price = 29.99 AND user_id = 4711"))
            Assert.Equal(2L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        await EndAsync(second);
        Assert.Equal(0, second.ExitCode);
        Assert.Empty(Servers());
    }

    [Theory]
    [InlineData("--wait", "--wait goes with --mysql")]
    [InlineData("--mysql --csv file.csv --table t --key k", "leave --csv out")]
    [InlineData("--mysql --from file.db", "leave --from out")]
    public void Wrong_arguments_are_answered_with_the_usage(string arguments, string message)
    {
        var run = QuickstartRun.In(_folder, arguments.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    private string ClusterFile => Path.Combine(_folder.FullName, "artifacts", "quickstart-mysql", "cluster.json");

    /// <summary>What it has printed when a line with this text comes.</summary>
    private static async Task<string> ReadAsync(Process running, string until)
    {
        var output = new StringBuilder();
        while (await running.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            output.AppendLine(line);
            if (line.Contains(until, StringComparison.Ordinal))
                return output.ToString();
        }

        throw new InvalidOperationException($"It ended without saying '{until}': {output}{await running.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}");
    }

    private static async Task EndAsync(Process running)
    {
        using var kill = Process.Start("kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)]);
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The processes that name the sample's folder.</summary>
    private IEnumerable<string> Servers() => Directory.EnumerateDirectories("/proc")
        .Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0]))
        .Select(CommandLine)
        .Where(line => line.Contains($"{_folder.FullName}/", StringComparison.Ordinal));

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }

    private static long InAll(QuickstartRun run, string table) =>
        run.Rows().Single(row => row.StartsWith(table, StringComparison.Ordinal))[table.Length..]
            .Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Sum(count => long.Parse(count, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
}
