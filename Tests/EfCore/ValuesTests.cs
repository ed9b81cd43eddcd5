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
        var seen = new Texts();
        using var context = Context(seen);
        context.Database.EnsureCreated();
        var text = "four";
        _ = context.Samples.Count(sample => sample.Text == text);
        Assert.Equal(4, seen.Size);
    }

    public void Dispose() => _source.Dispose();

    private SampleContext Context(params IInterceptor[] interceptors) =>
        new(new DbContextOptionsBuilder<SampleContext>().UseShardClient(_source).AddInterceptors(interceptors).Options);

    private sealed class Texts : DbCommandInterceptor
    {
        public int Size { get; private set; }

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            Size = command.Parameters.Cast<DbParameter>().Single(static parameter => parameter.Value is "four").Size;
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
