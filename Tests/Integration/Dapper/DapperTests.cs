using Dapper;
using ShardClient.Tests.Integration.Execution;
using Xunit;

namespace ShardClient.Tests.Integration.Dapper;

public sealed class DapperTests : IDisposable
{
    private readonly TestCluster _cluster = new();
    private readonly ShardConnection _connection;

    public DapperTests()
    {
        _connection = _cluster.Open();
        _connection.Execute("CREATE TABLE users (id BIGINT PRIMARY KEY, name VARCHAR(50), age INT, SHARD KEY (id))");
        _connection.Execute("CREATE TABLE orders (user_id BIGINT, id BIGINT, total DECIMAL(10, 2), PRIMARY KEY (user_id, id), SHARD KEY (user_id))");
        _connection.Execute(
            "INSERT INTO users (id, name, age) VALUES (@Id, @Name, @Age)", Enumerable.Range(1, 20).Select(id => new User(id, $"name{id}", id + 20)));
        _connection.Execute(
            "INSERT INTO orders (user_id, id, total) VALUES (@id, @id, @total)", Enumerable.Range(1, 20).Select(id => new { id, total = id + 0.5m }));
    }

    [Fact]
    public void Rows_become_objects() =>
        Assert.Equal(new User(7, "name7", 27), _connection.QuerySingle<User>("SELECT id, name, age FROM users WHERE id = @id", new { id = 7 }));

    [Fact]
    public async Task The_same_asynchronously()
    {
        Assert.Equal(new User(7, "name7", 27), await _connection.QuerySingleAsync<User>("SELECT id, name, age FROM users WHERE id = @id", new { id = 7 }));
        Assert.Equal(20L, await _connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM users"));
        Assert.Equal(1, await _connection.ExecuteAsync("UPDATE users SET age = age + 1 WHERE id = @id", new { id = 7 }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    public void A_list_is_expanded(int count)
    {
        var ids = Enumerable.Range(1, count).ToArray();
        Assert.Equal(ids, _connection.Query<int>("SELECT id FROM users WHERE id IN @ids ORDER BY id", new { ids }));
    }

    [Fact]
    public void A_literal_is_written_into_the_text() =>
        Assert.Equal("name3", _connection.QuerySingle<string>("SELECT name FROM users WHERE id = {=id}", new { id = 3 }));

    [Fact]
    public void Rows_are_read_as_they_are_asked_for()
    {
        var names = new List<string>();
        foreach (var user in _connection.Query<User>("SELECT id, name, age FROM users ORDER BY id", buffered: false))
        {
            names.Add(user.Name);
            Assert.Equal(user.Id + 0.5m, _connection.QuerySingle<decimal>("SELECT total FROM orders WHERE user_id = @Id", new { user.Id }));
            if (names.Count == 3)
                break;
        }

        Assert.Equal(["name1", "name2", "name3"], names);
        Assert.Equal(20, _connection.ExecuteScalar<int>("SELECT COUNT(*) FROM users"));
    }

    [Fact]
    public void Several_results_are_read_in_turn()
    {
        using var results = _connection.QueryMultiple(
            "SELECT COUNT(*) FROM users; SELECT id, name, age FROM users WHERE id = @id; SELECT total FROM orders WHERE user_id = @id", new { id = 5 });
        Assert.Equal(20, results.ReadSingle<int>());
        Assert.Equal("name5", results.ReadSingle<User>().Name);
        Assert.Equal(5.5m, results.ReadSingle<decimal>());
    }

    [Fact]
    public void A_join_becomes_two_objects()
    {
        var pairs = _connection.Query<User, Order, (User User, Order Order)>(
            "SELECT u.id, u.name, u.age, o.user_id AS UserId, o.id, o.total FROM users u JOIN orders o ON o.user_id = u.id WHERE u.id = @id",
            (user, order) => (user, order),
            new { id = 4 },
            splitOn: "UserId").ToList();
        Assert.Equal((new User(4, "name4", 24), new Order(4, 4, 4.5m)), Assert.Single(pairs));
    }

    [Fact]
    public void Dynamic_parameters_and_rows()
    {
        var parameters = new DynamicParameters();
        parameters.Add("@name", "name9");
        dynamic row = _connection.QuerySingle("SELECT id, age FROM users WHERE name = @name", parameters);
        Assert.Equal((9L, 29), ((long)row.id, (int)row.age));
    }

    [Fact]
    public void A_transaction_is_passed_on()
    {
        using (var transaction = _connection.BeginTransaction())
            _connection.Execute("DELETE FROM users WHERE id = @id", new { id = 1 }, transaction);
        Assert.Equal(20, _connection.ExecuteScalar<int>("SELECT COUNT(*) FROM users"));
    }

    [Fact]
    public void NULL_becomes_null()
    {
        _connection.Execute("INSERT INTO users (id, name, age) VALUES (@id, @name, @age)", new { id = 99, name = (string?)null, age = (int?)null });
        Assert.Equal((null, null), _connection.QuerySingle<(string?, int?)>("SELECT name, age FROM users WHERE id = 99"));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _cluster.Dispose();
    }

    private sealed record User(long Id, string Name, int Age);

    private sealed record Order(long UserId, long Id, decimal Total);
}
