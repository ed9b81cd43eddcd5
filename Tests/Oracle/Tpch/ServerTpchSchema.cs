namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>The schema (clause 1.4) in MySQL's types, its tables placed as those of <see cref="TpchSchema"/>.</summary>
internal static class ServerTpchSchema
{
    /// <summary>What the optimizer knows of the tables is the same on both sides.</summary>
    public const string Analyze = "ANALYZE TABLE region, nation, supplier, customer, part, partsupp, orders, lineitem";

    private static readonly TableDefinition[] Tables =
    [
        new(TpchTable.Region, null, "r_regionkey INT PRIMARY KEY, r_name CHAR(25) NOT NULL, r_comment VARCHAR(152)"),
        new(TpchTable.Nation, null, "n_nationkey INT PRIMARY KEY, n_name CHAR(25) NOT NULL, n_regionkey INT NOT NULL, n_comment VARCHAR(152)"),
        new(
            TpchTable.Supplier,
            null,
            """
            s_suppkey INT PRIMARY KEY, s_name CHAR(25) NOT NULL, s_address VARCHAR(40) NOT NULL, s_nationkey INT NOT NULL, s_phone CHAR(15) NOT NULL,
            s_acctbal DECIMAL(15,2) NOT NULL, s_comment VARCHAR(101) NOT NULL
            """),
        new(
            TpchTable.Customer,
            "c_custkey",
            """
            c_custkey INT PRIMARY KEY, c_name VARCHAR(25) NOT NULL, c_address VARCHAR(40) NOT NULL, c_nationkey INT NOT NULL, c_phone CHAR(15) NOT NULL,
            c_acctbal DECIMAL(15,2) NOT NULL, c_mktsegment CHAR(10) NOT NULL, c_comment VARCHAR(117) NOT NULL
            """),
        new(
            TpchTable.Part,
            "p_partkey",
            """
            p_partkey INT PRIMARY KEY, p_name VARCHAR(55) NOT NULL, p_mfgr CHAR(25) NOT NULL, p_brand CHAR(10) NOT NULL, p_type VARCHAR(25) NOT NULL,
            p_size INT NOT NULL, p_container CHAR(10) NOT NULL, p_retailprice DECIMAL(15,2) NOT NULL, p_comment VARCHAR(23) NOT NULL
            """),
        new(
            TpchTable.PartSupp,
            "ps_partkey",
            """
            ps_partkey INT NOT NULL, ps_suppkey INT NOT NULL, ps_availqty INT NOT NULL, ps_supplycost DECIMAL(15,2) NOT NULL,
            ps_comment VARCHAR(199) NOT NULL, PRIMARY KEY (ps_partkey, ps_suppkey)
            """),
        new(
            TpchTable.Orders,
            "o_orderkey",
            """
            o_orderkey INT PRIMARY KEY, o_custkey INT NOT NULL, o_orderstatus CHAR(1) NOT NULL, o_totalprice DECIMAL(15,2) NOT NULL,
            o_orderdate DATE NOT NULL, o_orderpriority CHAR(15) NOT NULL, o_clerk CHAR(15) NOT NULL, o_shippriority INT NOT NULL, o_comment VARCHAR(79) NOT NULL
            """),
        new(
            TpchTable.LineItem,
            "l_orderkey",
            """
            l_orderkey INT NOT NULL, l_partkey INT NOT NULL, l_suppkey INT NOT NULL, l_linenumber INT NOT NULL,
            l_quantity DECIMAL(15,2) NOT NULL, l_extendedprice DECIMAL(15,2) NOT NULL, l_discount DECIMAL(15,2) NOT NULL, l_tax DECIMAL(15,2) NOT NULL,
            l_returnflag CHAR(1) NOT NULL, l_linestatus CHAR(1) NOT NULL, l_shipdate DATE NOT NULL, l_commitdate DATE NOT NULL, l_receiptdate DATE NOT NULL,
            l_shipinstruct CHAR(25) NOT NULL, l_shipmode CHAR(10) NOT NULL, l_comment VARCHAR(44) NOT NULL, PRIMARY KEY (l_orderkey, l_linenumber)
            """),
    ];

    /// <summary>Those of the primary and foreign keys.</summary>
    public static IEnumerable<string> Indexes => TpchSchema.Indexes;

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
