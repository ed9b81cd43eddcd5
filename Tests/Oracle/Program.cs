using ShardClient.Tests.Oracle.Engines;
using ShardClient.Tests.Oracle.Servers;
using ShardClient.Tests.Oracle.Statements;
using ShardClient.Tests.Oracle.SqlLogic;
using ShardClient.Tests.Oracle.Tpch;

namespace ShardClient.Tests.Oracle;

/// <summary>Asks a cluster what one plain database is asked, and compares: random statements, on SQLite and on servers, and on one beside the other, files of sqllogictest, TPC-H.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["tpch", .. var rest] => TpchCommand.RunAsync(rest),
        ["engines", .. var rest] => EnginesCommand.RunAsync(rest),
        ["servers", .. var rest] => ServersCommand.RunAsync(rest),
        ["sqllogic", .. var rest] => SqlLogicCommand.RunAsync(rest),
        _ => StatementsCommand.RunAsync(args),
    };
}
