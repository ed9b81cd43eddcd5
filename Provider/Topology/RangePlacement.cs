using System.Runtime.CompilerServices;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>One range: keys below its bound that are in no earlier range.</summary>
/// <param name="Below">An integer or a text, exclusive; NULL for the last range, which has no end.</param>
internal readonly record struct KeyRange(Value Below, int Shard);

/// <summary>Keys in the order of their type are cut into ranges, each on one shard.</summary>
internal sealed class RangePlacement : Placement
{
    public const string RuleName = "range";

    private readonly int[] _shards;
    private readonly long[] _numbers;
    private readonly byte[][] _texts;
    private readonly byte[][] _foldedTexts;

    /// <param name="ranges">Bounds ascending, all integers or all texts without trailing spaces; the last one without bound.</param>
    public RangePlacement(string name, IReadOnlyList<KeyRange> ranges)
        : base(name)
    {
        Ranges = ranges;
        _shards = [.. ranges.Select(static range => range.Shard)];
        var bounds = ranges.SkipLast(1).Select(static range => range.Below).ToArray();
        _numbers = [.. bounds.Where(static bound => bound.Kind == ValueKind.Integer).Select(static bound => bound.Integer)];
        _texts = [.. bounds.Where(static bound => bound.Kind == ValueKind.Text).Select(static bound => KeyText.Encode(bound.GetText(), folded: false))];
        _foldedTexts = [.. bounds.Where(static bound => bound.Kind == ValueKind.Text).Select(static bound => KeyText.Encode(bound.GetText(), folded: true))];
        Shards = _shards.Aggregate(ShardSet.Empty, static (set, shard) => set.Union(ShardSet.Of(shard)));
    }

    public override string Rule => RuleName;

    public override ShardSet Shards { get; }

    /// <summary>NULL sorts first.</summary>
    public override int NullShard => _shards[0];

    public IReadOnlyList<KeyRange> Ranges { get; }

    public override string? Refusal(KeyType type)
    {
        if (type.Kind is KeyKind.Bytes or KeyKind.Guid)
            return $"Placement {Name} cuts by order, and keys of this type have none that its bounds can name; use a hash placement.";
        if (Ranges.Count > 1 && (type.Kind == KeyKind.Integer) != (_numbers.Length > 0))
            return $"The bounds of placement {Name} are {(_numbers.Length > 0 ? "numbers" : "texts")}, and the key's column holds others.";
        if (type.Kind == KeyKind.FoldedText && !Ascends(_foldedTexts))
            return $"The bounds of placement {Name} do not ascend when case does not count, as in the key's column.";
        var misfit = _texts.FirstOrDefault(bound => !KeyText.IsOf(type.Kind, bound) && type.Kind != KeyKind.Integer);
        return misfit is null ? null : $"A bound of placement {Name} is no value of the key's column: '{System.Text.Encoding.UTF8.GetString(misfit)}'.";
    }

    [SkipLocalsInit]
    public override bool TryRoute(KeyType type, in Value key, out int shard)
    {
        shard = NullShard;
        if (key.IsNull)
            return true;
        if (!TryCount(type, key, countEqual: true, out var range))
            return false;
        shard = _shards[range];
        return true;
    }

    public override ShardSet RouteRange(KeyType type, in Value low, bool lowIncluded, in Value high, bool highIncluded)
    {
        // Keys at or above a bound are past it; the highest range reached is that of the bounds below the upper end.
        var first = TryCount(type, low, countEqual: true, out var passed) ? passed : 0;
        var last = TryCount(type, high, countEqual: highIncluded, out var reached) ? reached : _shards.Length - 1;
        var shards = ShardSet.Empty;
        for (var range = first; range <= last; range++)
            shards = shards.Union(ShardSet.Of(_shards[range]));
        return shards;
    }

    public static bool Ascends(ReadOnlySpan<byte[]> bounds)
    {
        for (var index = 1; index < bounds.Length; index++)
        {
            if (bounds[index - 1].AsSpan().SequenceCompareTo(bounds[index]) >= 0)
                return false;
        }

        return true;
    }

    /// <summary>How many bounds are below a key (or equal to it, when those count): the index of its range.</summary>
    [SkipLocalsInit]
    private bool TryCount(KeyType type, in Value key, bool countEqual, out int count)
    {
        count = 0;
        if (type.Kind == KeyKind.Integer)
        {
            if (key.Kind != ValueKind.Integer || type.Limits?.Hold(key.Integer) == false)
                return false;
            count = Count(_numbers, key.Integer, countEqual);
            return true;
        }

        var form = KeyNormalForm.Of(type, key, stackalloc byte[KeyNormalForm.ScratchLength]);
        var isExact = form.IsExact;
        if (isExact)
            count = Count(type.Kind == KeyKind.FoldedText ? _foldedTexts : _texts, form.Bytes, countEqual);
        form.Dispose();
        return isExact;
    }

    private static int Count(long[] bounds, long key, bool countEqual)
    {
        var (least, most) = (0, bounds.Length);
        while (least < most)
        {
            var middle = (least + most) / 2;
            if (bounds[middle] < key || (countEqual && bounds[middle] == key))
                least = middle + 1;
            else
                most = middle;
        }

        return least;
    }

    private static int Count(byte[][] bounds, ReadOnlySpan<byte> key, bool countEqual)
    {
        var (least, most) = (0, bounds.Length);
        while (least < most)
        {
            var middle = (least + most) / 2;
            var order = bounds[middle].AsSpan().SequenceCompareTo(key);
            if (order < 0 || (countEqual && order == 0))
                least = middle + 1;
            else
                most = middle;
        }

        return least;
    }
}
