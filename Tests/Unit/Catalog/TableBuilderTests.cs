using ShardClient.Catalog;
using ShardClient.Catalog.Loading;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using Xunit;

namespace ShardClient.Tests.Unit.Catalog;

public sealed class TableBuilderTests
{
    [Theory]
    [InlineData("INT", nameof(Affinity.Integer))]
    [InlineData("FLOATING POINT", nameof(Affinity.Integer))]
    [InlineData("CHARINT", nameof(Affinity.Integer))]
    [InlineData("VARCHAR(20)", nameof(Affinity.Text))]
    [InlineData("clob", nameof(Affinity.Text))]
    [InlineData("", nameof(Affinity.Blob))]
    [InlineData("BLOB", nameof(Affinity.Blob))]
    [InlineData("DOUBLE PRECISION", nameof(Affinity.Real))]
    [InlineData("DECIMAL(10,5)", nameof(Affinity.Numeric))]
    [InlineData("STRING", nameof(Affinity.Numeric))]
    [InlineData("ANY", nameof(Affinity.Numeric))]
    public void A_declared_type_has_the_affinity_that_SQLite_gives_it(string type, string affinity) =>
        Assert.Equal(affinity, Affinities.Of(type, strict: false).ToString());

    [Fact]
    public void ANY_keeps_values_as_they_are_only_in_a_strict_table() => Assert.Equal(Affinity.Blob, Affinities.Of("ANY", strict: true));

    [Theory]
    [InlineData("CREATE TABLE t (a INTEGER PRIMARY KEY)", 0)]
    [InlineData("CREATE TABLE t (b, a integer, PRIMARY KEY (a))", 1)]
    [InlineData("CREATE TABLE t (b, a integer, PRIMARY KEY (a DESC))", 1)]
    [InlineData("CREATE TABLE t (a INTEGER PRIMARY KEY DESC)", -1)]
    [InlineData("CREATE TABLE t (a INT PRIMARY KEY)", -1)]
    [InlineData("CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b))", -1)]
    [InlineData("CREATE TABLE t (a INTEGER PRIMARY KEY) WITHOUT ROWID", -1)]
    public void The_rowid_has_an_alias_where_SQLite_gives_it_one(string sql, int column) => Assert.Equal(column, Build(sql).RowIdColumn);

    [Fact]
    public void A_column_says_all_that_was_declared()
    {
        var table = Build("CREATE TABLE t (a TEXT COLLATE NOCASE NOT NULL DEFAULT 'x', b AS (a || 'y') STORED, c) STRICT");
        Assert.Equal(("NOCASE", true, true, false), (table.Columns[0].Collation, table.Columns[0].NotNull, table.Columns[0].HasDefault, table.Columns[0].IsGenerated));
        Assert.IsType<LiteralExpression>(table.Columns[0].Default);
        Assert.True(table.Columns[1].IsGenerated);
        Assert.True(table.IsStrict);
    }

    [Fact]
    public void A_primary_key_is_not_null_only_without_rowid()
    {
        Assert.True(Build("CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID").Columns[0].NotNull);
        Assert.True(Build("CREATE TABLE t (a TEXT, b TEXT, PRIMARY KEY (b)) WITHOUT ROWID").Columns[1].NotNull);
        Assert.False(Build("CREATE TABLE t (a TEXT PRIMARY KEY)").Columns[0].NotNull);
    }

    [Theory]
    [InlineData("CREATE TABLE t (a TEXT, b, UNIQUE (b, a))", false)]
    [InlineData("CREATE TABLE t (a TEXT, b, UNIQUE (b))", true)]
    [InlineData("CREATE TABLE t (a TEXT, b, UNIQUE (b, a COLLATE NOCASE))", true)]
    [InlineData("CREATE TABLE t (a TEXT COLLATE NOCASE, b, UNIQUE (b, a COLLATE BINARY))", false)]
    [InlineData("CREATE TABLE t (a TEXT COLLATE NOCASE, b, UNIQUE (b, a COLLATE NOCASE))", false)]
    public void A_unique_key_is_local_when_equal_keys_may_be_on_two_shards(string sql, bool isLocal) =>
        Assert.Equal(isLocal, Assert.Single(Build(sql, key: "a").UniqueKeys).IsLocal);

    [Fact]
    public void A_unique_index_counts_when_it_covers_all_rows()
    {
        var create = (CreateTableStatement)SqlParser.Parse("CREATE TABLE t (a, b)")[0].Statement;
        var indexes = SqlParser.Parse("CREATE UNIQUE INDEX i ON t (a, lower(b)); CREATE UNIQUE INDEX j ON t (a) WHERE b > 1; CREATE INDEX k ON t (b)")
            .Select(parsed => (CreateIndexStatement)parsed.Statement).ToList();
        var key = Assert.Single(TableBuilder.Build(create, indexes, Place(null)).UniqueKeys);
        Assert.Equal("i", key.Name);
        Assert.Equal([0, -1], key.Columns);
    }

    [Fact]
    public void Foreign_keys_come_from_columns_and_constraints()
    {
        var keys = Build("CREATE TABLE t (a REFERENCES p, b, c, FOREIGN KEY (b, c) REFERENCES q (x, y))").ForeignKeys;
        Assert.Equal(["p", "q"], keys.Select(key => key.ParentTable));
        Assert.Equal(["x", "y"], keys[1].ParentColumns);
    }

    [Fact]
    public void The_declaration_is_shown_with_the_definition()
    {
        var text = DefinitionText.WithDeclaration("CREATE TABLE t (a INTEGER, e TEXT UNIQUE, PRIMARY KEY (a))", Place("a"));
        Assert.Equal("CREATE TABLE t (a INTEGER, e TEXT UNIQUE LOCAL, PRIMARY KEY (a), SHARD KEY (a))", text);
    }

    private static LogicalTable Build(string sql, string? key = null) =>
        TableBuilder.Build((CreateTableStatement)SqlParser.Parse(sql)[0].Statement, [], Place(key));

    private static TablePlace Place(string? key) => key is null
        ? new TablePlace(TableKind.Single, null, null, ShardSet.Of(0), ShardSet.Of(0))
        : new TablePlace(TableKind.Sharded, HashPlacement.Even("default", 16, 2), key, ShardSet.All(2), ShardSet.All(2));
}
