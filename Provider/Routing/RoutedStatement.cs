using ShardClient.Values;

namespace ShardClient.Routing;

/// <summary>What one shard is sent.</summary>
internal readonly record struct RoutedStatement(int Shard, SessionStatement Statement);
