using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ShardClient.Tests.EfCore;

/// <summary>A model that a cluster could not keep is refused when it is built, with the way out.</summary>
public sealed class ModelRulesTests
{
    [Fact]
    public void A_key_without_the_sharding_key_is_refused() => Refused(
        static model => model.Entity<Line>(static line =>
        {
            line.ShardBy(static line => line.OrderId);
            line.HasKey(static line => line.Code);
        }),
        "The key (Code) of Line lacks the sharding key OrderId");

    [Fact]
    public void A_unique_index_without_the_sharding_key_is_refused() => Refused(
        static model => model.Entity<Line>(static line =>
        {
            line.ShardBy(static line => line.OrderId);
            line.HasIndex(static line => line.Code).IsUnique();
        }),
        "The unique index on (Code) of Line lacks the sharding key OrderId");

    [Fact]
    public void A_generated_key_of_32_bits_is_refused() => Refused(
        static model => model.Entity<Note>().ShardBy(static note => note.Id), "Note.Id is a Int32, and the keys that a cluster makes need 64 bits");

    [Fact]
    public void A_sharding_key_that_is_no_property_is_refused() => Refused(
        static model => model.Entity<Line>().ShardBy("Nothing"), "Line is sharded by Nothing, but it has no such property");

    [Fact]
    public void A_decimal_is_no_sharding_key() => Refused(
        static model => model.Entity<Line>().ShardBy(static line => line.Price), "Line.Price is a Decimal, which cannot be a sharding key");

    [Fact]
    public void A_relationship_that_leaves_the_shard_is_refused() => Refused(
        static model =>
        {
            model.Entity<Line>().ShardBy(static line => line.Id);
            model.Entity<Line>().HasOne<Order>().WithMany().HasForeignKey(static line => line.OrderId);
            model.Entity<Order>().ShardBy(static order => order.UserId).Ignore(static order => order.User).OwnsOne(static order => order.Address);
        },
        "The relationship of Line (OrderId) to Order cannot be enforced");

    [Fact]
    public void A_table_is_sharded_or_a_reference_table() => Refused(
        static model => model.Entity<Line>().ShardBy(static line => line.OrderId).IsReferenceTable(), "Line is both sharded by OrderId and a reference table");

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        var error = Build(static model => model.Entity<Line>(static line =>
        {
            line.ShardBy(static line => line.OrderId);
            line.HasKey(static line => line.Code);
            line.HasIndex(static line => line.Price).IsUnique();
        }));
        Assert.Contains("(Code)", error, StringComparison.Ordinal);
        Assert.Contains("(Price)", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_each_shard_may_check_by_itself_is_said_so() => Assert.Null(Build(static model => model.Entity<Line>(static line =>
    {
        line.ShardBy(static line => line.OrderId);
        line.HasKey(static line => line.Code).IsUniquePerShard();
        line.HasIndex(static line => line.Price).IsUnique().IsUniquePerShard();
    })));

    [Fact]
    public void A_generated_key_that_is_stored_with_less_than_64_bits_is_refused_whatever_its_class_says() => Refused(
        static model => model.Entity<Tag>(static tag =>
        {
            tag.ShardBy(static tag => tag.Id);
            tag.Property(static tag => tag.Id).HasConversion(
                static text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
                static number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)).ValueGeneratedOnAdd();
        }),
        "Tag.Id is a Int32, and the keys that a cluster makes need 64 bits");

    [Fact]
    public void A_generated_key_of_32_bits_is_refused_also_as_part_of_a_relationship() => Refused(
        static model => model.Entity<Reply>(static reply =>
        {
            reply.ShardBy(static reply => reply.Id);
            reply.HasOne<Reply>().WithMany().HasForeignKey(static reply => reply.Id).IsNotEnforced();
            reply.Property(static reply => reply.Id).ValueGeneratedOnAdd();
        }),
        "Reply.Id is a Int32, and the keys that a cluster makes need 64 bits");

    [Fact]
    public void A_GUID_that_EF_makes_may_be_the_key() => Assert.Null(Build(static model => model.Entity<Mail>().ShardBy(static mail => mail.UserId)));

    [Fact]
    public void An_attribute_declares_the_sharding_key()
    {
        using var context = new FreeContext(static model => model.Entity<Visit>());
        Assert.Equal("UserId", context.Model.FindEntityType(typeof(Visit))!.GetShardKey()!.Name);
        Assert.Equal("by_month", context.Model.FindEntityType(typeof(Visit))!.GetShardPlacement());
    }

    [Fact]
    public void What_an_entity_owns_is_sharded_with_it()
    {
        using var context = new FreeContext(static model => model.Entity<Cart>().ShardBy(static cart => cart.Id).OwnsMany(static cart => cart.Items));
        context.Database.EnsureCreated();
        context.Add(new Cart { Id = 5, Items = { new CartItem { Sku = "a", Id = 1 }, new CartItem { Sku = "b", Id = 2 } } });
        context.SaveChanges();
        context.ChangeTracker.Clear();
        Assert.Equal(2, context.Set<Cart>().Single(static cart => cart.Id == 5).Items.Count);
        Assert.Contains("SHARD KEY (CartId)", context.Database.SqlQuery<string>($"SELECT sql AS Value FROM sqlite_master WHERE name = 'CartItem'").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_cluster_makes_the_keys_of_a_collection_that_an_entity_owns(bool ofOneColumn)
    {
        using var context = new FreeContext(model => model.Entity<Trip>().ShardBy(static trip => trip.Id).OwnsMany(static trip => trip.Stops, stops =>
        {
            if (ofOneColumn)
                stops.HasKey("Id");
            stops.OwnsOne(static stop => stop.Photo);
        }));
        context.Database.EnsureCreated();
        for (var id = 1; id <= 20; id++)
            context.Add(new Trip { Id = id, Stops = { new Stop { Place = "first", Photo = new Photo { File = $"{id}.png" } }, new Stop { Place = "second" } } });
        context.SaveChanges();
        context.ChangeTracker.Clear();
        context.Set<Trip>().Single(static trip => trip.Id == 7).Stops.RemoveAll(static stop => stop.Place == "second");
        context.SaveChanges();
        context.ChangeTracker.Clear();
        var stop = Assert.Single(context.Set<Trip>().Single(static trip => trip.Id == 7).Stops);
        Assert.Equal(("first", "7.png"), (stop.Place, stop.Photo!.File));
        Assert.Equal(39, context.Set<Trip>().AsNoTracking().SelectMany(static trip => trip.Stops).Select(static stop => EF.Property<long>(stop, "Id")).Distinct().Count());
    }

    [Fact]
    public void The_cluster_makes_the_keys_of_collections_within_an_owned_collection()
    {
        using var context = new FreeContext(static model => model.Entity<Voyage>().ShardBy(static voyage => voyage.Id).OwnsMany(static voyage => voyage.Legs, static legs =>
        {
            legs.OwnsMany(static leg => leg.Halts).OwnsMany(static halt => halt.Notes);
            legs.OwnsOne(static leg => leg.Log).OwnsMany(static log => log.Lines);
        }));
        context.Database.EnsureCreated();
        for (var id = 1; id <= 20; id++)
            context.Add(Voyage(id));
        context.SaveChanges();
        context.ChangeTracker.Clear();
        var first = context.Set<Voyage>().Single(static voyage => voyage.Id == 7).Legs.Single(static leg => leg.Name == "7.0");
        first.Halts.RemoveAt(0);
        first.Halts[0].Notes[0].Text = "changed";
        first.Log!.Lines.Add(new Remark { Text = "more" });
        context.SaveChanges();
        context.ChangeTracker.Clear();
        var leg = context.Set<Voyage>().Single(static voyage => voyage.Id == 7).Legs.Single(static leg => leg.Name == "7.0");
        Assert.Equal(["changed", "note 1"], leg.Halts.Single().Notes.Select(static note => note.Text).Order());
        Assert.Equal(["line 0", "line 1", "more"], leg.Log!.Lines.Select(static line => line.Text).Order());
        var names = context.Model.GetEntityTypes().SelectMany(static type => type.FindPrimaryKey()!.Properties.Select(static property => $"{property.Name} {property.ClrType.Name}")).Distinct();
        Assert.Equal(["HaltId Int64", "HaltLegId Int64", "HaltLegVoyageId Int64", "Id Int64", "LegId Int64", "LegVoyageId Int64", "LogLegId Int64", "LogLegVoyageId Int64", "VoyageId Int64"], names.Order(StringComparer.Ordinal));

        static Voyage Voyage(int id) => new()
        {
            Id = id,
            Legs = [.. Enumerable.Range(0, 2).Select(leg => new Leg
            {
                Name = $"{id}.{leg}",
                Halts = [.. Enumerable.Range(0, 2).Select(static halt => new Halt { Notes = [.. Remarks("note")] })],
                Log = new Log { Keeper = "k", Lines = [.. Remarks("line")] },
            })],
        };

        static IEnumerable<Remark> Remarks(string kind) => Enumerable.Range(0, 2).Select(number => new Remark { Text = $"{kind} {number}" });
    }

    [Fact]
    public void A_collection_within_an_owned_collection_of_a_key_of_one_column_is_sharded_by_it_or_not_enforced()
    {
        using var context = new FreeContext(static model => model.Entity<Voyage>().ShardBy(static voyage => voyage.Id).OwnsMany(static voyage => voyage.Legs, static legs =>
        {
            legs.HasKey("Id");
            legs.Ignore(static leg => leg.Log);
            legs.OwnsMany(static leg => leg.Halts, static halts =>
            {
                halts.Property<long>("Id").ValueGeneratedOnAdd();
                halts.HasKey("Id");
                halts.ShardBy("LegId");
                halts.WithOwner().IsNotEnforced();
                halts.Ignore(static halt => halt.Notes);
            });
        }));
        context.Database.EnsureCreated();
        for (var id = 1; id <= 20; id++)
            context.Add(new Voyage { Id = id, Legs = { new Leg { Name = "a", Halts = { new Halt(), new Halt() } }, new Leg { Name = "b", Halts = { new Halt() } } } });
        context.SaveChanges();
        context.ChangeTracker.Clear();
        var voyage = context.Set<Voyage>().Single(static voyage => voyage.Id == 7);
        voyage.Legs.Single(static leg => leg.Name == "a").Halts.RemoveAt(0);
        voyage.Legs.RemoveAll(static leg => leg.Name == "b");
        context.SaveChanges();
        context.ChangeTracker.Clear();
        Assert.Single(Assert.Single(context.Set<Voyage>().Single(static voyage => voyage.Id == 7).Legs).Halts);
        Assert.Equal(58, context.Set<Voyage>().AsNoTracking().SelectMany(static voyage => voyage.Legs).SelectMany(static leg => leg.Halts).Count());
    }

    [Fact]
    public void A_key_of_an_owned_collection_keeps_the_type_of_its_data()
    {
        using var context = new FreeContext(static model => model.Entity<Trip>(static trip =>
        {
            trip.ShardBy(static trip => trip.Id);
            trip.HasData(new Trip { Id = 1 });
            trip.OwnsMany(static trip => trip.Stops, static stops =>
            {
                stops.HasData(new { TripId = 1L, Id = 5, Place = "seen" });
                stops.Ignore(static stop => stop.Photo);
            });
        }));
        context.Database.EnsureCreated();
        Assert.Equal(5, context.Set<Trip>().AsNoTracking().SelectMany(static trip => trip.Stops).Select(static stop => EF.Property<int>(stop, "Id")).Single());
    }

    [Fact]
    public void A_key_of_an_owned_collection_keeps_the_type_that_the_model_gives_it() => Refused(
        static model => model.Entity<Trip>().ShardBy(static trip => trip.Id).OwnsMany(static trip => trip.Stops, static stops =>
        {
            stops.Property<int>("Number");
            stops.HasKey("Number");
            stops.Ignore(static stop => stop.Photo);
        }),
        "Number is a Int32, and the keys that a cluster makes need 64 bits");

    [Fact]
    public void A_key_that_the_table_makes_in_place_of_the_rows_own_reaches_the_rows_that_refer_to_it()
    {
        using var context = new FreeContext(static model =>
        {
            model.Entity<Cart>().Property(static cart => cart.Id).Metadata.SetBeforeSaveBehavior(Microsoft.EntityFrameworkCore.Metadata.PropertySaveBehavior.Ignore);
            model.Entity<Cart>().HasMany(static cart => cart.Items).WithOne().HasForeignKey("CartId");
        });
        context.Database.EnsureCreated();
        context.Add(new Cart { Id = -5, Items = { new CartItem { Sku = "a" }, new CartItem { Sku = "b" } } });
        context.SaveChanges();
        context.ChangeTracker.Clear();
        Assert.Equal(["a", "b"], context.Set<Cart>().Include(static cart => cart.Items).Single().Items.Select(static item => item.Sku).Order());
    }

    [Fact]
    public void The_cluster_makes_the_numbers_of_a_composite_key()
    {
        using var context = new FreeContext(static model => model.Entity<Mail>(static mail =>
        {
            mail.ShardBy(static mail => mail.UserId);
            mail.Ignore(static mail => mail.Id);
            mail.Property<long>("Number").ValueGeneratedOnAdd();
            mail.HasKey("UserId", "Number");
        }));
        context.Database.EnsureCreated();
        context.AddRange(Enumerable.Range(0, 50).Select(static user => new Mail { UserId = user % 7 }));
        context.SaveChanges();
        Assert.Equal(50, context.Set<Mail>().Select(static mail => EF.Property<long>(mail, "Number")).Distinct().Count());
    }

    private static void Refused(Action<ModelBuilder> define, string expected) => Assert.Contains(expected, Build(define), StringComparison.Ordinal);

    /// <summary>Null when the model is right and a cluster takes it.</summary>
    private static string? Build(Action<ModelBuilder> define)
    {
        using var context = new FreeContext(define);
        try
        {
            context.Database.EnsureCreated();
            return null;
        }
        catch (InvalidOperationException refusal)
        {
            return refusal.Message;
        }
    }

    private sealed class FreeContext(Action<ModelBuilder> define) : DbContext
    {
        private readonly ShardDataSource _source = new("Data Source=:memory:;Shards=4;Transaction Mode=BestEffort");

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.UseShardClient(_source).ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory, EachItsOwn>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => define(modelBuilder);

        public override void Dispose()
        {
            base.Dispose();
            _source.Dispose();
        }
    }

    private sealed class EachItsOwn : Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context.ContextId.InstanceId, designTime);
    }

    private sealed class Line
    {
        public long Id { get; set; }

        public long OrderId { get; set; }

        public string Code { get; set; } = "";

        public decimal Price { get; set; }
    }

    private sealed class Mail
    {
        public Guid Id { get; set; }

        public long UserId { get; set; }
    }

    private sealed class Tag
    {
        public string Id { get; set; } = "";
    }

    private sealed class Reply
    {
        public int Id { get; set; }
    }

    private sealed class Visit
    {
        public long Id { get; set; }

        [ShardKey(Placement = "by_month")]
        public long UserId { get; set; }
    }

    private sealed class Cart
    {
        public long Id { get; set; }

        public List<CartItem> Items { get; } = [];
    }

    private sealed class Trip
    {
        public long Id { get; set; }

        public List<Stop> Stops { get; } = [];
    }

    private sealed class Stop
    {
        public string Place { get; set; } = "";

        public Photo? Photo { get; set; }
    }

    private sealed class Photo
    {
        public string File { get; set; } = "";
    }

    private sealed class Voyage
    {
        public long Id { get; set; }

        public List<Leg> Legs { get; set; } = [];
    }

    private sealed class Leg
    {
        public string Name { get; set; } = "";

        public List<Halt> Halts { get; set; } = [];

        public Log? Log { get; set; }
    }

    private sealed class Halt
    {
        public List<Remark> Notes { get; set; } = [];
    }

    private sealed class Log
    {
        public string Keeper { get; set; } = "";

        public List<Remark> Lines { get; set; } = [];
    }

    private sealed class Remark
    {
        public string Text { get; set; } = "";
    }

    private sealed class CartItem
    {
        public int Id { get; set; }

        public string Sku { get; set; } = "";
    }
}
