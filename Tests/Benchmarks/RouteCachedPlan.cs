using BenchmarkDotNet.Attributes;
using ShardClient.Planning.Routes;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Tests.Benchmarks;

/// <summary>The shards of one execution of a plan that is there already.</summary>
[Config(typeof(QuickConfig))]
public class RouteCachedPlan
{
    private static readonly Placement Placement = HashPlacement.Even("default", HashPlacement.DefaultSlots, BenchmarkData.Shards);
    private static readonly KeyRoute Integer = new(Placement, new KeyType(KeyKind.Integer), 0);
    private static readonly KeyRoute Text = new(Placement, new KeyType(KeyKind.Text), 0);
    private static readonly KeyListRoute List = new(Placement, new KeyType(KeyKind.Integer), [.. Enumerable.Range(0, 10)], IncludesNull: false);

    private readonly Value[] _integers = [.. Enumerable.Range(0, 10).Select(static number => Value.FromInteger(number * 123_457L))];
    private readonly Value[] _text = [Value.FromText("user4711@example.com")];

    [Benchmark(Baseline = true)]
    public int IntegerKey() => Router.Route(Integer, _integers, 0).Single;

    [Benchmark]
    public int TextKey() => Router.Route(Text, _text, 0).Single;

    [Benchmark]
    public int ListOfTen() => Router.Route(List, _integers, 0).Count;
}
