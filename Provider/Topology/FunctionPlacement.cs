using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>A function of the application decides the slot, and the placement names the shard of each slot.</summary>
internal sealed class FunctionPlacement : Placement
{
    public const string RuleName = "function";

    private readonly int[] _shards;

    /// <param name="function">The function's name.</param>
    /// <param name="shards">The shard of each slot; owned by the placement from now on.</param>
    /// <param name="fingerprint">What the function answered when the placement was stored; null for one that was not.</param>
    public FunctionPlacement(string name, string function, int[] shards, string? fingerprint = null)
        : base(name)
    {
        FunctionName = function;
        Fingerprint = fingerprint;
        _shards = shards;
        Shards = shards.Aggregate(ShardSet.Empty, static (set, shard) => set.Union(ShardSet.Of(shard)));
    }

    public override string Rule => RuleName;

    public override ShardSet Shards { get; }

    public override int NullShard => _shards[0];

    public string FunctionName { get; }

    /// <summary>Tells functions apart that have one name: a checksum of the slots of some keys.</summary>
    public string? Fingerprint { get; }

    /// <summary>Null until the application's function of that name is known (<see cref="With"/>).</summary>
    public ShardingFunction? Function { get; private init; }

    /// <summary>The shard of each slot.</summary>
    public ReadOnlySpan<int> Slots => _shards;

    /// <summary>The placement that asks this function.</summary>
    public FunctionPlacement With(ShardingFunction function) =>
        new(Name, FunctionName, _shards, FunctionProbe.Fingerprint(function, _shards.Length)) { Function = function };

    public override string? Refusal(KeyType type) => type.Kind == KeyKind.DateTime
        ? $"Placement {Name} asks a function, and one moment has several spellings as text; use a range placement, or a DATE, INTEGER or TEXT key."
        : null;

    [SkipLocalsInit]
    public override bool TryRoute(KeyType type, in Value key, out int shard)
    {
        shard = NullShard;
        if (key.IsNull)
            return true;
        var form = KeyNormalForm.Of(type, key, stackalloc byte[KeyNormalForm.ScratchLength]);
        try
        {
            if (!form.IsExact)
                return false;
            var kind = key.Kind switch
            {
                ValueKind.Integer => ShardingKeyKind.Integer,
                ValueKind.Text => ShardingKeyKind.Text,
                _ => ShardingKeyKind.Bytes,
            };
            shard = _shards[SlotOf(new ShardingKey(kind, kind == ShardingKeyKind.Integer ? key.Integer : 0, form.Bytes))];
            return true;
        }
        finally
        {
            form.Dispose();
        }
    }

    /// <summary>The slot of a function's answer.</summary>
    public static int Slot(long answer, int slots)
    {
        var remainder = (int)(answer % slots);
        return remainder < 0 ? remainder + slots : remainder;
    }

    [SuppressMessage("Design", "CA1031", Justification = "The function is the application's; whatever it throws is told with its name.")]
    private int SlotOf(ShardingKey key)
    {
        if (Function is not { } function)
            throw new InvalidOperationException($"Placement {Name} has no function yet.");
        try
        {
            return Slot(function(key), _shards.Length);
        }
        catch (Exception failure)
        {
            throw new ShardException(
                ShardErrorCode.InvalidKeyValue,
                string.Create(CultureInfo.InvariantCulture, $"The sharding function {FunctionName} of placement {Name} failed for a key with {failure.GetType().Name}."),
                "Its exception is the inner one; the function must answer for every key of its tables.",
                failure);
        }
    }
}
