using ShardClient.Values;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>The conversations that are recorded: each method of logging in, and each form of an answer.</summary>
internal static class Conversations
{
    public const string Password = "gehe1m";
    public const string Database = "recorded";

    private const string Columns =
        "(a BIGINT UNSIGNED, b VARCHAR(20), c DATETIME(6), d DECIMAL(20,5), e BLOB, f DOUBLE, g TIME(3), h BIT(9), i TINYINT, j SMALLINT UNSIGNED, k INT, l FLOAT,"
        + " m DATE, n YEAR, o ENUM('x', 'y'), p SET('x', 'y'), q JSON, r CHAR(36), s TIMESTAMP(2) NULL, t VARBINARY(9), u MEDIUMINT, v LONGTEXT)";

    private const string Row =
        "(?, ?, ?, 12.5, X'00FF', 0.25, '-112:30:00.5', 257, -7, 65535, -70000, 1.5, '2026-11-26', 2026, 'y', 'x,y', '{\"a\": [1, null]}', '0a0b0c0d-0000-0000-0000-000000000001',"
        + " '2026-11-26 14:35:55.25', X'01', -8000000, REPEAT('v', 300))";

    private const string Procedure =
        "CREATE PROCEDURE p(IN a INT, OUT b INT, INOUT c VARCHAR(20)) BEGIN SELECT a, c; SET b = a + 1; SET c = CONCAT(c, '!'); SELECT 'x' AS z UNION ALL SELECT 'y'; END";

    private static readonly Step[] Hello = [new("SELECT 1, CURRENT_USER()")];

    private static readonly Step[] Types =
    [
        new("SET NAMES utf8mb4"),
        new($"CREATE TEMPORARY TABLE t {Columns}"),
        new($"INSERT INTO t VALUES {Row}", true) { Inputs = [Value.FromInteger(7), Value.FromText("grün"), Value.FromText("2026-11-26 14:35:55.5")] },
        new("INSERT INTO t (a) VALUES (18446744073709551615)"),
        new("SELECT * FROM t"),
        new("SELECT * FROM t", true),
        new("SELECT * FROM t WHERE a > ? OR b = ? OR f < ? OR e = ?", true)
        {
            Inputs = [Value.FromInteger(7), Value.FromText("grün"), Value.FromReal(0.5), Value.FromBlob(new byte[] { 0, 255 })],
        },
        new("SELECT a, b FROM t WHERE a > ?", true) { Inputs = [Value.FromReal(9.5)] },
        new("SELECT ?, ?", true) { Inputs = [Value.Null, Value.FromText("")] },
        new("SELECT a FROM t WHERE a < 0", true),
    ];

    private static readonly Step[] Several =
    [
        new("SET SESSION session_track_schema=1,session_track_state_change=1,session_track_system_variables='*'"),
        new("SELECT 1; SELECT 'two', NULL; DO 0; SELECT 3 WHERE FALSE"),
        new("SELECT 1; SELECT nothing; SELECT 3"),
        new("SELECT 1; SELEKT 2"),
        new($"CREATE TEMPORARY TABLE u (a INT); INSERT INTO u VALUES (1), (2); USE {Database}; SET @x = 5; SET SESSION sql_mode = ''"),
        new("START TRANSACTION; SELECT COUNT(*) FROM u; ROLLBACK"),
        new("SELECT REPEAT('x', 20000)", true),
        new("SELECT REPEAT('x', 300), REPEAT('y', 70000)"),
    ];

    private static readonly Step[] Calls =
    [
        new("DROP PROCEDURE IF EXISTS p"),
        new(Procedure),
        new("CALL p(5, @b, @c)"),
        new("CALL p(?, ?, ?)", true) { Inputs = [Value.FromInteger(5), Value.Null, Value.FromText("hm")] },
        new("CALL p(?, ?, ?)", true) { Inputs = [Value.FromInteger(6), Value.Null, Value.Null] },
        new("CALL nothing(?)", true) { Inputs = [Value.Null] },
    ];

    private static readonly Step[] Loads =
    [
        new("CREATE TEMPORARY TABLE l (a INT, b VARCHAR(5))"),
        new("LOAD DATA LOCAL INFILE 'x' INTO TABLE l", Infile: "1\tone\n2\ttwo\n"),
        new("LOAD DATA LOCAL INFILE 'x' INTO TABLE l", Infile: "x\ttoo long by far\n4\n"),
        new("LOAD DATA LOCAL INFILE 'x' INTO TABLE l", Infile: ""),
        new("LOAD DATA LOCAL INFILE 'x' INTO TABLE nothing", Infile: "1\tone\n"),
        new("DO 0; LOAD DATA LOCAL INFILE 'x' INTO TABLE l; SELECT COUNT(*) FROM l", Infile: "7\tseven\n"),
        new("SELECT * FROM l ORDER BY a, b"),

        // Who was asked for a file and gave none ends the session.
        new("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE l"),
    ];

    private static readonly Step[] Long =
    [
        new("SELECT 1"),
        new("SELECT REPEAT('ab', 100000)"),
        new("SELECT SHA2('1', 512), SHA2('2', 512), SHA2('3', 512), SHA2('4', 512)"),
        new("SELECT ?, ?", true) { Inputs = [Value.FromText(new string('x', 5_000)), Value.FromInteger(1)] },
        new("DO 0; SELECT 2; SELECT 3"),
    ];

    public static Conversation[] MariaDb { get; } =
    [
        new("mariadb-native", "native", false, [.. Hello, .. Types, .. Several]),
        new("mariadb-ed25519", "ed25519", false, Hello),
        new("mariadb-clear", "pam", true, Hello),
        new("mariadb-call", "native", false, Calls),
        new("mariadb-load", "native", false, Loads),
        new("mariadb-compressed", "native", false, [.. Long, .. Several, .. Loads]) { Compresses = true },
    ];

    public static Conversation[] MySql { get; } =
    [
        // The first one over a private connection leaves the password in the server's cache, and the second finds it there.
        new("mysql-sha2-private", "sha2", true, [.. Hello, .. Types, .. Several]),
        new("mysql-sha2-cached", "sha2", false, Hello),
        new("mysql-sha2-key", "sha2key", false, Hello) { MayFetchKey = true },
        new("mysql-call", "sha2", true, Calls),
        new("mysql-load", "sha2", true, Loads),
        new("mysql-compressed", "sha2", true, [.. Long, .. Several, .. Loads]) { Compresses = true },
    ];

    public static IEnumerable<Conversation> All => MariaDb.Concat(MySql);

    public static Conversation Of(string name) => All.Single(conversation => conversation.Name == name);
}
