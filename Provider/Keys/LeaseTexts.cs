using ShardClient.Values;

namespace ShardClient.Keys;

/// <summary>The statements about <c>shardclient_leases</c> in the words of one engine.</summary>
/// <param name="Find">A worker that ran out by the first input, else one that was never taken.</param>
/// <param name="Take">Takes such a worker; its inputs are the moment, the owner and the new end.</param>
/// <param name="Taken">Asks which worker an owner has taken; null where <paramref name="Take"/> answers that itself.</param>
/// <param name="Extend">A lease that ran out may be another's by now: it is taken anew, not renewed.</param>
internal sealed record LeaseTexts(
    SessionStatement Create, SessionStatement Find, SessionStatement Take, SessionStatement? Taken, SessionStatement Extend, SessionStatement End)
{
    public const string SqliteTable =
        "CREATE TABLE IF NOT EXISTS shardclient_leases (worker INTEGER PRIMARY KEY, owner TEXT NOT NULL, expires INTEGER NOT NULL)";

    private const string MySqlTable =
        "CREATE TABLE IF NOT EXISTS shardclient_leases (worker INT NOT NULL PRIMARY KEY, owner VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL, "
        + "expires BIGINT NOT NULL) ENGINE = InnoDB";

    private static readonly LeaseTexts Sqlite = new(
        Text(SqliteTable),
        Text(Free("?1"), 0),
        Text(
            $"INSERT INTO shardclient_leases (worker, owner, expires) SELECT worker, ?2, ?3 FROM ({Free("?1")}) WHERE true "
                + "ON CONFLICT (worker) DO UPDATE SET owner = excluded.owner, expires = excluded.expires RETURNING worker",
            0, 1, 2),
        null,
        Text("UPDATE shardclient_leases SET expires = ?1 WHERE worker = ?2 AND owner = ?3 AND expires > ?4", 0, 1, 2, 3),
        Text("UPDATE shardclient_leases SET expires = ?1 WHERE worker = ?2 AND owner = ?3", 0, 1, 2));

    // Two may find the same worker free; the second one's row then meets a lease that has not run out, and leaves it as it is.
    private static readonly LeaseTexts MySql = new(
        Text(MySqlTable),
        Text(Free("?"), 0),
        Text(
            $"INSERT INTO shardclient_leases (worker, owner, expires) SELECT free.worker, ?, ? FROM ({Free("?")}) free "
                + "ON DUPLICATE KEY UPDATE owner = IF(shardclient_leases.expires <= ?, VALUES(owner), shardclient_leases.owner), "
                + "expires = IF(shardclient_leases.owner = VALUES(owner), VALUES(expires), shardclient_leases.expires)",
            1, 2, 0, 0),
        Text("SELECT worker FROM shardclient_leases WHERE owner = ?", 0),
        Text("UPDATE shardclient_leases SET expires = ? WHERE worker = ? AND owner = ? AND expires > ?", 0, 1, 2, 3),
        Text("UPDATE shardclient_leases SET expires = ? WHERE worker = ? AND owner = ?", 0, 1, 2));

    public static LeaseTexts Of(EngineKind engine) => engine == EngineKind.MySql ? MySql : Sqlite;

    private static string Free(string moment) =>
        $"SELECT worker FROM (SELECT worker, 0 AS fresh FROM shardclient_leases WHERE expires <= {moment} "
        + "UNION ALL SELECT COALESCE(MAX(worker), -1) + 1, 1 FROM shardclient_leases) AS candidates WHERE worker < 1024 ORDER BY fresh, worker LIMIT 1";

    private static SessionStatement Text(string text, params int[] inputs) => new(text, inputs, Reusable: inputs.Length > 0) { IsPlanned = false };
}
