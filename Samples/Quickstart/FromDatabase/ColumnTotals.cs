namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>What is counted and summed of one column, in the source and in the cluster by the same expressions.</summary>
/// <param name="RealSize">The sum of the absolute values: what a sum of REALs is as exact as.</param>
/// <param name="Length">Of its texts and BLOBs in all.</param>
internal sealed record ColumnTotals(long Integers, Int128 IntegerSum, long Reals, double RealSum, double RealSize, long Texts, long Blobs, long Length)
{
    public const int Expressions = 9;
    private const double Tolerance = 1e-12;

    /// <param name="length">The function that says how long a value is.</param>
    public static IEnumerable<string> Select(string column, string length) =>
    [
        $"COUNT(CASE typeof({column}) WHEN 'integer' THEN 1 END)",

        // Two halves, so that no sum of 64-bit integers overflows.
        $"SUM(CASE typeof({column}) WHEN 'integer' THEN {column} >> 32 END)",
        $"SUM(CASE typeof({column}) WHEN 'integer' THEN {column} & 4294967295 END)",
        $"COUNT(CASE typeof({column}) WHEN 'real' THEN 1 END)",
        $"SUM(CASE typeof({column}) WHEN 'real' THEN {column} END)",
        $"SUM(CASE typeof({column}) WHEN 'real' THEN abs({column}) END)",
        $"COUNT(CASE typeof({column}) WHEN 'text' THEN 1 END)",
        $"COUNT(CASE typeof({column}) WHEN 'blob' THEN 1 END)",
        $"SUM(CASE WHEN typeof({column}) IN ('text', 'blob') THEN {length}({column}) END)",
    ];

    /// <param name="values">The values of <see cref="Select"/>.</param>
    public static ColumnTotals Read(ReadOnlySpan<object?> values) => new(
        Integer(values[0]), ((Int128)Integer(values[1]) << 32) + Integer(values[2]),
        Integer(values[3]), values[4] as double? ?? 0, values[5] as double? ?? 0,
        Integer(values[6]), Integer(values[7]), Integer(values[8]));

    /// <returns>Null when the cluster has the same.</returns>
    public string? Difference(ColumnTotals cluster)
    {
        if ((Integers, Reals, Texts, Blobs) != (cluster.Integers, cluster.Reals, cluster.Texts, cluster.Blobs))
            return $"{Kinds()} became {cluster.Kinds()}";
        if (IntegerSum != cluster.IntegerSum)
            return $"the integers' sum {IntegerSum} became {cluster.IntegerSum}";
        if (!RealSum.Equals(cluster.RealSum) && !(Math.Abs(RealSum - cluster.RealSum) <= Tolerance * RealSize))
            return $"the REALs' sum {RealSum:R} became {cluster.RealSum:R}";
        return Length == cluster.Length ? null : $"{Length} characters and bytes became {cluster.Length}";
    }

    private string Kinds() => $"{Integers} integers, {Reals} REALs, {Texts} texts, {Blobs} BLOBs";

    private static long Integer(object? value) => value as long? ?? 0;
}
