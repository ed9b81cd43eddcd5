using ShardClient.Values;

namespace ShardClient.Sql.Lexing;

/// <summary>The dialect in which a cluster's statements and definitions are written: its engine's own.</summary>
internal static class SqlDialects
{
    public static SqlDialect Of(EngineKind engine) => engine == EngineKind.MySql ? SqlDialect.MySql : SqlDialect.Sqlite;
}
