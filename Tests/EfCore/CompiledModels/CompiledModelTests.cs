using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace ShardClient.Tests.EfCore.CompiledModels;

/// <summary>A compiled model (<c>dotnet ef dbcontext optimize</c>) does on a cluster what the model that it was made of does.</summary>
public sealed class CompiledModelTests : IDisposable
{
    private const string Cluster = """
        { "name": "ledger", "engine": "sqlite",
          "shards": { "s0": { "primary": "s0.db" }, "s1": { "primary": "s1.db" }, "s2": { "primary": "s2.db" }, "s3": { "primary": "s3.db" } },
          "placements": { "by_client": { "modulo": { "shards": ["s0", "s1", "s2", "s3"] } } } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_keeps_how_entity_types_are_sharded(bool forNativeAot)
    {
        using var source = Open("kept");
        using var context = Context(source);
        var files = ModelCompiler.Write(context, forNativeAot);
        using var compiled = Context(source, ModelCompiler.Build(files, typeof(LedgerContext)));
        Assert.Equal(Sharding(context.Model), Sharding(compiled.Model));
        Assert.Contains("Client: Id in by_client", Sharding(compiled.Model));
        Assert.Contains("Card: ClientId in by_client", Sharding(compiled.Model));
        Assert.Contains("ClientBadge: ClientId in by_client", Sharding(compiled.Model));
        Assert.Contains("Region: everywhere", Sharding(compiled.Model));
    }

    [Fact]
    public void It_leaves_out_what_only_migrations_need()
    {
        using var source = Open("left");
        using var context = Context(source);
        var files = ModelCompiler.Write(context, forNativeAot: false);
        Assert.All(files.Values, static code => Assert.DoesNotContain("ShardClient:UniquePerShard", code, StringComparison.Ordinal));
        Assert.All(files.Values, static code => Assert.DoesNotContain("ShardClient:NotEnforced", code, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_sends_the_same_statements_and_finds_the_same_rows(bool forNativeAot)
    {
        using var source = Open("first");
        using var context = Context(source);
        var model = ModelCompiler.Build(ModelCompiler.Write(context, forNativeAot), typeof(LedgerContext));
        using var other = Open("second");
        var (expected, expectedTexts) = Use(source, null);
        var (rows, texts) = Use(other, model);
        Assert.Equal(expected, rows);
        Assert.Equal(expectedTexts, texts);
        Assert.Contains("7: 2 entries of 71.0, 18446744073709551608, Rome; cards blue, gold; badges first", rows);
    }

    /// <summary>Saves, changes and reads rows of every table; what was read, and the statements.</summary>
    private static (List<string> Rows, List<string> Texts) Use(ShardDataSource source, IModel? model)
    {
        using (var maker = Context(source)) // Definitions are written from the model itself, never from a compiled one.
            maker.Database.EnsureCreated();
        var recorder = new Recorder();
        using (var context = Context(source, model, recorder))
        {
            context.AddRange(new Region { Code = "n" }, new Region { Code = "s" });
            var badge = new Badge { Id = Guid.Parse("00000000-0000-0000-0000-000000000001"), Owner = 3, Title = "first" };
            for (var id = 1; id <= 20; id++)
                context.Add(Client(id, badge));
            context.SaveChanges();
        }

        using (var context = Context(source, model, recorder))
        {
            var client = context.Set<Client>().Include(static client => client.Entries).Single(static client => client.Id == 7);
            client.Entries[0].Amount += 1;
            client.Cards.RemoveAll(static card => card.Name == "red");
            client.Cards.Add(new Card { Name = "gold" });
            context.Remove(context.Set<Client>().Include(static client => client.Entries).Single(static client => client.Id == 8));
            context.Add(new Remark { ClientId = 7 });
            context.SaveChanges();
        }

        using (var context = Context(source, model, recorder))
            return ([.. Read(context)], recorder.Texts);
    }

    private static Client Client(int id, Badge badge) => new()
    {
        Id = id,
        Mail = $"{id}@x",
        RegionCode = id % 2 == 0 ? "n" : "s",
        Entries = { Entry(id, 1), Entry(id, 2) },
        Cards = { new Card { Name = "blue" }, new Card { Name = "red" } },
        Badges = { badge },
    };

    private static Entry Entry(int client, int number) =>
        new() { Hash = ulong.MaxValue - (ulong)client, Amount = client * 5, Labels = [$"l{number}"], Place = new Place { City = "Rome" } };

    private static IEnumerable<string> Read(LedgerContext context)
    {
        foreach (var client in context.Set<Client>().Include(static client => client.Entries).Include(static client => client.Badges).OrderByDescending(static client => client.Mail).ToList())
        {
            yield return $"{client.Id}: {client.Entries.Count} entries of {client.Entries.Sum(static entry => entry.Amount)}, {client.Entries[0].Hash}, {client.Entries[0].Place.City}; "
                + $"cards {string.Join(", ", client.Cards.Select(static card => card.Name).Order())}; badges {string.Join(", ", client.Badges.Select(static badge => badge.Title))}";
        }

        var regions = context.Set<Client>().GroupBy(static client => client.RegionCode).Select(static group => new { group.Key, Count = group.Count() }).OrderBy(static group => group.Key);
        foreach (var region in regions)
            yield return $"{region.Key} {region.Count}";
        yield return $"{context.Set<Entry>().Where(static entry => entry.Labels.Contains("l2")).Sum(static entry => entry.Amount)} of the second";
        yield return $"{context.Set<Remark>().Count()} remark";
        using (context.OnShard<Client>(7L))
            yield return $"{context.Set<Client>().Count()} clients on the shard of 7";
    }

    private static List<string> Sharding(IModel model) => [.. model.GetEntityTypes().Select(static type =>
        $"{type.ShortName()}: {(type.IsReferenceTable() ? "everywhere" : $"{type.GetShardKey()?.Name ?? "one shard"} in {type.GetShardPlacement() ?? "default"}")}").Order(StringComparer.Ordinal)];

    private ShardDataSource Open(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        var file = Path.Combine(folder, "ledger.json");
        File.WriteAllText(file, Cluster);
        return new ShardDataSource($"Cluster File={file};Transaction Mode=BestEffort");
    }

    private static LedgerContext Context(ShardDataSource source, IModel? model = null, IInterceptor? interceptor = null)
    {
        var options = new DbContextOptionsBuilder<LedgerContext>().UseShardClient(source);
        if (model is not null)
            options.UseModel(model);
        if (interceptor is not null)
            options.AddInterceptors(interceptor);
        return new LedgerContext(options.Options);
    }

    private sealed class Recorder : DbCommandInterceptor
    {
        public List<string> Texts { get; } = [];

        public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
        {
            Texts.Add(result.CommandText);
            return result;
        }
    }
}
