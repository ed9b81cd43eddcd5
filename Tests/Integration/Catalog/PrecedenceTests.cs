using ShardClient.Topology;
using Xunit;

namespace ShardClient.Tests.Integration.Catalog;

/// <summary>Stored, else file, else the clause: equal is fine, different is an error.</summary>
public sealed class PrecedenceTests : IDisposable
{
    private readonly CatalogFixture _fixture = new();

    [Fact]
    public void A_plain_create_makes_a_table_as_the_file_declares_it()
    {
        using var cluster = _fixture.OpenFile(File("""{ "orders": { "key": "u" }, "countries": { "reference": true }, "notes": { "shard": "b" } }"""));
        cluster.Do("CREATE TABLE orders (u INTEGER); CREATE TABLE countries (c TEXT); CREATE TABLE notes (a)");
        Assert.Equal(TableKind.Sharded, cluster.Table("orders").Kind);
        Assert.Equal(TableKind.Reference, cluster.Table("countries").Kind);
        Assert.Equal("b", cluster.Holders("notes"));
        Assert.Equal("a,b", cluster.Holders("orders"));
    }

    [Fact]
    public void A_clause_that_says_the_same_is_fine_and_another_is_refused()
    {
        using var cluster = _fixture.OpenFile(File("""{ "orders": { "key": "u" } }"""));
        var error = cluster.Refused("CREATE TABLE orders (u INTEGER, v INTEGER, SHARD KEY (v))");
        Assert.Equal(ShardErrorCode.InvalidDeclaration, error.ErrorCode);
        Assert.Equal(ShardErrorCode.InvalidDeclaration, cluster.Refused("CREATE REFERENCE TABLE orders (u INTEGER)").ErrorCode);
        Assert.Equal(ShardErrorCode.UnknownColumn, cluster.Refused("CREATE TABLE orders (v INTEGER)").ErrorCode);
        cluster.Do("CREATE TABLE orders (u INTEGER, v INTEGER, SHARD KEY (U))");
    }

    [Fact]
    public void A_file_that_contradicts_the_stored_declaration_is_refused_at_open()
    {
        _fixture.OpenFile(File("""{ "orders": { "key": "u" } }""")).Dispose();
        var error = Assert.Throws<ShardException>(() => _fixture.OpenFile(File("""{ "orders": { "reference": true } }""")));
        Assert.Equal(ShardErrorCode.TopologyMismatch, error.ErrorCode);
        Assert.Contains("orders", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_declare_more_than_is_stored()
    {
        _fixture.OpenFile(File("{}")).Dispose();
        using var cluster = _fixture.OpenFile(File("""{ "orders": { "key": "u" } }"""));
        cluster.Do("CREATE TABLE orders (u INTEGER)");
        Assert.Equal(TableKind.Sharded, cluster.Table("orders").Kind);
    }

    [Fact]
    public void A_file_does_not_redeclare_a_table_that_was_made_as_a_single_one()
    {
        using (var cluster = _fixture.OpenFile(File("{}")))
            cluster.Do("CREATE TABLE orders (u INTEGER)");
        var error = Assert.Throws<ShardException>(() => _fixture.OpenFile(File("""{ "orders": { "key": "u" } }""")));
        Assert.Equal(ShardErrorCode.TopologyMismatch, error.ErrorCode);
        using var again = _fixture.OpenFile(File("""{ "orders": { "shard": "a" } }"""));
        Assert.Equal(TableKind.Single, again.Table("orders").Kind);
    }

    [Fact]
    public void A_dropped_table_is_made_again_as_the_file_declares_it()
    {
        using var cluster = _fixture.OpenFile(File("""{ "orders": { "key": "u" } }"""));
        cluster.Do("CREATE TABLE orders (u INTEGER); DROP TABLE orders; CREATE TABLE orders (u INTEGER)");
        Assert.Equal(TableKind.Sharded, cluster.Table("orders").Kind);
    }

    [Fact]
    public void Undeclared_tables_can_be_refused()
    {
        using var cluster = _fixture.OpenFile(File("{}"), "Undeclared Tables=Refuse");
        Assert.Contains("Undeclared Tables=Refuse", cluster.Refused("CREATE TABLE notes (a)").Message, StringComparison.Ordinal);
        cluster.Do("CREATE REFERENCE TABLE countries (a); CREATE TABLE copy LIKE countries");
        Assert.Equal(TableKind.Reference, cluster.Table("copy").Kind);
    }

    public void Dispose() => _fixture.Dispose();

    private static string File(string tables) =>
        $$"""{ "name": "shop", "engine": "sqlite", "shards": { "a": { "primary": "a.db" }, "b": { "primary": "b.db" } }, "tables": {{tables}} }""";
}
