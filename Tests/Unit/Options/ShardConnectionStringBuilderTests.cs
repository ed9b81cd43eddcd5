using ShardClient.Options;
using Xunit;

namespace ShardClient.Tests.Unit.Options;

public sealed class ShardConnectionStringBuilderTests
{
    [Fact]
    public void Properties_are_written_by_their_own_names_in_the_tables_order_and_defaults_are_not()
    {
        var builder = new ShardConnectionStringBuilder { DataSource = "shop", Shards = 4, GatherLimit = 64 << 20, UniqueKeys = UniqueKeyPolicy.Local };
        Assert.Equal("Data Source=shop;Shards=4;Unique Keys=Local;Gather Limit=67108864", builder.ConnectionString);
        var settings = ShardClientSettings.Parse(builder.ConnectionString);
        Assert.Equal((4, 64L << 20, UniqueKeyPolicy.Local), (settings.Shards!.Value, settings.GatherLimit, settings.UniqueKeys));
    }

    [Fact]
    public void A_string_is_read_by_any_spelling()
    {
        var builder = new ShardConnectionStringBuilder("datasource=shop;command timeout=5;enlist=no");
        Assert.Equal("shop", builder.DataSource);
        Assert.Equal(5, builder.DefaultCommandTimeout);
        Assert.False(builder.Enlist);
        Assert.Equal("Data Source=shop;Enlist=False;Default Command Timeout=5", builder.ConnectionString);
    }

    [Fact]
    public void The_indexer_finds_synonyms_and_gives_typed_values()
    {
        var builder = new ShardConnectionStringBuilder { ["Max Pool Size"] = 3 };
        Assert.Equal(3, builder.MaximumPoolSize);
        Assert.Equal(3, builder["Maximum Pool Size"]);
        Assert.Equal(30, builder["Default Timeout"]);
    }

    [Fact]
    public void Setting_null_removes_a_key()
    {
        var builder = new ShardConnectionStringBuilder("Data Source=a;Shards=2") { DataSource = null, ["shards"] = null };
        Assert.Equal("", builder.ConnectionString);
        Assert.Equal("", builder.DataSource);
        Assert.Null(builder.Shards);
    }

    [Fact]
    public void Every_keyword_is_contained_and_only_set_ones_are_removed()
    {
        var builder = new ShardConnectionStringBuilder("Shards=2");
        Assert.True(builder.ContainsKey("cluster file"));
        Assert.False(builder.ContainsKey("Server"));
        Assert.True(builder.ShouldSerialize("Shards"));
        Assert.False(builder.ShouldSerialize("Enlist"));
        Assert.True(builder.Remove("shards"));
        Assert.False(builder.Remove("shards"));
        Assert.False(builder.Remove("zebra"));
        Assert.Equal(builder.Keys.Count, builder.Values.Count);
        Assert.Equal(ConnectionOptions.All.Count, builder.Keys.Count);
    }

    [Fact]
    public void A_value_can_be_tried()
    {
        var builder = new ShardConnectionStringBuilder("Shards=2");
        Assert.True(builder.TryGetValue("SHARDS", out var shards));
        Assert.Equal(2, shards);
        Assert.False(builder.TryGetValue("zebra", out _));
    }

    [Theory]
    [InlineData("Zebra", 1)]
    [InlineData("Server", "db")]
    [InlineData("Shards", 0)]
    [InlineData("Transaction Mode", "TwoPhase")]
    public void What_is_not_ours_is_an_ArgumentException(string keyword, object value) =>
        Assert.Throws<ArgumentException>(() => new ShardConnectionStringBuilder { [keyword] = value });

    [Fact]
    public void A_wrong_string_leaves_the_builder_as_it_was()
    {
        var builder = new ShardConnectionStringBuilder("Shards=2");
        Assert.Throws<ArgumentException>(() => builder.ConnectionString = "Shards=3;Zebra=1");
        Assert.Equal(2, builder.Shards);
    }

    [Fact]
    public void Every_option_has_a_property()
    {
        var properties = typeof(ShardConnectionStringBuilder).GetProperties().Select(static property => property.Name).ToHashSet();
        Assert.All(ConnectionOptions.All, option => Assert.Contains(option.Name.Replace(" ", "", StringComparison.Ordinal), properties));
    }
}
