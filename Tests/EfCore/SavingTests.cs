using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace ShardClient.Tests.EfCore;

/// <summary>How changes reach the shards.</summary>
public sealed class SavingTests : IDisposable
{
    private readonly ShardDataSource _source = new("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");
    private readonly Recorder _recorder = new();

    public SavingTests()
    {
        using var context = Context();
        context.Database.EnsureCreated();
        context.Add(new Country { Code = "de", Name = "Germany" });
        context.SaveChanges();
        _recorder.Texts.Clear();
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Each_shard_gets_its_rows_in_one_batch()
    {
        using var context = Context();
        for (var id = 1; id <= 30; id++)
        {
            context.Add(new User { Id = id, Name = $"u{id}", CountryCode = "de" });
            context.Add(new Order { Id = 1000 + id, UserId = id });
        }

        context.SaveChanges();
        var batches = _recorder.Users.ConvertAll(users => users.Select(Shard).Distinct().ToList());
        Assert.Equal(60, _recorder.Users.Sum(static users => users.Count));
        Assert.All(batches, static batch => Assert.Single(batch));
        Assert.Equal(["s0", "s1", "s2", "s3"], batches.Select(static batch => batch[0]));
    }

    [Fact]
    public void A_batch_has_as_many_rows_as_the_options_say()
    {
        var options = new DbContextOptionsBuilder<ShopContext>().UseShardClient(_source, static shards => shards.MaxBatchSize(10)).AddInterceptors(_recorder).Options;
        using var context = new ShopContext(options);
        for (var id = 1; id <= 25; id++)
            context.Add(new Order { Id = 1000 + id, UserId = 7 });
        context.Add(new User { Id = 7, Name = "g", CountryCode = "de" });
        Assert.Equal(26, context.SaveChanges());
        Assert.Equal([10, 10, 6], _recorder.Users.Select(static users => users.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_row_that_cannot_be_saved_takes_its_batch_along_and_is_named_alone(bool async)
    {
        await using var context = Context();
        context.Add(new User { Id = 7, Name = "g", CountryCode = "de" });
        context.SaveChanges();
        await using var other = Context();
        for (var id = 1; id <= 30; id++)
            other.Add(new User { Id = id, Name = "x", CountryCode = "de" });
        var error = async ? await Assert.ThrowsAsync<DbUpdateException>(() => other.SaveChangesAsync()) : Assert.Throws<DbUpdateException>(() => other.SaveChanges());
        Assert.Equal(ShardErrorCode.ConstraintViolation, Assert.IsType<ShardException>(error.InnerException).ErrorCode);
        Assert.Equal(7, Assert.IsType<User>(Assert.Single(error.Entries).Entity).Id);
        await using var reader = Context();
        Assert.Equal(["g"], reader.Users.Select(static user => user.Name));
    }

    [Fact]
    public void The_row_that_is_named_is_the_one_that_failed_wherever_it_stands_among_rows_of_other_kinds()
    {
        using var context = Context();
        context.AddRange(new User { Id = 7, Name = "g", CountryCode = "de" }, new Order { Id = 1, UserId = 7 }, new Order { Id = 2, UserId = 7 }, new Order { Id = 9, UserId = 7 });
        context.SaveChanges();
        using var other = Context();
        var orders = other.Orders.Where(static order => order.UserId == 7).OrderBy(static order => order.Id).ToList();
        orders[0].Total = 5;
        other.Remove(orders[1]);
        other.AddRange(new Order { UserId = 7 }, new Order { Id = 8, UserId = 7 });
        other.Entry(orders[2]).State = EntityState.Detached;
        var wrong = other.Add(new Order { Id = 9, UserId = 7, Address = new Address { City = "two\nlines" } });
        other.AddRange(new Order { Id = 10, UserId = 7 }, new Order { UserId = 7 });
        object[] named = [wrong.Entity, wrong.Entity.Address];
        Assert.Equal(named, Assert.Throws<DbUpdateException>(() => other.SaveChanges()).Entries.Select(static entry => entry.Entity));
        other.Remove(wrong.Entity);
        Assert.Equal(6, other.SaveChanges());
    }

    [Fact]
    public void Keys_that_the_cluster_makes_reach_the_rows_that_refer_to_them()
    {
        using var context = Context();
        for (var user = 0; user < 10; user++)
            context.Add(new User { Name = $"user {user}", CountryCode = "de", Orders = { new Order { Total = 1 }, new Order { Total = 2 } } });
        Assert.Equal(30, context.SaveChanges());
        using var reader = Context();
        Assert.All(reader.Users.Include(static user => user.Orders).ToList(), static user => Assert.Equal(3, user.Orders.Sum(static order => order.Total)));
        Assert.Equal(30, reader.Users.Select(static user => user.Id).Concat(reader.Orders.Select(static order => order.Id)).Distinct().Count());
    }

    [Fact]
    public void Updates_and_deletes_carry_the_sharding_key()
    {
        using var context = Context();
        var order = new Order { UserId = 7, Total = 1 };
        context.Add(new User { Id = 7, Name = "seven", CountryCode = "de" });
        context.Add(order);
        context.SaveChanges();
        _recorder.Texts.Clear();
        order.Total = 2;
        context.SaveChanges();
        context.Remove(order);
        context.SaveChanges();
        Assert.Equal(2, _recorder.Texts.Count);
        Assert.All(_recorder.Texts, static text => Assert.Contains("AND \"UserId\" = @p", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_that_gets_another_key_moves_to_its_shard()
    {
        using var context = Context();
        context.AddRange(new User { Id = 1, Name = "a", CountryCode = "de" }, new User { Id = 2, Name = "b", CountryCode = "de" });
        var order = new Order { UserId = 1, Total = 5 };
        context.Add(order);
        context.SaveChanges();
        order.UserId = 2;
        Assert.Equal(1, context.SaveChanges());
        Assert.Equal(5, Context().Orders.Single(static order => order.UserId == 2).Total);
    }

    [Fact]
    public void A_row_that_somebody_else_has_removed_is_noticed()
    {
        using var context = Context();
        context.Add(new User { Id = 3, Name = "c", CountryCode = "de" });
        context.SaveChanges();
        Context().Users.Where(static user => user.Id == 3).ExecuteDelete();
        context.Users.Local.Single().Name = "d";
        Assert.Throws<DbUpdateConcurrencyException>(() => context.SaveChanges());
    }

    [Fact]
    public void A_second_shard_is_refused_by_name_under_Single()
    {
        using var single = new ShardDataSource("Data Source=:memory:;Shards=4");
        using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseShardClient(single).Options);
        context.Database.EnsureCreated();
        context.Database.OpenConnection();
        ((ShardConnection)context.Database.GetDbConnection()).TransactionMode = ShardTransactionMode.BestEffort;
        context.Add(new Country { Code = "de", Name = "Germany" });
        context.SaveChanges();
        ((ShardConnection)context.Database.GetDbConnection()).TransactionMode = ShardTransactionMode.Single;
        for (var id = 1; id <= 10; id++)
            context.Add(new User { Id = id, Name = "x", CountryCode = "de" });
        var error = Assert.IsType<ShardException>(Assert.Throws<DbUpdateException>(() => context.SaveChanges()).InnerException);
        Assert.Equal(ShardErrorCode.SecondShardWritten, error.ErrorCode);
        Assert.Empty(context.Users.AsNoTracking());
    }

    [Fact]
    public void A_table_that_is_missing_is_an_error_of_saving()
    {
        using var empty = new ShardDataSource("Data Source=:memory:;Shards=2;Transaction Mode=BestEffort");
        using var context = new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseShardClient(empty).Options);
        context.AddRange(new User { Id = 1, CountryCode = "de" }, new User { Id = 2, CountryCode = "de" });
        Assert.Equal(ShardErrorCode.UnknownTable, Assert.IsType<ShardException>(Assert.Throws<DbUpdateException>(() => context.SaveChanges()).InnerException).ErrorCode);
    }

    [Fact]
    public void Savepoints_go_back_to_what_was_saved_before()
    {
        using var context = Context();
        using var transaction = context.Database.BeginTransaction();
        context.Add(new User { Id = 11, Name = "kept", CountryCode = "de" });
        context.SaveChanges();
        transaction.CreateSavepoint("before");
        context.Add(new User { Id = 12, Name = "lost", CountryCode = "de" });
        context.SaveChanges();
        transaction.RollbackToSavepoint("before");
        transaction.Commit();
        Assert.Equal(["kept"], Context().Users.Select(static user => user.Name));
    }

    private ShopContext Context() => new(new DbContextOptionsBuilder<ShopContext>().UseShardClient(_source).AddInterceptors(_recorder).Options);

    private string Shard(long user)
    {
        using var connection = _source.OpenConnection();
        return connection.FindShard("Users", user);
    }

    /// <summary>The writes that a context sends, and the users of their rows.</summary>
    private sealed class Recorder : DbCommandInterceptor
    {
        public List<string> Texts { get; } = [];

        /// <summary>Of each batch.</summary>
        public List<List<long>> Users { get; } = [];

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Record(command);
            return result;
        }

        public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
        {
            Record(command);
            return result;
        }

        private void Record(DbCommand command)
        {
            if (command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
                return;
            Texts.Add(command.CommandText);
            if (command.Parameters.Cast<DbParameter>().Select(static parameter => parameter.Value).OfType<long>().Where(static id => id < 1000).ToList() is { Count: > 0 } users)
                Users.Add(users);
        }
    }
}
