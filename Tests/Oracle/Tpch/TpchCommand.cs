namespace ShardClient.Tests.Oracle.Tpch;

internal static class TpchCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        Console.Error.WriteLine("usage: Oracle [Tpch]");
        return Task.FromResult(2);
    }
}
