using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Scaffolding.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using ShardClient.EntityFrameworkCore.Scaffolding.Internal;
using Xunit;

namespace ShardClient.Tests.EfCore;

/// <summary>An existing cluster is read back as the model that made it.</summary>
public sealed class ScaffoldingTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public void Tables_are_read_once_with_how_they_are_sharded()
    {
        var model = Read();
        Assert.Equal(["Countries", "Notes", "Orders", "Users"], model.Tables.Select(static table => table.Name).Order());
        var orders = model.Tables.Single(static table => table.Name == "Orders");
        Assert.Equal("UserId", orders["ShardClient:ShardKey"]);
        Assert.Null(orders["ShardClient:Placement"]);
        Assert.Equal(ValueGenerated.OnAdd, orders.PrimaryKey!.Columns.Single().ValueGenerated);
        Assert.Equal("Users", Assert.Single(orders.ForeignKeys).PrincipalTable.Name);
        Assert.Equal(true, model.Tables.Single(static table => table.Name == "Countries")["ShardClient:ReferenceTable"]);
        Assert.Null(model.Tables.Single(static table => table.Name == "Notes")["ShardClient:ShardKey"]);
    }

    [Fact]
    public void A_key_that_a_single_table_counts_up_is_read_as_generated()
    {
        var notes = Read().Tables.Single(static table => table.Name == "Notes");
        Assert.Equal(ValueGenerated.OnAdd, notes.PrimaryKey!.Columns.Single().ValueGenerated);
    }

    private DatabaseModel Read()
    {
        using var context = shop.Context();
        context.Database.OpenConnection();
        var factory = new ShardClientDatabaseModelFactory(
            context.GetService<IDiagnosticsLogger<DbLoggerCategory.Scaffolding>>(), context.GetService<IRelationalTypeMappingSource>());
        return factory.Create(context.Database.GetDbConnection(), new DatabaseModelFactoryOptions());
    }
}
