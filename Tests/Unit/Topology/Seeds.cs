using Xunit;

namespace ShardClient.Tests.Unit.Topology;

/// <summary>Random numbers whose seed the test prints.</summary>
internal static class Seeds
{
    public static Random Random()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
