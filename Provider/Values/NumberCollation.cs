namespace ShardClient.Values;

/// <summary>
/// Texts that begin with a number, by that number and then by what follows: a server's DECIMAL (<c>-12.50</c>) and TIME (<c>-101:30:00.5</c>), and
/// unsigned integers that need 64 bits.
/// </summary>
internal sealed class NumberCollation : Collation
{
    public static NumberCollation Instance { get; } = new();

    public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var (leftIsNegative, rightIsNegative) = (IsNegative(left), IsNegative(right));
        if (leftIsNegative != rightIsNegative)
            return leftIsNegative ? -1 : 1;
        var order = CompareSizes(left.TrimStart((byte)'-'), right.TrimStart((byte)'-'));
        return leftIsNegative ? -order : order;
    }

    public override void AddTo(ref HashCode hash, ReadOnlySpan<byte> text)
    {
        // Zeros at either end say nothing; a number has a point only where digits follow.
        var negative = IsNegative(text);
        var digits = text.TrimStart((byte)'-').TrimStart((byte)'0');
        if (digits.Contains((byte)'.'))
            digits = digits.TrimEnd((byte)'0').TrimEnd((byte)'.');
        hash.Add(negative);
        hash.AddBytes(digits);
    }

    public override ulong Prefix(ReadOnlySpan<byte> text) => 0;

    /// <summary>Zero has no sign, however it is written.</summary>
    private static bool IsNegative(ReadOnlySpan<byte> text) => text.StartsWith((byte)'-') && text.IndexOfAnyInRange((byte)'1', (byte)'9') >= 0;

    private static int CompareSizes(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        left = left.TrimStart((byte)'0');
        right = right.TrimStart((byte)'0');
        var (leftWhole, rightWhole) = (WholeDigits(left), WholeDigits(right));
        if (leftWhole != rightWhole)
            return leftWhole - rightWhole;
        var common = Math.Min(left.Length, right.Length);
        var order = left[..common].SequenceCompareTo(right[..common]);
        if (order != 0)
            return order;
        return left.Length > common ? Rest(left[common..]) : -Rest(right[common..]);
    }

    /// <summary>More digits behind the point are more unless they are zeros.</summary>
    private static int Rest(ReadOnlySpan<byte> rest) => rest.IndexOfAnyInRange((byte)'1', (byte)'9') >= 0 ? 1 : 0;

    private static int WholeDigits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
