using ShardClient.Sql.Lexing;

namespace ShardClient.Planning;

/// <summary>What a session says that changes plans; part of the plan cache's key.</summary>
internal readonly record struct PlannerFlags(SqlDialect Dialect = SqlDialect.Sqlite);
