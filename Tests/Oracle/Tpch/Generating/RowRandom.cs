namespace ShardClient.Tests.Oracle.Tpch.Generating;

/// <summary>The random numbers of one row (SplitMix64): the same for a seed on every machine, whichever rows are made before.</summary>
internal struct RowRandom(ulong seed, TpchTable table, long row)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(Mix(seed + ((ulong)table * Gamma)) + ((ulong)row * Gamma));

    /// <summary>A number from low to high, both included.</summary>
    public long Between(long low, long high) => low + (long)(Next() % (ulong)(high - low + 1));

    public string OneOf(string[] words) => words[Between(0, words.Length - 1)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private ulong Next() => Mix(_state += Gamma);
}
