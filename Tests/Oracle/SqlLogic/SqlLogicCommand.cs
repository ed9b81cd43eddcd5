namespace ShardClient.Tests.Oracle.SqlLogic;

internal static class SqlLogicCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        Console.Error.WriteLine("usage: Oracle [SqlLogic]");
        return Task.FromResult(2);
    }
}
