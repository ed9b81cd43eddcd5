using ShardClient.Sql.Lexing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Catalog;

/// <summary>The dialect in which a cluster's statements and definitions are written: its engine's own.</summary>
internal static class EngineDialect
{
    public static SqlDialect Dialect(this ClusterTopology topology) => Of(topology.Engine);

    public static SqlDialect Of(EngineKind engine) => engine == EngineKind.MySql ? SqlDialect.MySql : SqlDialect.Sqlite;
}
