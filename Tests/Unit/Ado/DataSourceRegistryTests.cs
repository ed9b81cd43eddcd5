using Xunit;

namespace ShardClient.Tests.Unit.Ado;

public sealed class DataSourceRegistryTests
{
    private readonly DataSourceRegistry _registry = new(limit: 2);

    [Fact]
    public void A_text_has_one_data_source()
    {
        var first = _registry.Enter(Text(1));
        Assert.Same(first, _registry.Enter(Text(1)));
        Assert.NotSame(first, _registry.Enter(Text(2)));
    }

    [Fact]
    public void Past_the_limit_the_one_used_least_recently_is_ended()
    {
        var (first, second) = (Used(1), Used(2));
        Assert.Same(first, Used(1));
        Used(3);
        Assert.Throws<ObjectDisposedException>(second.CreateConnection);
        Assert.Same(first, Used(1));
        Assert.NotSame(second, Used(2));
    }

    [Fact]
    public void One_with_an_open_connection_is_never_ended()
    {
        var first = _registry.Enter(Text(1));
        var second = Used(2);
        Used(3);
        Assert.Throws<ObjectDisposedException>(second.CreateConnection);
        Assert.Same(first, Used(1));
    }

    [Fact]
    public void One_in_memory_is_never_ended_and_when_there_is_no_room_it_is_said()
    {
        var memory = Of("Data Source=:memory:;Shards=2");
        var open = _registry.Enter(Text(1));
        var error = Assert.Throws<ShardException>(() => _registry.Enter(Text(2)));
        Assert.Equal(ShardErrorCode.LimitExceeded, error.ErrorCode);
        Assert.Contains("ClearPool", error.Message, StringComparison.Ordinal);
        open.Leave();
        Used(2);
        Assert.Same(memory, Of("Data Source=:memory:;Shards=2"));
    }

    [Fact]
    public void The_process_keeps_a_thousand() => Assert.Equal(1000, DataSourceRegistry.MaxDataSources);

    private static string Text(int number) => $"Data Source=/nowhere/{number};Shards=2";

    private ShardDataSource Used(int number) => Of(Text(number));

    private ShardDataSource Of(string text)
    {
        var source = _registry.Enter(text);
        source.Leave();
        return source;
    }
}
