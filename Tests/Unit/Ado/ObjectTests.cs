using System.Data;
using System.Data.Common;
using Xunit;

namespace ShardClient.Tests.Unit.Ado;

public sealed class ObjectTests
{
    [Fact]
    public void The_factory_creates_each_kind_of_object()
    {
        var factory = ShardClientFactory.Instance;
        Assert.True(factory is { CanCreateBatch: true, CanCreateCommandBuilder: true, CanCreateDataAdapter: true, CanCreateDataSourceEnumerator: false });
        Assert.IsType<ShardConnection>(factory.CreateConnection());
        Assert.IsType<ShardCommand>(factory.CreateCommand());
        Assert.IsType<ShardParameter>(factory.CreateParameter());
        Assert.IsType<ShardBatch>(factory.CreateBatch());
        Assert.IsType<ShardBatchCommand>(factory.CreateBatchCommand());
        Assert.IsType<ShardConnectionStringBuilder>(factory.CreateConnectionStringBuilder());
        Assert.NotNull(factory.CreateDataAdapter());
        Assert.Equal("\"a\"\"b\"", factory.CreateCommandBuilder().QuoteIdentifier("a\"b"));
        using var source = factory.CreateDataSource("Data Source=:memory:;Shards=1");
        Assert.IsType<ShardDataSource>(source);
    }

    [Fact]
    public void The_factory_can_be_registered_by_its_name()
    {
        DbProviderFactories.RegisterFactory(ShardClientFactory.InvariantName, ShardClientFactory.Instance);
        Assert.Same(ShardClientFactory.Instance, DbProviderFactories.GetFactory("ShardClient"));
    }

    [Fact]
    public void A_wrong_keyword_is_refused_when_it_is_set()
    {
        using var connection = new ShardConnection();
        Assert.ThrowsAny<ArgumentException>(() => connection.ConnectionString = "Servr=x");
        Assert.Equal("", connection.ConnectionString);
    }

    [Fact]
    public void A_connection_string_is_one_and_the_same_instance()
    {
        const string text = "Data Source=:memory:;Shards=2";
        using var connection = new ShardConnection(text);
        Assert.Same(text, connection.ConnectionString);
        Assert.Same(connection.ConnectionString, connection.ConnectionString);
    }

    [Fact]
    public void A_closed_connection_says_what_it_needs()
    {
        using var connection = new ShardConnection();
        Assert.Throws<InvalidOperationException>(connection.Open);
        Assert.Throws<InvalidOperationException>(() => connection.BeginTransaction());
        Assert.Throws<InvalidOperationException>(() => connection.ServerVersion);
        Assert.Throws<NotSupportedException>(() => connection.ChangeDatabase("other"));
        connection.Close();
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void A_command_says_what_it_lacks()
    {
        using var command = new ShardCommand("SELECT 1");
        Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
        Assert.Throws<InvalidOperationException>(command.Prepare);
        Assert.Throws<ArgumentOutOfRangeException>(() => command.CommandType = (CommandType)7);
        Assert.Throws<ArgumentOutOfRangeException>(() => command.CommandTimeout = -1);
        Assert.Equal(30, command.CommandTimeout);
        command.Cancel();
    }

    [Theory]
    [InlineData("VARCHAR(20)", "String")]
    [InlineData("bigint (20) unsigned", "UInt64")]
    [InlineData("BIT(1)", "Boolean")]
    [InlineData("NATIVE CHARACTER(70)", "String")]
    [InlineData("MYINTEGER", "Integer")]
    [InlineData("STRANGE", "Dynamic")]
    [InlineData(null, "Dynamic")]
    [InlineData("DECIMAL(10", "Decimal")]
    public void A_declaration_means_one_type(string? declaration, string expected) =>
        Assert.Equal(expected, ShardClient.Values.ColumnTypes.Of(declaration).ToString());
}
