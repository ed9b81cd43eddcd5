namespace ShardClient.Values;

/// <summary>How a value comes to a server's scratch table, so that there it is what it was on the shard.</summary>
internal enum ScratchForm : byte
{
    /// <summary>Its digits: whole numbers and DECIMAL; ENUM and SET by their numbers, BIT as a number.</summary>
    Number,

    /// <summary>A DOUBLE, or a FLOAT as one: with all its digits and an exponent.</summary>
    Real,

    /// <summary>Letters, and moments that no time zone concerns.</summary>
    Text,

    /// <summary>Bytes; texts of another character set than Unicode's too, which need not find their way back from it.</summary>
    Bytes,

    /// <summary>A TIMESTAMP: its seconds since 1970, because in spring and autumn its text may mean two moments. 0 is the one without a moment.</summary>
    Instant,
}
