namespace ShardClient.Sql.Lexing;

/// <summary>Whose rules decide what a text means where the two engines differ: quotes, <c>#</c>, <c>\'</c>, <c>||</c>.</summary>
internal enum SqlDialect
{
    Sqlite,
    MySql,
}
