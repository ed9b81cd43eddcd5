namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>The tables, in the order in which they are loaded.</summary>
internal enum TpchTable
{
    Region,
    Nation,
    Supplier,
    Customer,
    Part,
    PartSupp,
    Orders,
    LineItem,
}
