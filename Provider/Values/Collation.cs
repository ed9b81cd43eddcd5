using System.Buffers.Binary;

namespace ShardClient.Values;

/// <summary>How an engine orders text. The three of SQLite, byte for byte; others live only in the engine and are refused.</summary>
internal abstract class Collation
{
    public static Collation Binary { get; } = new BinaryCollation();

    /// <summary>ASCII letters are folded; other letters are not.</summary>
    public static Collation NoCase { get; } = new NoCaseCollation();

    /// <summary>Trailing spaces do not count.</summary>
    public static Collation RTrim { get; } = new RTrimCollation();

    /// <exception cref="ShardException">NotSupported: a collation that an application registered.</exception>
    public static Collation Find(string name) => TryFind(name) ?? throw new ShardException(
        ShardErrorCode.NotSupported,
        $"The collation {name} is known to the shards only, so that rows of several shards cannot be compared by it.",
        "Use BINARY, NOCASE or RTRIM, or name the sharding key's value so that one shard answers.");

    public static Collation? TryFind(string name) => name switch
    {
        _ when name.Equals("BINARY", StringComparison.OrdinalIgnoreCase) => Binary,
        _ when name.Equals("NOCASE", StringComparison.OrdinalIgnoreCase) => NoCase,
        _ when name.Equals("RTRIM", StringComparison.OrdinalIgnoreCase) => RTrim,
        _ => null,
    };

    public abstract int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    public virtual bool Equals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Compare(left, right) == 0;

    /// <summary>Blobs are compared byte by byte, whatever the collation of texts is.</summary>
    public virtual int CompareBlobs(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceCompareTo(right);

    public virtual void AddBlobTo(ref HashCode hash, ReadOnlySpan<byte> blob) => hash.AddBytes(blob);

    /// <inheritdoc cref="Prefix"/>
    public virtual ulong BlobPrefix(ReadOnlySpan<byte> blob) => First8(blob);

    /// <summary>Equal texts have equal hashes.</summary>
    public abstract void AddTo(ref HashCode hash, ReadOnlySpan<byte> text);

    /// <summary>Eight bytes that order texts as far as they differ; equal prefixes say nothing.</summary>
    public abstract ulong Prefix(ReadOnlySpan<byte> text);

    protected static ulong First8(ReadOnlySpan<byte> text)
    {
        if (text.Length >= 8)
            return BinaryPrimitives.ReadUInt64BigEndian(text);
        var prefix = 0UL;
        for (var index = 0; index < text.Length; index++)
            prefix |= (ulong)text[index] << (56 - (8 * index));
        return prefix;
    }

    private sealed class BinaryCollation : Collation
    {
        public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceCompareTo(right);

        public override bool Equals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceEqual(right);

        public override void AddTo(ref HashCode hash, ReadOnlySpan<byte> text) => hash.AddBytes(text);

        public override ulong Prefix(ReadOnlySpan<byte> text) => First8(text);
    }

    private sealed class RTrimCollation : Collation
    {
        public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Trim(left).SequenceCompareTo(Trim(right));

        public override void AddTo(ref HashCode hash, ReadOnlySpan<byte> text) => hash.AddBytes(Trim(text));

        public override ulong Prefix(ReadOnlySpan<byte> text) => First8(Trim(text));

        private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.TrimEnd((byte)' ');
    }

    private sealed class NoCaseCollation : Collation
    {
        /// <summary>Like SQLite's, it looks no further than a NUL that both have, and then at the lengths.</summary>
        public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
        {
            var common = Math.Min(left.Length, right.Length);
            for (var index = 0; index < common; index++)
            {
                var difference = Fold(left[index]) - Fold(right[index]);
                if (difference != 0)
                    return difference;
                if (left[index] == 0)
                    break;
            }

            return left.Length - right.Length;
        }

        public override void AddTo(ref HashCode hash, ReadOnlySpan<byte> text)
        {
            hash.Add(text.Length);
            foreach (var character in text)
            {
                if (character == 0)
                    break;
                hash.Add(Fold(character));
            }
        }

        public override ulong Prefix(ReadOnlySpan<byte> text)
        {
            var prefix = 0UL;
            for (var index = 0; index < Math.Min(text.Length, 8) && text[index] != 0; index++)
                prefix |= (ulong)Fold(text[index]) << (56 - (8 * index));
            return prefix;
        }

        private static byte Fold(byte character) => character is >= (byte)'A' and <= (byte)'Z' ? (byte)(character | 0x20) : character;
    }
}
