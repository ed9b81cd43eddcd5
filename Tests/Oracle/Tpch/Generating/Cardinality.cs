namespace ShardClient.Tests.Oracle.Tpch.Generating;

/// <summary>How many rows a table has at a scale factor (clause 4.2.5); lines come as their orders have them.</summary>
internal sealed record Cardinality(double Scale)
{
    public long Suppliers => Scaled(10_000);

    public long Customers => Scaled(150_000);

    public long Parts => Scaled(200_000);

    public long Orders => Scaled(1_500_000);

    public long Clerks => Scaled(1_000);

    /// <summary>The supplier of a part, of which each has four (0 to 3).</summary>
    public long SupplierOf(long part, long which) => ((part + (which * ((Suppliers / 4) + ((part - 1) / Suppliers)))) % Suppliers) + 1;

    private long Scaled(long rows) => Math.Max(1, (long)Math.Round(rows * Scale));
}
