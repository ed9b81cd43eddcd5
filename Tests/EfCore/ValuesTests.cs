using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;

namespace ShardClient.Tests.EfCore;

/// <summary>Values come back as they were saved, and are stored as EF Core's SQLite provider stores them.</summary>
public sealed class ValuesTests : IDisposable
{
    private readonly ShardDataSource _source = new("Data Source=:memory:;Shards=2;Transaction Mode=BestEffort");

    [Fact]
    public void The_largest_ulong_comes_back()
    {
        using var context = Context();
        context.Database.EnsureCreated();
        context.Add(new Sample { Id = 1, Big = ulong.MaxValue, Maybe = ulong.MaxValue - 1, Text = "" });
        context.SaveChanges();
        context.ChangeTracker.Clear();

        var sample = context.Samples.Single(static sample => sample.Big == ulong.MaxValue);
        Assert.Equal((ulong.MaxValue, ulong.MaxValue - 1), (sample.Big, sample.Maybe));
    }

    [Fact]
    public void A_ulong_is_stored_as_the_integer_of_its_bits()
    {
        using var context = Context();
        context.Database.EnsureCreated();
        context.Add(new Sample { Id = 1, Big = ulong.MaxValue });
        context.SaveChanges();
        Assert.Equal([-1L], context.Database.SqlQuery<long>($"SELECT Big AS Value FROM Samples").ToList());
    }

    [Fact]
    public void The_first_character_of_empty_text_is_none()
    {
        using var context = Context();
        context.Database.EnsureCreated();
        context.AddRange(new Sample { Id = 1, Text = "" }, new Sample { Id = 2, Text = "xy" });
        context.SaveChanges();
        Assert.Equal(['\0', 'x'], context.Samples.OrderBy(static sample => sample.Id).Select(static sample => sample.Text.FirstOrDefault()).ToList());
    }

    [Fact]
    public void A_logged_parameter_tells_the_size_of_its_text()
    {
        var seen = new Commands();
        using var context = Context(seen);
        context.Database.EnsureCreated();
        var text = "four";
        _ = context.Samples.Count(sample => sample.Text == text);
        Assert.Equal(4, seen.Size);
    }

    [Fact]
    public void The_parameter_of_a_ulong_says_the_type_of_what_it_sends()
    {
        var seen = new Commands();
        using var context = Context(seen);
        context.Database.EnsureCreated();
        var (text, big) = ("four", 7UL);
        _ = context.Samples.Count(sample => sample.Text == text && sample.Big == big);
        Assert.Equal((7L, System.Data.DbType.Int64), seen.Number);
    }

    public void Dispose() => _source.Dispose();

    private SampleContext Context(params IInterceptor[] interceptors) =>
        new(new DbContextOptionsBuilder<SampleContext>().UseShardClient(_source).AddInterceptors(interceptors).Options);

    private sealed class Commands : DbCommandInterceptor
    {
        public int Size { get; private set; }

        public (object? Value, System.Data.DbType Type) Number { get; private set; }

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            var parameters = command.Parameters.Cast<DbParameter>().ToList();
            Size = parameters.Single(static parameter => parameter.Value is "four").Size;
            if (parameters.Find(static parameter => parameter.Value is not "four") is { } number)
                Number = (number.Value, number.DbType);
            return result;
        }
    }

    private sealed class Sample
    {
        public long Id { get; set; }

        public ulong Big { get; set; }

        public ulong? Maybe { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class SampleContext(DbContextOptions<SampleContext> options) : DbContext(options)
    {
        public DbSet<Sample> Samples => Set<Sample>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Sample>().Property(sample => sample.Id).ValueGeneratedNever();
            modelBuilder.Entity<Sample>().ShardBy(sample => sample.Id);
        }
    }
}
