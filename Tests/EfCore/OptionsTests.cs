using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ShardClient.Tests.EfCore;

/// <summary>Which cluster a context uses, by the order in which it was told.</summary>
public sealed class OptionsTests
{
    private const string First = "Data Source=:memory:;Shards=2;Cluster Name=first";
    private const string Second = "Data Source=:memory:;Shards=3;Cluster Name=second";

    [Fact]
    public void Options_without_a_cluster_keep_the_connection_string()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseShardClient(First).UseShardClient(static options => options.CommandTimeout(7)).Options);
        Assert.Equal(First, context.Database.GetConnectionString());
        Assert.Equal(7, context.Database.GetCommandTimeout());
        Assert.True(context.Database.CanConnect());
    }

    [Fact]
    public void A_connection_string_may_come_later()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseShardClient((string?)null).Options);
        context.Database.SetConnectionString(First);
        Assert.Equal("first", NameOf(context));
    }

    [Fact]
    public void A_connection_string_may_come_later_than_options_without_a_cluster()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseShardClient().Options);
        context.Database.SetConnectionString(First);
        Assert.True(context.Database.CanConnect());
    }

    [Fact]
    public void Without_any_cluster_the_error_says_how_to_give_one()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseShardClient().Options);
        var error = Assert.Throws<InvalidOperationException>(context.Database.OpenConnection);
        Assert.Contains("services.AddShardClient", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_cluster_given_counts()
    {
        using var source = new ShardDataSource(First);
        using var ofText = new DbContext(new DbContextOptionsBuilder().UseShardClient(source).UseShardClient(Second).Options);
        Assert.Equal("second", NameOf(ofText));
        using var ofSource = new DbContext(new DbContextOptionsBuilder().UseShardClient(Second).UseShardClient(source).Options);
        Assert.Equal("first", NameOf(ofSource));
    }

    private static string NameOf(DbContext context)
    {
        context.Database.OpenConnection();
        return context.Database.GetDbConnection().Database;
    }
}
