namespace ShardClient.Values;

/// <summary>The family of database that the shards of a cluster run.</summary>
internal enum EngineKind
{
    Sqlite,
    MySql,
}
