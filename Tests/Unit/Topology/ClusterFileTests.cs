using System.Text;
using ShardClient.Topology;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class ClusterFileTests
{
    private const string Whole = """
        {
          // a shop
          "name": "shop", "engine": "sqlite",
          "shards": { "s0": { "primary": { "connection": "Data Source=a/s0.db" } }, "s1": { "primary": "s1.db" }, },
          "placements": {
            "by_user":   { "hash":  { "slots": 64 } },
            "by_month":  { "range": [ { "below": "2026-01-01", "shard": "s0" }, { "shard": "s1" } ] },
            "by_region": { "list":  { "cn-north": "s0", "eu": "s1" }, "default": "s1" },
            "legacy":    { "modulo": { "shards": ["s0", "s1"] } },
          },
          "tables": {
            "orders":    { "placement": "by_user", "key": "user_id" },
            "items":     { "key": "user_id" },
            "countries": { "reference": true },
            "notes":     { "shard": "s1" },
          },
          "default_shard": "s1",
        }
        """;

    [Fact]
    public void A_whole_file_is_read_with_comments_and_trailing_commas()
    {
        var cluster = Read(Whole);
        Assert.Equal(("shop", EngineKind.Sqlite, 1), (cluster.Name, cluster.Engine, cluster.DefaultShard));
        Assert.Equal(["s0", "s1"], cluster.Names.All);
        Assert.Equal([Path.GetFullPath("/clusters/a/s0.db"), Path.GetFullPath("/clusters/s1.db")], cluster.Shards.Select(shard => shard.Primary.ConnectionString));
        Assert.Equal(64, Assert.IsType<HashPlacement>(cluster.Placements["BY_USER"]).Slots);
        Assert.Equal(["by_month", "by_region", "by_user", "legacy"], cluster.Placements.Keys.Order());
        Assert.Equal(new TableDeclaration("orders", TableKind.Sharded, "by_user", "user_id"), cluster.Tables["Orders"]);
        Assert.Equal(new TableDeclaration("items", TableKind.Sharded, "default", "user_id"), cluster.Tables["items"]);
        Assert.Equal(new TableDeclaration("countries", TableKind.Reference), cluster.Tables["countries"]);
        Assert.Equal(new TableDeclaration("notes", TableKind.Single, Shard: 1), cluster.Tables["notes"]);
    }

    [Fact]
    public void Environment_variables_are_filled_in_after_parsing()
    {
        var cluster = Read(Minimal("\"primary\": \"${DIR}/s0.db\""), name => name == "DIR" ? "/with \"quotes\", and {braces}" : null);
        Assert.Equal(Path.GetFullPath("/with \"quotes\", and {braces}/s0.db"), cluster.Shards[0].Primary.ConnectionString);
    }

    [Fact]
    public void A_value_that_looks_like_a_variable_is_not_filled_in_again() =>
        Assert.EndsWith("${B}", Read(Minimal("\"primary\": \"${A}\""), static name => name == "A" ? "${B}" : null).Shards[0].Primary.ConnectionString, StringComparison.Ordinal);

    [Fact]
    public void Every_mistake_is_reported_with_its_path()
    {
        var said = Mistakes("""
            {
              "naem": "x", "engine": "oracle",
              "shards": { "s0": { "primary": "a.db" }, "s1": { "primary": "./a.db" }, "s 2": {}, "s3": { "primary": "${NONE}" }, "S0": {} },
              "placements": {
                "p1": { "hash": { "slots": 0 } },
                "p2": { "range": [ { "below": 5, "shard": "s0" }, { "below": "x", "shard": "s9" } ] },
                "p3": { "hash": {}, "modulo": {} },
                "p4": {},
                "5p": { "hash": {} },
                "p6": { "list": { "a ": "s0" } },
                "p7": { "modulo": { "shards": [] } }
              },
              "tables": {
                "t1": { "placement": "nowhere", "key": "a" }, "t2": {}, "t3": { "placement": "p1" }, "t4": { "reference": false }, "t5": { "shard": "s9" },
                "t6": { "key": "a", "reference": true }, "sqlite_t": { "reference": true }, "t7": { "placement": "p1", "key": 5 }
              },
              "default_shard": "none"
            }
            """);
        string[] paths =
        [
            "$.naem: is not known here", "$.engine: is \"sqlite\" or \"mysql\"", "$.shards.s1: its endpoint is also that of shard 's0'",
            "$.shards.s 2: a shard's name", "$.shards.s 2: has no 'primary'", "$.shards.s3.primary: the environment variable 'NONE' is not set",
            "$.shards.S0: is named twice", "$.placements.p1.hash.slots: an integer from 1 to 65536",
            "$.placements.p2.range[1].shard: there is no shard 's9'", "$.placements.p2.range[1]: the last range goes without 'below'",
            "$.placements.p3: names several rules", "$.placements.p4: names no rule", "$.placements.5p: a placement's name",
            "$.placements.p6.list.a : a listed value", "$.placements.p7.modulo.shards: names no shard", "$.tables.t1: there is no placement 'nowhere'",
            "$.tables.t2: is declared by one of", "$.tables.t3: names no 'key'", "$.tables.t4.reference: is true or left out", "$.tables.t5.shard: there is no shard 's9'",
            "$.tables.t6: is declared by one of", "$.tables.sqlite_t: names that begin", "$.tables.t7.key: a text is expected", "$.default_shard: there is no shard 'none'",
        ];
        Assert.All(paths, path => Assert.Contains(path, said, StringComparison.Ordinal));
        Assert.DoesNotContain("no placement 'p1'", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[ { \"below\": 5, \"shard\": \"s0\" }, { \"below\": 5, \"shard\": \"s0\" }, { \"shard\": \"s0\" } ]", "range[1]: bounds ascend")]
    [InlineData("[ { \"below\": 5, \"shard\": \"s0\" }, { \"below\": \"6\", \"shard\": \"s0\" }, { \"shard\": \"s0\" } ]", "range[1]: bounds are all numbers or all texts")]
    [InlineData("[ { \"shard\": \"s0\" }, { \"shard\": \"s0\" } ]", "range[0]: only the last range")]
    [InlineData("[ { \"below\": 5.5, \"shard\": \"s0\" }, { \"shard\": \"s0\" } ]", "range[0].below: an integer")]
    [InlineData("[]", "has no range")]
    public void Ranges_that_contradict_are_mistakes(string range, string said) =>
        Assert.Contains(said, Mistakes($$"""{ "engine": "sqlite", "shards": { "s0": { "primary": "a.db" } }, "placements": { "p": { "range": {{range}} } } }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("{ \"shards\": [\"s0\"] }", "function: has no 'name'")]
    [InlineData("{ \"name\": \"f\" }", "function: has no 'shards'")]
    [InlineData("{ \"name\": \"f\", \"shards\": [] }", "function.shards: names no shard")]
    [InlineData("{ \"name\": \"f\", \"shards\": [\"s9\"] }", "function.shards[0]: there is no shard 's9'")]
    [InlineData("{ \"name\": \"f\", \"shards\": [\"s0\"], \"slots\": 5 }", "function.slots: is not known here")]
    public void A_function_has_a_name_and_the_shards_of_its_slots(string function, string said) =>
        Assert.Contains(said, Mistakes($$"""{ "engine": "sqlite", "shards": { "s0": { "primary": "a.db" } }, "placements": { "p": { "function": {{function}} } } }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"primary\": \"a.db\", \"replicas\": []", "replicas are not available")]
    [InlineData("\"primary\": { \"connection\": \"a.db\", \"zone\": \"a\" }", "zones are not available")]
    [InlineData("\"primary\": \"Data Source=a.db;Mode=ReadOnly\"", "'mode' is not a key of a SQLite shard's connection")]
    [InlineData("\"primary\": \"Pooling=true\"", "names no 'Data Source'")]
    [InlineData("\"primary\": \":memory:\"", "a cluster in memory is 'Data Source=:memory:;Shards=4' in the connection string")]
    [InlineData("\"primary\": \"Data Source=:memory:\"", "a cluster in memory is 'Data Source=:memory:;Shards=4' in the connection string")]
    [InlineData("\"primary\": 5", "an object {...} is expected, not a number")]
    [InlineData("\"primary\": \"\"", "is empty")]
    public void A_shard_that_cannot_be_opened_is_a_mistake(string shard, string said) =>
        Assert.Contains(said, Mistakes(Minimal(shard)), StringComparison.Ordinal);

    [Fact]
    public void A_shard_of_a_server_is_its_connection_string()
    {
        var definition = Read("""{ "engine": "mysql", "shards": { "s0": { "primary": "Server=a;Database=b" }, "s1": { "primary": { "connection": "Server=c" } } } }""");

        Assert.Equal(EngineKind.MySql, definition.Engine);
        Assert.Equal(["Server=a;Database=b", "Server=c"], definition.Shards.Select(static shard => shard.Primary.ConnectionString));
    }

    [Fact]
    public void A_file_without_shards_is_a_mistake()
    {
        Assert.Contains("$: has no 'shards'", Mistakes("""{ "engine": "sqlite" }"""), StringComparison.Ordinal);
        Assert.Contains("$.shards: 0 shards", Mistakes("""{ "engine": "sqlite", "shards": {} }"""), StringComparison.Ordinal);
        Assert.Contains("$: an object", Mistakes("[]"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_JSON_is_refused_with_its_place() =>
        Assert.Contains("not JSON at line 2, column ", Mistakes("{\n \"name\" \"x\" }"), StringComparison.Ordinal);

    [Fact]
    public void The_connection_string_and_the_file_name_the_same_cluster()
    {
        var refusal = Assert.Throws<ShardException>(() => ClusterFile.Read(Encoding.UTF8.GetBytes(Whole), "f.json", "/clusters", "other", static _ => null));
        Assert.Contains("$.name", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused()
    {
        var refusal = Assert.Throws<ShardException>(() => ClusterFile.Load("/no/such/cluster.json", null, static _ => null));
        Assert.Equal(ShardErrorCode.InvalidConfiguration, refusal.ErrorCode);
        Assert.Contains("/no/such/cluster.json", refusal.Message, StringComparison.Ordinal);
    }

    private static string Minimal(string shard) => $$"""{ "engine": "sqlite", "shards": { "s0": { {{shard}} } } }""";

    private static ClusterDefinition Read(string text, Func<string, string?>? environment = null) =>
        ClusterFile.Read(Encoding.UTF8.GetBytes(text), "cluster.json", "/clusters", null, environment ?? (static _ => null));

    private static string Mistakes(string text)
    {
        var refusal = Assert.Throws<ShardException>(() => Read(text));
        Assert.Equal(ShardErrorCode.InvalidConfiguration, refusal.ErrorCode);
        return refusal.Message;
    }
}
