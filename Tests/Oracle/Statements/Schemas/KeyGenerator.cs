using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>Makes sharding keys of every type, and the placements that a cluster file declares for them.</summary>
internal sealed class KeyGenerator(Dice dice, int shards)
{
    private readonly bool _hasFile = dice.Chance(30);

    private readonly SortedDictionary<string, string> _types = new(StringComparer.Ordinal);

    private (Column Column, string? Placement) _last;

    /// <summary>The JSON of the placements made; null when the default one serves all.</summary>
    public string? Placements => _hasFile ? Json(_types.Select(pair => (pair.Key, Placed(pair.Key, pair.Value, isOther: false)))) : null;

    /// <summary>The same placements with other shards for the same keys.</summary>
    public string OtherPlacements => Json(_hasFile ? _types.Select(pair => (pair.Key, Placed(pair.Key, pair.Value, isOther: true))) : [("default", Hashed(isOther: true))]);

    /// <summary>A key of the same kind and placement as the last one: such tables are colocated.</summary>
    public (Column Column, string? Placement) Same() => _last;

    public (Column Column, string? Placement) Next()
    {
        var type = dice.Weighted((45, "int"), (12, "text"), (10, "nocase"), (5, "rtrim"), (5, "blob"), (6, "guid"), (7, "date"), (3, "bool"), (_hasFile ? 10 : 0, "datetime"));
        return _last = (Column(type), _hasFile ? Place(type) : null);
    }

    private Column Column(string type)
    {
        var column = type switch
        {
            "int" => new Column("k", dice.Of("INTEGER", "INT", "BIGINT"), ValueClass.Integer, Domain.SmallIntegers),
            "text" => new Column("k", "TEXT", ValueClass.Text, Domain.Words),
            "nocase" => new Column("k", "TEXT", ValueClass.Text, Domain.AsciiWords) { Collation = "NOCASE" },
            "rtrim" => new Column("k", "TEXT", ValueClass.Text, Domain.PaddedWords) { Collation = "RTRIM" },
            "blob" => new Column("k", "BLOB", ValueClass.Blob, Domain.Blobs),
            "guid" => new Column("k", "GUID", ValueClass.Text, Domain.Guids),
            "date" => new Column("k", "DATE", ValueClass.Text, Domain.Dates),
            "bool" => new Column("k", "BOOLEAN", ValueClass.Integer, Domain.Booleans),
            _ => new Column("k", "DATETIME", ValueClass.Text, Domain.Moments),
        };
        return column with { IsNotNull = dice.Chance(60) };
    }

    private string Place(string type)
    {
        var kind = type switch
        {
            "int" => dice.Of("hash", "range", "list", "modulo"),
            "bool" => dice.Of("hash", "list"),
            "date" => dice.Of("hash", "range"),
            "datetime" => "range",
            "text" => dice.Of("hash", "list"),
            _ => "hash",
        };
        var name = $"by_{kind}_{type}";
        _types[name] = type;
        return name;
    }

    private static string Json(IEnumerable<(string Name, string Rule)> placements) =>
        $"{{ {string.Join(", ", placements.Select(static pair => $"\"{pair.Name}\": {pair.Rule}"))} }}";

    private string Placed(string name, string type, bool isOther) => name.Split('_')[1] switch
    {
        "hash" => Hashed(isOther),
        "modulo" => $"{{ \"modulo\": {{ \"shards\": [{string.Join(", ", Enumerable.Range(0, shards).Select(shard => Shard(shard, isOther)))}] }} }}",
        "range" => $"{{ \"range\": [{string.Join(", ", Ranges(type, isOther))}] }}",
        _ => $"{{ \"list\": {{ {string.Join(", ", Listed(type, isOther))} }}, \"default\": {Shard(shards - 1, isOther)} }}",
    };

    /// <summary>Slots in even runs, or in a few uneven ones from the last shard to the first.</summary>
    private string Hashed(bool isOther)
    {
        const int Slots = 64;
        if (!isOther)
            return $"{{ \"hash\": {{ \"slots\": {Slots} }} }}";
        var runs = Enumerable.Range(0, shards).Select(shard => $"[{Shard(shard, isOther)}, {(shard < shards - 1 ? 2 + shard : Slots - ((shards - 1) * 2) - ((shards - 1) * (shards - 2) / 2))}]");
        return $"{{ \"hash\": {{ \"slots\": {Slots}, \"map\": [{string.Join(", ", runs)}] }} }}";
    }

    private string Shard(int shard, bool isOther) => $"\"s{(isOther ? shards - 1 - shard : shard)}\"";

    private IEnumerable<string> Ranges(string type, bool isOther)
    {
        for (var shard = 0; shard < shards - 1; shard++)
        {
            var bound = type switch
            {
                "int" => isOther ? $"{(shard * 2) + 1}" : $"{shard * 3}",
                "date" => $"\"{2023 + (shard / 3)}-{(shard % 3 * 4) + (isOther ? 2 : 3):00}-01\"",
                _ => $"\"{2023 + (shard / 3)}-{(shard % 3 * 4) + (isOther ? 2 : 3):00}-01 00:00:00\"",
            };
            yield return $"{{ \"below\": {bound}, \"shard\": {Shard(shard, isOther)} }}";
        }

        yield return $"{{ \"shard\": {Shard(shards - 1, isOther)} }}";
    }

    private IEnumerable<string> Listed(string type, bool isOther)
    {
        string[] values = type switch
        {
            "int" => ["0", "1", "2", "3", "5", "7", "-1"],
            "bool" => ["0", "1"],
            _ => ["a", "A", "b", "bob", "", "10", "é"],
        };
        return values.Where(static value => value.Length > 0).Select((value, index) => $"\"{value}\": {Shard(index % shards, isOther)}");
    }
}
