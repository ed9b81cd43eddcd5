using BenchmarkDotNet.Attributes;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;

namespace ShardClient.Tests.Benchmarks;

/// <summary>
/// Parsing the statements of sysbench's oltp scripts: at least 300,000 a second and core, in both dialects; and one like those of TPC-H: at least 20,000.
/// </summary>
[Config(typeof(QuickConfig))]
public class ParserBenchmarks
{
    private const string Pad = "68487932199-96439406143-93774651418-41631865787-96406072701-20604855487-25459966574-28203206787-41238978918-19503783441";

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["point select"] = "SELECT c FROM sbtest1 WHERE id=5001",
        ["simple range"] = "SELECT c FROM sbtest1 WHERE id BETWEEN 5001 AND 5100",
        ["sum range"] = "SELECT SUM(k) FROM sbtest1 WHERE id BETWEEN 5001 AND 5100",
        ["order range"] = "SELECT c FROM sbtest1 WHERE id BETWEEN 5001 AND 5100 ORDER BY c",
        ["distinct range"] = "SELECT DISTINCT c FROM sbtest1 WHERE id BETWEEN 5001 AND 5100 ORDER BY c",
        ["index update"] = "UPDATE sbtest1 SET k=k+1 WHERE id=5001",
        ["non-index update"] = $"UPDATE sbtest1 SET c='{Pad}' WHERE id=5001",
        ["delete"] = "DELETE FROM sbtest1 WHERE id=5001",
        ["insert"] = $"INSERT INTO sbtest1 (id, k, c, pad) VALUES (5001, 4987, '{Pad}', '22195207048-70116052123-74140395089-76317954521-98694025897')",
    };

    private const string NationalMarketShare = """
        select o_year, sum(case when nation = 'BRAZIL' then volume else 0 end) / sum(volume) as mkt_share
        from (select extract(year from o_orderdate) as o_year, l_extendedprice * (1 - l_discount) as volume, n2.n_name as nation
              from part, supplier, lineitem, orders, customer, nation n1, nation n2, region
              where p_partkey = l_partkey and s_suppkey = l_suppkey and l_orderkey = o_orderkey and o_custkey = c_custkey
                and c_nationkey = n1.n_nationkey and n1.n_regionkey = r_regionkey and r_name = 'AMERICA' and s_nationkey = n2.n_nationkey
                and o_orderdate between date '1995-01-01' and date '1996-12-31' and p_type = 'ECONOMY ANODIZED STEEL') as all_nations
        group by o_year order by o_year
        """;

    private string _text = "";

    [ParamsSource(nameof(Statements))]
    public string Statement { get; set; } = "";

    public static IEnumerable<string> Statements => Texts.Keys;

    [GlobalSetup]
    public void Setup() => _text = Texts[Statement];

    [Benchmark]
    public object Parse() => SqlParser.Parse(_text, SqlDialect.Sqlite, ParserLimits.Default);

    [Benchmark]
    public object ParseMySql() => SqlParser.Parse(_text, SqlDialect.MySql, ParserLimits.Default);

    [Benchmark]
    public object ParseMarketShare() => SqlParser.Parse(NationalMarketShare, SqlDialect.MySql, ParserLimits.Default);
}
