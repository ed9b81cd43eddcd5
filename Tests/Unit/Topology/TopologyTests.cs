using System.Text;
using ShardClient.Topology;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class TopologyTests
{
    private const string Two = "\"s0\": { \"primary\": \"s0.db\" }, \"s1\": { \"primary\": \"s1.db\" }";

    private const string Placements = """
        "own": { "hash": { "slots": 8 } },
        "by_month": { "range": [ { "below": "2026-01-01", "shard": "s0" }, { "shard": "s1" } ] },
        "by_id": { "range": [ { "below": -5, "shard": "s0" }, { "shard": "s1" } ] },
        "by_region": { "list": { "eü": "s1", "cn": "s0" }, "default": "s1" },
        "legacy": { "modulo": { "shards": ["s1", "s0"] } }
        """;

    private const string Tables = """
        "orders": { "placement": "own", "key": "user_id" }, "countries": { "reference": true }, "notes": { "shard": "s1" }
        """;

    [Fact]
    public void A_stored_topology_reads_back_as_it_was_written_without_its_endpoints()
    {
        var topology = Created() with { Version = 7 };
        var written = TopologySerializer.Write(topology);
        var read = TopologySerializer.Read(written);
        Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(TopologySerializer.Write(read)));
        Assert.Equal((topology.ClusterId, "shop", 7L), (read.ClusterId, read.Name, read.Version));
        Assert.Equal(topology.Tables.Order(ByName), read.Tables.Order(ByName));
        Assert.DoesNotContain(".db", Encoding.UTF8.GetString(written), StringComparison.Ordinal);
        Assert.Equal(topology.Placements.Keys.Order(), read.Placements.Keys.Order());
    }

    [Fact]
    public void A_function_is_stored_by_its_name_and_what_it_answers()
    {
        var topology = Created();
        var own = new FunctionPlacement("mine", "f", [1, 0, 1]).With(static key => key.Integer * 7);
        var written = Encoding.UTF8.GetString(TopologySerializer.Write(topology with { Placements = Replaced(topology, own) }));
        Assert.Contains($$$"""
            "mine":{"function":{"name":"f","shards":["s1","s0","s1"],"fingerprint":"{{{own.Fingerprint}}}"}}
            """, written, StringComparison.Ordinal);
        var read = Assert.IsType<FunctionPlacement>(TopologySerializer.Read(Encoding.UTF8.GetBytes(written)).Placements["mine"]);
        Assert.Equal((own.Fingerprint, null), (read.Fingerprint, read.Function));
        Assert.Equal(own.Fingerprint, read.With(static key => key.Integer * 7).Fingerprint);
        Assert.NotEqual(own.Fingerprint, read.With(static key => key.Integer * 5).Fingerprint);
    }

    [Fact]
    public void A_moved_slot_is_stored()
    {
        var topology = Created();
        var moved = new HashPlacement("own", [0, 0, 1, 0, 1, 1, 1, 1]);
        topology = topology with { Placements = Replaced(topology, moved) };
        var read = TopologySerializer.Read(TopologySerializer.Write(topology));
        Assert.Equal(moved.SlotMap.ToArray(), Assert.IsType<HashPlacement>(read.Placements["own"]).SlotMap.ToArray());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"format\":2}")]
    public void A_damaged_text_is_refused(string text) =>
        Assert.Equal(ShardErrorCode.ShardUnavailable, Assert.Throws<ShardException>(() => TopologySerializer.Read(Encoding.UTF8.GetBytes(text))).ErrorCode);

    [Fact]
    public void A_cut_slot_map_is_refused()
    {
        var text = Encoding.UTF8.GetString(TopologySerializer.Write(Created())).Replace("[\"s0\",4],", "", StringComparison.Ordinal);
        Assert.Contains("4 slots of 8", Assert.Throws<ShardException>(() => TopologySerializer.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_created_a_cluster_opens_it() => Assert.Empty(TopologyComparison.Differences(Define(), Stored()));

    [Fact]
    public void Order_and_case_of_names_make_no_difference()
    {
        var swapped = Define(shards: "\"S1\": { \"primary\": \"s1.db\" }, \"S0\": { \"primary\": \"s0.db\" }");
        Assert.Empty(TopologyComparison.Differences(swapped, Stored()));
        Assert.Equal(["s0", "s1"], swapped.Bind(Stored()).Shards.Select(static shard => Path.GetFileNameWithoutExtension(shard.Primary.ConnectionString)));
    }

    [Fact]
    public void A_reshard_does_not_contradict_the_file()
    {
        var stored = Stored();
        stored = stored with { Placements = Replaced(stored, new HashPlacement("own", [1, 0, 1, 0, 1, 1, 1, 1])) };
        Assert.Empty(TopologyComparison.Differences(Define(), stored));
    }

    [Fact]
    public void Asking_for_less_opens_the_cluster() => Assert.Empty(TopologyComparison.Differences(Define(placements: "", tables: ""), Stored()));

    [Fact]
    public void Every_difference_is_listed_with_its_remedy()
    {
        var asked = Define(
            name: "other",
            placements: "\"own\": { \"hash\": { \"slots\": 16 } }, \"legacy\": { \"modulo\": { \"shards\": [\"s0\", \"s1\"] } }",
            tables: "\"orders\": { \"placement\": \"own\", \"key\": \"id\" }, \"notes\": { \"shard\": \"s0\" }",
            rest: ", \"default_shard\": \"s1\"");
        var refusal = Assert.Throws<ShardException>(() => TopologyComparison.Check(asked, Stored()));
        Assert.Equal(ShardErrorCode.TopologyMismatch, refusal.ErrorCode);
        string[] expected =
        [
            "The name asked for is 'other', the stored one is 'shop'", "Placement own is asked for as {\"hash\":{\"slots\":16}} and stored as {\"hash\":{\"slots\":8}}",
            "Placement legacy", "Table orders is asked for as sharded by id with placement own and stored as sharded by user_id", "DROP TABLE",
            "Table notes is asked for as a single table on shard s0 and stored as a single table on shard s1", "The default shard asked for is s1, the stored one is s0",
        ];
        Assert.All(expected, text => Assert.Contains(text, refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_shards_are_a_difference()
    {
        var asked = Define(shards: Two.Replace("s1", "s2", StringComparison.Ordinal), placements: "", tables: "");
        var said = Assert.Single(TopologyComparison.Differences(asked, Stored()));
        Assert.Contains("Not asked for: s1. Not stored: s2.", said, StringComparison.Ordinal);
        Assert.Equal(ShardErrorCode.TopologyMismatch, Assert.Throws<ShardException>(() => asked.Bind(Stored())).ErrorCode);
    }

    [Fact]
    public void New_placements_and_tables_extend_the_stored_topology()
    {
        var asked = Define(
            shards: "\"s1\": { \"primary\": \"s1.db\" }, \"s0\": { \"primary\": \"s0.db\" }",
            placements: "\"added\": { \"modulo\": { \"shards\": [\"s1\", \"s0\"] } }",
            tables: "\"orders\": { \"placement\": \"own\", \"key\": \"user_id\" }, \"more\": { \"shard\": \"s1\" }");
        var stored = Stored();
        var extended = TopologyComparison.Extend(stored, asked);
        Assert.NotNull(extended);
        Assert.Equal(stored.Version + 1, extended.Version);
        Assert.Equal([1, 0], Assert.IsType<ModuloPlacement>(extended.Placements["added"]).Remainders.ToArray());
        Assert.Equal(1, extended.Tables["more"].Shard);
        Assert.Equal(stored.Tables.Count + 1, extended.Tables.Count);
        Assert.Null(TopologyComparison.Extend(extended, asked));
    }

    private static readonly Comparer<KeyValuePair<string, TableDeclaration>> ByName =
        Comparer<KeyValuePair<string, TableDeclaration>>.Create(static (left, right) => string.CompareOrdinal(left.Key, right.Key));

    private static System.Collections.Frozen.FrozenDictionary<string, Placement> Replaced(ClusterTopology topology, Placement placement) =>
        System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(
            topology.Placements.Values.Where(other => other.Name != placement.Name).Append(placement), static other => other.Name, StringComparer.OrdinalIgnoreCase);

    private static ClusterTopology Created() => Define().Create(Guid.NewGuid());

    private static ClusterTopology Stored() => TopologySerializer.Read(TopologySerializer.Write(Created()));

    private static ClusterDefinition Define(string name = "shop", string shards = Two, string placements = Placements, string tables = Tables, string rest = "")
    {
        var text = $$"""{ "name": "{{name}}", "engine": "sqlite", "shards": { {{shards}} }, "placements": { {{placements}} }, "tables": { {{tables}} }{{rest}} }""";
        // Tables of placements that a case leaves out are stored with them; a file that names a placement also defines it.
        if (!placements.Contains("\"own\"", StringComparison.Ordinal) && tables.Contains("\"own\"", StringComparison.Ordinal))
            text = text.Replace("\"placements\": {", "\"placements\": { \"own\": { \"hash\": { \"slots\": 8 } },", StringComparison.Ordinal);
        return ClusterFile.Read(Encoding.UTF8.GetBytes(text), "cluster.json", "/clusters", null, static _ => null);
    }
}
