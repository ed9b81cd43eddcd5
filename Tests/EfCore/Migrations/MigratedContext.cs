using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ShardClient.Tests.EfCore.Migrations;

public sealed class Account
{
    public long Id { get; set; }

    public string Name { get; set; } = "";

    public string? Mail { get; set; }
}

public sealed class Payment
{
    public long Id { get; set; }

    public long AccountId { get; set; }

    public Account? Account { get; set; }

    public long Cents { get; set; }
}

public sealed class Currency
{
    public string Code { get; set; } = "";
}

/// <summary>The model after all migrations.</summary>
public sealed class MigratedContext(DbContextOptions<MigratedContext> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<Currency> Currencies => Set<Currency>();

    /// <summary>What the second migration does with foreign keys off.</summary>
    public static string After { get; set; } = "";

    /// <summary>What the second migration does in the middle: a test makes it fail.</summary>
    public static string Between { get; set; } = "";

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>().ToTable("Accounts").ShardBy(account => account.Id);
        modelBuilder.Entity<Payment>().ToTable("Payments").ShardBy(payment => payment.AccountId).HasOne(payment => payment.Account).WithMany();
        modelBuilder.Entity<Currency>().ToTable("Currencies").IsReferenceTable().HasKey(currency => currency.Code);
    }
}

[DbContext(typeof(MigratedContext))]
[Migration("20260101000000_First")]
public sealed class First : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "Accounts",
            static table => new { Id = table.Column<long>().Annotation("Sqlite:Autoincrement", true), Name = table.Column<string>() },
            constraints: static table => table.PrimaryKey("PK_Accounts", static account => account.Id))
            .Annotation("ShardClient:ShardKey", "Id");
        migrationBuilder.CreateTable(
            "Payments",
            static table => new { Id = table.Column<long>().Annotation("Sqlite:Autoincrement", true), AccountId = table.Column<long>(), Cents = table.Column<long>() },
            constraints: static table =>
            {
                table.PrimaryKey("PK_Payments", static payment => payment.Id);
                table.ForeignKey("FK_Payments_Accounts", static payment => payment.AccountId, "Accounts", "Id", onDelete: ReferentialAction.Cascade);
            })
            .Annotation("ShardClient:ShardKey", "AccountId");
        migrationBuilder.CreateTable(
            "Currencies", static table => new { Code = table.Column<string>() }, constraints: static table => table.PrimaryKey("PK_Currencies", static currency => currency.Code))
            .Annotation("ShardClient:ReferenceTable", true);
        migrationBuilder.InsertData("Currencies", "Code", "TEXT", new object[] { "EUR", "USD" });
        migrationBuilder.CreateIndex("IX_Payments_AccountId", "Payments", "AccountId");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("Payments");
        migrationBuilder.DropTable("Accounts");
        migrationBuilder.DropTable("Currencies");
    }

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => Snapshots.Accounts(modelBuilder);
}

[DbContext(typeof(MigratedContext))]
[Migration("20260201000000_Second")]
public sealed class Second : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>("Mail", "Accounts", nullable: true);
        if (MigratedContext.Between.Length > 0)
            migrationBuilder.Sql(MigratedContext.Between);

        // Altering a column makes SQLite's table anew.
        if (MigratedContext.After.Length > 0)
        {
            migrationBuilder.Sql("PRAGMA foreign_keys = 0", suppressTransaction: true);
            migrationBuilder.Sql(MigratedContext.After);
        }

        migrationBuilder.AlterColumn<string>("Name", "Accounts", nullable: false, defaultValue: "nobody", oldClrType: typeof(string));
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Mail", "Accounts");

    protected override void BuildTargetModel(ModelBuilder modelBuilder)
    {
        Snapshots.Accounts(modelBuilder);
        modelBuilder.Entity("Account", static account =>
        {
            account.Property<string>("Name").HasDefaultValue("nobody");
            account.Property<string>("Mail").HasColumnType("TEXT");
        });
    }
}

/// <summary>The model as <c>dotnet ef</c> writes it beside a migration: complete, because no convention adds to it.</summary>
file static class Snapshots
{
    public static void Accounts(ModelBuilder modelBuilder) => modelBuilder.Entity("Account", static account =>
    {
        account.Property<long>("Id").ValueGeneratedOnAdd().HasColumnType("INTEGER");
        account.Property<string>("Name").IsRequired().HasColumnType("TEXT");
        account.HasKey("Id");
        account.ToTable("Accounts");
        account.ShardBy("Id");
    });
}
