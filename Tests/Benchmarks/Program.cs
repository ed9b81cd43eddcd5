using System.Runtime.CompilerServices;
using BenchmarkDotNet.Running;
using ShardClient.Tests.Benchmarks;
using ShardClient.Tests.Benchmarks.Servers;

// start KIND PATH: the child of ProcessStart. table [--quick | PART OF A NAME]: the promises side by side. spill [ROWS]: merges beyond
// memory. servers CONNECTION_STRING PROCESS [PART OF A NAME]...: beside MySqlConnector. Else BenchmarkDotNet's own arguments.
return args switch
{
    [ProcessStart.Mode, var kind, var path] => ProcessStart.RunChild(kind, path),
    [SpillRun.Mode, .. var rest] => SpillRun.Run(rest is [var rows] ? long.Parse(rows, System.Globalization.CultureInfo.InvariantCulture) : 10_000_000),
    [SideBySide.Mode, .. var rest] => rest is [var only and not "--quick"] ? SideBySide.Run(quick: false, only) : SideBySide.Run(quick: rest is ["--quick"]),
    [ServerTable.Mode, .. var rest] => ServerTable.Run(rest),
    [CaseProcess.Mode, var name, var server, var process] => CaseProcess.RunChildAsync(name, server, process).GetAwaiter().GetResult(),
    _ => RunBenchmarks(args),
};

[MethodImpl(MethodImplOptions.NoInlining)]
static int RunBenchmarks(string[] arguments)
{
    BenchmarkSwitcher.FromAssembly(typeof(PointSelect).Assembly).Run(arguments);
    return 0;
}
