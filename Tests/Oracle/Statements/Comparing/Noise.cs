namespace ShardClient.Tests.Oracle.Statements.Comparing;

/// <summary>How far sums of the data's REALs may lie apart when added in another order.</summary>
internal static class Noise
{
    /// <summary>For what an expression multiplies a column by before the sum.</summary>
    private const double Factor = 1000;

    public static double Of(IEnumerable<IReadOnlyList<object?[]>> tables)
    {
        double largest = 0;
        long rows = 0;
        foreach (var table in tables)
        {
            rows += table.Count;
            foreach (var row in table)
            {
                foreach (var value in row)
                {
                    if (value is double real && double.IsFinite(real))
                        largest = Math.Max(largest, Math.Abs(real));
                }
            }
        }

        return 1e-12 * largest * rows * Factor;
    }
}
