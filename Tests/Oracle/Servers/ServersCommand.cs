using ShardClient.Tests.Oracle.Servers.Running;
using ShardClient.Tests.Oracle.Statements.Comparing;

namespace ShardClient.Tests.Oracle.Servers;

/// <summary>Random statements in MySQL's dialect: a cluster of databases of a server against one plain database of it.</summary>
internal static class ServersCommand
{
    private static readonly int[] ClusterSizes = [4, 2, 7, 1, 4];

    public static Task<int> RunAsync(string[] args)
    {
        if (ServersOptions.Read(args) is not { } options)
        {
            Console.Error.WriteLine(ServersOptions.Usage);
            return Task.FromResult(2);
        }

        var run = new ScenarioRun(options, ClusterSizes, (dice, shards) => new ServerScenario(options.Server, dice, shards, options.Collations))
        {
            Shown = static answer => ServerValues.Plain(answer, AnswerShape.Rows),
        };
        return Task.FromResult(run.Run());
    }
}
