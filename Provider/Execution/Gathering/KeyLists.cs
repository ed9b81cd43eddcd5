using System.Text.Json;
using ShardClient.Backends;
using ShardClient.Catalog;
using ShardClient.Planning.Gathering;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>The distinct values of scratch columns, as far as they can be sent to shards exactly: integers and text.</summary>
internal sealed class KeyLists(ScratchSession scratch, EngineKind engine, Deadline deadline)
{
    /// <summary>More keys than this are not sent.</summary>
    public const int MaxKeys = 100_000;

    /// <summary>To servers they go as literals.</summary>
    private const int MaxServerKeys = 20_000;

    /// <summary>Nor more bytes than this.</summary>
    private const int MaxBytes = 8 << 20;

    private readonly Dictionary<(string Table, string Column), List<Value>?> _lists = [];

    /// <summary>The values that rows of the column can have and matter; null when they are too many or of another kind.</summary>
    /// <param name="limit">How many are worth sending.</param>
    public async ValueTask<List<Value>?> ReadAsync(
        KeyRestriction restriction, Affinity affinity, int limit, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var place = (restriction.From, restriction.FromColumn);
        if (!_lists.TryGetValue(place, out var keys))
            _lists.Add(place, keys = await ReadAsync(restriction, ioBehavior, cancellationToken).ConfigureAwait(false));
        return keys is not null && keys.Count <= limit && keys.TrueForAll(key => Fits(key, affinity)) ? keys : null;
    }

    /// <summary>The values as a JSON array: one parameter, whatever their number.</summary>
    public static Value ToJson(IEnumerable<Value> keys)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var key in keys)
            {
                if (key.IsNull)
                    json.WriteNullValue();
                else if (key.Kind == ValueKind.Integer)
                    json.WriteNumberValue(key.Integer);
                else
                    json.WriteStringValue(key.GetText());
            }

            json.WriteEndArray();
        }

        return Value.FromUtf8(buffer.WrittenMemory.ToArray());
    }

    private async ValueTask<List<Value>?> ReadAsync(KeyRestriction restriction, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var text = engine == EngineKind.MySql ? ServerText(restriction) : Text(restriction);
        using var rows = await scratch.ExecuteAsync(new SessionStatement(text, [], Reusable: false), default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var keys = new List<Value>();
        var bytes = 0L;
        while (await rows.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            var key = rows.GetValue(0);
            bytes += key.Bytes.Length + 8;
            if (keys.Count == (engine == EngineKind.MySql ? MaxServerKeys : MaxKeys) || bytes > MaxBytes || !IsExact(key))
                return null;
            keys.Add(key);
        }

        return keys;
    }

    private static string Text(KeyRestriction restriction)
    {
        var column = ScratchNames.Quote(restriction.FromColumn);

        // Values that the list's own collation calls equal may be different ones to the column they narrow.
        return $"SELECT DISTINCT {column} COLLATE BINARY FROM main.{ScratchNames.Quote(restriction.From)} WHERE {column} IS NOT NULL LIMIT {MaxKeys + 1}";
    }

    private static string ServerText(KeyRestriction restriction)
    {
        var column = ServerScratchTable.Quote(restriction.FromColumn);
        return $"SELECT DISTINCT {column} FROM {ServerScratchTable.Quote(restriction.From)} WHERE {column} IS NOT NULL LIMIT {MaxServerKeys + 1}";
    }

    /// <summary>JSON carries integers and proper text as they are; SQLite's JSON text ends at a NUL.</summary>
    public static bool IsExact(in Value key) => key.Kind switch
    {
        ValueKind.Integer => true,
        ValueKind.Text => key.Bytes.Span.IndexOf((byte)0) < 0 && System.Text.Unicode.Utf8.IsValid(key.Bytes.Span),
        _ => false,
    };

    /// <summary>True when the column compares with the key as both are, without converting one of them.</summary>
    private static bool Fits(Value key, Affinity affinity) => affinity switch
    {
        Affinity.Text => key.Kind == ValueKind.Text,
        Affinity.Blob => true,
        _ => key.Kind == ValueKind.Integer,
    };
}
