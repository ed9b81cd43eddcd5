namespace ShardClient.Diagnostics;

/// <summary>The names of tags; those without <c>shardclient.</c> are OpenTelemetry's.</summary>
internal static class Tags
{
    public const string System = "db.system.name";
    public const string Namespace = "db.namespace";
    public const string Operation = "db.operation.name";
    public const string Summary = "db.query.summary";
    public const string ReturnedRows = "db.response.returned_rows";
    public const string ErrorType = "error.type";
    public const string PoolName = "db.client.connection.pool.name";
    public const string PoolState = "db.client.connection.state";

    /// <summary>The names of the shards that a statement ran on, with commas between.</summary>
    public const string Route = "shardclient.route";

    public const string ShardCount = "shardclient.shards";
    public const string Digest = "shardclient.statement.digest";
    public const string PlanResult = "shardclient.plan_cache.result";
    public const string TransactionOutcome = "shardclient.transaction.outcome";
}
