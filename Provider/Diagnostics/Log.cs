using Microsoft.Extensions.Logging;

namespace ShardClient.Diagnostics;

/// <summary>
/// Every message that the library logs. Ids are in ranges by room: 1000 Topology, 2000 Backends, 3000 Catalog, 4000 Keys, 5000 Planning,
/// 6000 Execution, 7000 Transactions. Names and numbers only: never a value, never a connection string.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Cluster {Cluster} opened: {Shards} shards, topology version {Version}, in {Milliseconds} ms")]
    public static partial void ClusterOpened(this ILogger logger, string cluster, int shards, long version, double milliseconds);

    [LoggerMessage(2000, LogLevel.Debug, "Shard {Shard}: a session for {Access} opened in {Milliseconds} ms")]
    public static partial void SessionOpened(this ILogger logger, string shard, string access, double milliseconds);

    [LoggerMessage(2001, LogLevel.Warning, "Shard {Shard}: a session was dropped; its state was in doubt")]
    public static partial void SessionDropped(this ILogger logger, string shard);

    [LoggerMessage(2002, LogLevel.Warning, "Shard {Shard}: no session became free in {Milliseconds} ms; all {Size} are in use")]
    public static partial void PoolExhausted(this ILogger logger, string shard, int size, double milliseconds);

    [LoggerMessage(2003, LogLevel.Warning, "Shard {Shard}: transactions waited for each other in a circle; one was refused")]
    public static partial void DeadlockBroken(this ILogger logger, string shard);

    [LoggerMessage(2004, LogLevel.Debug, "Shard {Shard}: waited {Milliseconds} ms for a session for {Access}")]
    public static partial void SessionWaited(this ILogger logger, string shard, string access, double milliseconds);

    [LoggerMessage(3001, LogLevel.Information, "{Statement} done in a cluster of {Shards} shards; its topology has version {Version}")]
    public static partial void Defined(this ILogger logger, string statement, int shards, long version);

    [LoggerMessage(3003, LogLevel.Information, "Shard {Shard}: the schema was changed by somebody else; it is read again")]
    public static partial void ForeignChangeNoticed(this ILogger logger, string shard);

    [LoggerMessage(4000, LogLevel.Debug, "Worker id {Worker} leased for generated keys")]
    public static partial void WorkerLeased(this ILogger logger, int worker);

    [LoggerMessage(5000, LogLevel.Debug, "Statement {Digest} planned in {Milliseconds} ms")]
    public static partial void Planned(this ILogger logger, string digest, double milliseconds);

    [LoggerMessage(6000, LogLevel.Debug, "Statement {Digest} ran on {Route}: {Rows} rows in {Milliseconds} ms")]
    public static partial void StatementRan(this ILogger logger, string digest, string route, long rows, double milliseconds);

    [LoggerMessage(6001, LogLevel.Debug, "Statement {Digest} failed on {Route} with {Code} after {Milliseconds} ms")]
    public static partial void StatementFailed(this ILogger logger, string digest, string route, string code, double milliseconds);

    [LoggerMessage(6002, LogLevel.Debug, "Shard {Shard}: a connection keeps a session for {Objects} temporary objects")]
    public static partial void SessionPinned(this ILogger logger, string shard, int objects);

    [LoggerMessage(6003, LogLevel.Debug, "Shard {Shard}: a connection has no temporary objects any more and gave its session back")]
    public static partial void SessionUnpinned(this ILogger logger, string shard);

    [LoggerMessage(7000, LogLevel.Debug, "Transaction committed on {Shards} shards")]
    public static partial void TransactionCommitted(this ILogger logger, int shards);

    [LoggerMessage(7001, LogLevel.Debug, "Transaction rolled back on {Shards} shards")]
    public static partial void TransactionRolledBack(this ILogger logger, int shards);

    [LoggerMessage(7002, LogLevel.Error, "Transaction committed on {Committed} but not on {Failed} (Transaction Mode=BestEffort)")]
    public static partial void TransactionHalfCommitted(this ILogger logger, string committed, string failed);

    [LoggerMessage(7003, LogLevel.Warning, "Shard {Shard}: a rollback failed; its session was dropped")]
    public static partial void RollbackFailed(this ILogger logger, string shard);
}
