namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>
/// The schema (clause 1.4) in SQLite's types. Orders live with their lines and parts with their offers; what is small is on every shard. The
/// indexes are those of the primary and foreign keys, the same on both sides.
/// </summary>
internal static class TpchSchema
{
    public static readonly string[] Indexes =
    [
        "CREATE INDEX nation_region ON nation (n_regionkey)",
        "CREATE INDEX supplier_nation ON supplier (s_nationkey)",
        "CREATE INDEX customer_nation ON customer (c_nationkey)",
        "CREATE INDEX partsupp_supplier ON partsupp (ps_suppkey)",
        "CREATE INDEX orders_customer ON orders (o_custkey)",
        "CREATE INDEX lineitem_offer ON lineitem (l_partkey, l_suppkey)",
        "CREATE INDEX lineitem_supplier ON lineitem (l_suppkey)",
    ];

    private static readonly TableDefinition[] Tables =
    [
        new(TpchTable.Region, null, "r_regionkey INTEGER PRIMARY KEY, r_name TEXT NOT NULL, r_comment TEXT"),
        new(TpchTable.Nation, null, "n_nationkey INTEGER PRIMARY KEY, n_name TEXT NOT NULL, n_regionkey INTEGER NOT NULL, n_comment TEXT"),
        new(
            TpchTable.Supplier,
            null,
            """
            s_suppkey INTEGER PRIMARY KEY, s_name TEXT NOT NULL, s_address TEXT NOT NULL, s_nationkey INTEGER NOT NULL, s_phone TEXT NOT NULL,
            s_acctbal DECIMAL(15,2) NOT NULL, s_comment TEXT NOT NULL
            """),
        new(
            TpchTable.Customer,
            "c_custkey",
            """
            c_custkey INTEGER PRIMARY KEY, c_name TEXT NOT NULL, c_address TEXT NOT NULL, c_nationkey INTEGER NOT NULL, c_phone TEXT NOT NULL,
            c_acctbal DECIMAL(15,2) NOT NULL, c_mktsegment TEXT NOT NULL, c_comment TEXT NOT NULL
            """),
        new(
            TpchTable.Part,
            "p_partkey",
            """
            p_partkey INTEGER PRIMARY KEY, p_name TEXT NOT NULL, p_mfgr TEXT NOT NULL, p_brand TEXT NOT NULL, p_type TEXT NOT NULL,
            p_size INTEGER NOT NULL, p_container TEXT NOT NULL, p_retailprice DECIMAL(15,2) NOT NULL, p_comment TEXT NOT NULL
            """),
        new(
            TpchTable.PartSupp,
            "ps_partkey",
            """
            ps_partkey INTEGER NOT NULL, ps_suppkey INTEGER NOT NULL, ps_availqty INTEGER NOT NULL, ps_supplycost DECIMAL(15,2) NOT NULL,
            ps_comment TEXT NOT NULL, PRIMARY KEY (ps_partkey, ps_suppkey)
            """),
        new(
            TpchTable.Orders,
            "o_orderkey",
            """
            o_orderkey INTEGER PRIMARY KEY, o_custkey INTEGER NOT NULL, o_orderstatus TEXT NOT NULL, o_totalprice DECIMAL(15,2) NOT NULL,
            o_orderdate DATE NOT NULL, o_orderpriority TEXT NOT NULL, o_clerk TEXT NOT NULL, o_shippriority INTEGER NOT NULL, o_comment TEXT NOT NULL
            """),
        new(
            TpchTable.LineItem,
            "l_orderkey",
            """
            l_orderkey INTEGER NOT NULL, l_partkey INTEGER NOT NULL, l_suppkey INTEGER NOT NULL, l_linenumber INTEGER NOT NULL,
            l_quantity DECIMAL(15,2) NOT NULL, l_extendedprice DECIMAL(15,2) NOT NULL, l_discount DECIMAL(15,2) NOT NULL, l_tax DECIMAL(15,2) NOT NULL,
            l_returnflag TEXT NOT NULL, l_linestatus TEXT NOT NULL, l_shipdate DATE NOT NULL, l_commitdate DATE NOT NULL, l_receiptdate DATE NOT NULL,
            l_shipinstruct TEXT NOT NULL, l_shipmode TEXT NOT NULL, l_comment TEXT NOT NULL, PRIMARY KEY (l_orderkey, l_linenumber)
            """),
    ];

    public static IEnumerable<string> PlainTables => Tables.Select(static table => $"CREATE TABLE {table.Name} ({table.Columns})");

    public static IEnumerable<string> ShardedTables => Tables.Select(static table => table.Key is { } key
        ? $"CREATE TABLE {table.Name} ({table.Columns}, SHARD KEY ({key}))"
        : $"CREATE REFERENCE TABLE {table.Name} ({table.Columns})");

    /// <param name="Key">The sharding key; null for a table on every shard.</param>
    private sealed record TableDefinition(TpchTable Table, string? Key, string Columns)
    {
        public string Name => Table.ToString().ToLowerInvariant();
    }
}
