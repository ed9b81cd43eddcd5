using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>Makes sharding keys of every type, and the placements that a cluster file declares for them.</summary>
internal sealed class KeyGenerator(Dice dice, int shards)
{
    private readonly bool _hasFile = dice.Chance(30);

    private readonly Dictionary<string, string> _placements = [];

    private (Column Column, string? Placement) _last;

    /// <summary>The JSON of the placements made; null when the default one serves all.</summary>
    public string? Placements => _hasFile ? $"{{ {string.Join(", ", _placements.Select(static pair => $"\"{pair.Key}\": {pair.Value}"))} }}" : null;

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
        _placements[name] = kind switch
        {
            "hash" => $"{{ \"hash\": {{ \"slots\": {dice.Of(16, 64, 4096)} }} }}",
            "modulo" => $"{{ \"modulo\": {{ \"shards\": [{string.Join(", ", Enumerable.Range(0, shards).Select(static shard => $"\"s{shard}\""))}] }} }}",
            "range" => $"{{ \"range\": [{string.Join(", ", Ranges(type))}] }}",
            _ => $"{{ \"list\": {{ {string.Join(", ", Listed(type))} }}, \"default\": \"s{shards - 1}\" }}",
        };
        return name;
    }

    private IEnumerable<string> Ranges(string type)
    {
        for (var shard = 0; shard < shards - 1; shard++)
        {
            var bound = type switch
            {
                "int" => $"{shard * 3}",
                "date" => $"\"{2023 + (shard / 3)}-{(shard % 3 * 4) + 3:00}-01\"",
                _ => $"\"{2023 + (shard / 3)}-{(shard % 3 * 4) + 3:00}-01 00:00:00\"",
            };
            yield return $"{{ \"below\": {bound}, \"shard\": \"s{shard}\" }}";
        }

        yield return $"{{ \"shard\": \"s{shards - 1}\" }}";
    }

    private IEnumerable<string> Listed(string type)
    {
        string[] values = type switch
        {
            "int" => ["0", "1", "2", "3", "5", "7", "-1"],
            "bool" => ["0", "1"],
            _ => ["a", "A", "b", "bob", "", "10", "é"],
        };
        return values.Where(static value => value.Length > 0).Select((value, index) => $"\"{value}\": \"s{index % shards}\"");
    }
}
