namespace ShardClient.Tests.Oracle.Random;

internal static class RandomCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        Console.Error.WriteLine("usage: Oracle [Random]");
        return Task.FromResult(2);
    }
}
