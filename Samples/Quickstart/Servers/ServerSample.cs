using System.Data.Common;

namespace ShardClient.Samples.Quickstart.Servers;

/// <summary>The sample on MariaDB servers, which live as long as it does.</summary>
internal static class ServerSample
{
    private const int InterruptedExitCode = 130;

    /// <exception cref="ServerException">MariaDB is not installed, or does not start.</exception>
    public static async Task<int> RunAsync(QuickstartOptions options, string folder)
    {
        using var interruption = new Interruption();
        var isShown = false;
        try
        {
            Display.Heading("The servers");
            await using var servers = await LocalServers.StartAsync(folder, options.Keep, interruption.Token);
            await ShowAsync(servers, folder, options.Wait).WaitAsync(interruption.Token);
            isShown = true;
            if (options.Wait)
                await WaitAsync(interruption.Token);
            Display.Line("Stopping the servers");
            return 0;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return isShown ? 0 : InterruptedExitCode;
        }
    }

    private static async Task ShowAsync(LocalServers servers, string folder, bool wait)
    {
        foreach (var shard in servers.Describe())
            Display.Line(shard);
        Display.Line($"Their data, their logs and the cluster file are in {folder}");

        Display.Heading("The cluster");
        var keys = new DbConnectionStringBuilder { ["Cluster File"] = servers.ClusterFile, ["Transaction Mode"] = "BestEffort" };
        await using (var cluster = new ShardDataSourceBuilder(keys.ConnectionString).Build())
        await using (var connection = await cluster.OpenConnectionAsync())
            await Sample.RunAsync(connection, Engine.MySql);

        Display.Heading("From a program of your own");
        Display.Line($"""
            await using var cluster = new ShardDataSourceBuilder("{keys.ConnectionString}").Build();
            await using var connection = await cluster.OpenConnectionAsync();
            """);
        if (!wait)
            Display.Line("With --wait the servers go on running until Ctrl+C, and with --keep the rows are those of the last run.");
    }

    private static Task WaitAsync(CancellationToken cancellationToken)
    {
        Display.Line("The servers run until Ctrl+C.");
        return Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
