using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace ShardClient.Tests.EfCore.Migrations;

/// <summary>Migrations reach every shard, once, in order, and go on where they stopped.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"shardclient-ef-{Guid.NewGuid():N}");

    private string Text => $"Data Source={_folder};Shards=4";

    public void Dispose()
    {
        MigratedContext.Between = MigratedContext.After = "";
        using var connection = new ShardConnection(Text);
        connection.DeleteCluster();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void All_migrations_run_on_every_shard()
    {
        using var context = Context();
        Assert.Equal(2, context.Database.GetPendingMigrations().Count());
        context.Database.Migrate();
        Assert.Empty(context.Database.GetPendingMigrations());
        Assert.Equal(["EUR", "USD"], context.Currencies.Select(static currency => currency.Code).Order());
        for (var id = 1; id <= 20; id++)
            Add(context, id);
        Assert.Equal(20, context.Accounts.Count());
        Assert.Equal("nobody@example.org", context.Accounts.Single(static account => account.Id == 7).Mail);
    }

    [Fact]
    public async Task Migrations_run_asynchronously()
    {
        await using var context = Context();
        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        Assert.False(await context.Payments.AnyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_table_that_is_made_anew_keeps_its_rows_its_declaration_and_what_refers_to_it()
    {
        using var context = Context();
        var migrator = context.GetService<IMigrator>();
        migrator.Migrate("First");
        context.Database.ExecuteSql($"INSERT INTO Accounts (Id, Name) VALUES (5, 'five')");
        context.Database.ExecuteSql($"INSERT INTO Payments (AccountId, Cents) VALUES (5, 100)");
        migrator.Migrate();
        Assert.Equal(100, context.Payments.Single(static payment => payment.AccountId == 5).Cents);
        Assert.Equal("five", context.Accounts.Single().Name);
        Assert.Contains("SHARD KEY (Id)", Definition(context, "Accounts"), StringComparison.Ordinal);
        Assert.Equal(1, context.Database.SqlQuery<long>($"PRAGMA foreign_keys").AsEnumerable().Single());
        Assert.Throws<DbUpdateException>(() =>
        {
            context.Add(new Payment { AccountId = 6, Cents = 1 });
            context.SaveChanges();
        });
    }

    [Fact]
    public void A_migration_that_failed_half_way_goes_on_where_it_stopped()
    {
        MigratedContext.Between = "SELECT no_such_function()";
        using (var context = Context())
            Assert.Throws<ShardException>(() => context.Database.Migrate());
        using (var context = Context())
        {
            Assert.Equal(["20260201000000_Second"], context.Database.GetPendingMigrations());
            Assert.Contains("Mail", Definition(context, "Accounts"), StringComparison.Ordinal);
        }

        MigratedContext.Between = "SELECT 1";
        using (var context = Context())
        {
            context.Database.Migrate();
            Assert.Empty(context.Database.GetPendingMigrations());
            Assert.Equal(0, context.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsProgress'").Single());
            Assert.Empty(context.Accounts);
        }
    }

    [Theory]
    [InlineData("ALTER TABLE \"Accounts\" ADD", true)]
    [InlineData("CREATE TABLE \"ef_temp_Accounts\"", false)]
    [InlineData("INSERT INTO \"ef_temp_Accounts\"", false)]
    [InlineData("DROP TABLE \"Accounts\"", false)]
    [InlineData("DROP TABLE \"Accounts\"", true)]
    [InlineData("ALTER TABLE \"ef_temp_Accounts\"", true)]
    [InlineData("PRAGMA foreign_keys = 1", false)]
    public void A_migration_whose_process_died_goes_on_and_loses_nothing(string command, bool hasRun)
    {
        using (var context = Context())
        {
            context.GetService<IMigrator>().Migrate("First");
            AddAfterFirst(context, 5, 6, 7);
        }

        using (var context = Context(new Death(command, hasRun)))
            Assert.Throws<InvalidOperationException>(() => context.Database.Migrate());
        using (var context = Context())
        {
            context.Database.Migrate();
            Assert.Empty(context.Database.GetPendingMigrations());
            Assert.Equal([5L, 6, 7], context.Accounts.Select(static account => account.Id).Order());
            Assert.Equal(3, context.Payments.Count());
        }
    }

    [Fact]
    public void A_migration_that_failed_leaves_foreign_keys_enforced()
    {
        MigratedContext.After = "SELECT no_such_function()";
        using var context = Context();
        context.Database.OpenConnection();
        Assert.Throws<ShardException>(() => context.Database.Migrate());
        Assert.Equal(1, context.Database.SqlQuery<long>($"PRAGMA foreign_keys").AsEnumerable().Single());
    }

    [Fact]
    public void A_migration_is_taken_back()
    {
        using var context = Context();
        var migrator = context.GetService<IMigrator>();
        migrator.Migrate();
        migrator.Migrate("First");
        Assert.DoesNotContain("Mail", Definition(context, "Accounts"), StringComparison.Ordinal);
        migrator.Migrate("0");
        Assert.Equal(0, context.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = 'Accounts'").Single());
    }

    [Fact]
    public async Task Several_migrators_work_one_after_the_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            using var context = Context();
            context.Database.Migrate();
        })));
        using var context = Context();
        Assert.Empty(context.Database.GetPendingMigrations());
        Assert.Equal(2, context.Currencies.Count());
    }

    [Fact]
    public void A_script_carries_the_declarations()
    {
        using var context = Context();
        var script = context.GetService<IMigrator>().GenerateScript();
        Assert.Contains("SHARD KEY (\"AccountId\")", script, StringComparison.Ordinal);
        Assert.Contains("CREATE REFERENCE TABLE \"Currencies\"", script, StringComparison.Ordinal);
    }

    [Fact]
    public void EnsureCreated_makes_what_EnsureDeleted_removes()
    {
        using var context = Context();
        Assert.True(context.Database.EnsureCreated());
        Assert.False(context.Database.EnsureCreated());
        Add(context, 1);
        Assert.True(context.Database.EnsureDeleted());
        Assert.False(Directory.Exists(_folder));
        Assert.False(context.Database.EnsureDeleted());
        Assert.True(context.Database.EnsureCreated());
        Assert.Empty(context.Accounts);
    }

    private MigratedContext Context(params IInterceptor[] interceptors) => new(new DbContextOptionsBuilder<MigratedContext>()
        .UseShardClient(Text)
        .AddInterceptors(interceptors)
        .ConfigureWarnings(static warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
        .Options);

    private static void Add(MigratedContext context, long id)
    {
        context.Add(new Account { Id = id, Name = $"account {id}", Mail = "nobody@example.org", });
        context.Add(new Payment { AccountId = id, Cents = 5 });
        context.SaveChanges();
    }

    /// <summary>Rows as they are after the first migration, which knows no mail.</summary>
    private static void AddAfterFirst(MigratedContext context, params long[] ids)
    {
        foreach (var id in ids)
        {
            context.Database.ExecuteSql($"INSERT INTO Accounts (Id, Name) VALUES ({id}, 'x')");
            context.Database.ExecuteSql($"INSERT INTO Payments (AccountId, Cents) VALUES ({id}, 1)");
        }
    }

    private static string Definition(MigratedContext context, string table) =>
        context.Database.SqlQuery<string>($"SELECT sql AS Value FROM sqlite_master WHERE name = {table}").Single();

    /// <summary>Ends a process, as far as its commands can tell, before a command or when it has run.</summary>
    private sealed class Death(string command, bool hasRun) : DbCommandInterceptor
    {
        public override InterceptionResult<int> NonQueryExecuting(DbCommand sent, CommandEventData eventData, InterceptionResult<int> result) =>
            Meets(sent) && !hasRun ? throw new InvalidOperationException("dead") : result;

        public override int NonQueryExecuted(DbCommand sent, CommandExecutedEventData eventData, int result) =>
            Meets(sent) && hasRun ? throw new InvalidOperationException("dead") : result;

        private bool Meets(DbCommand sent) => sent.CommandText.StartsWith(command, StringComparison.Ordinal);
    }
}
