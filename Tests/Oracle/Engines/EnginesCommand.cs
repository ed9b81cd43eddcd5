using ShardClient.Tests.Oracle.Engines.Running;
using ShardClient.Tests.Oracle.Servers;
using ShardClient.Tests.Oracle.Servers.Running;

namespace ShardClient.Tests.Oracle.Engines;

/// <summary>One text on two engines: random statements of what means the same, in the words of either dialect, on shards of SQLite and on shards of a server.</summary>
internal static class EnginesCommand
{
    private static readonly int[] ClusterSizes = [2, 1, 4];

    public static Task<int> RunAsync(string[] args)
    {
        if (ServersOptions.Read(args) is not { } options)
        {
            Console.Error.WriteLine(ServersOptions.Usage.Replace("Oracle servers", "Oracle engines", StringComparison.Ordinal));
            return Task.FromResult(2);
        }

        var run = new ScenarioRun(options, ClusterSizes, (dice, shards) => new EngineScenario(options.Server, dice, shards))
        {
            Sides = ("SQLite", "server"),
            Shown = CommonValues.Of,
            ShowsRefused = true,
        };
        return Task.FromResult(run.Run());
    }
}
