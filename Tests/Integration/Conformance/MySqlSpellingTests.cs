using System.Globalization;
using Dapper;
using ShardClient.Tests.Integration.Execution;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>What MySQL spells otherwise is understood on SQLite shards where it means one thing, and refused by name where it does not.</summary>
public sealed class MySqlSpellingTests : IDisposable
{
    private readonly TestCluster _cluster = new TestCluster(shards: 3, "Cluster Name=shop;Transaction Mode=BestEffort;Sqlite Types=Storage").WithShop(users: 6);
    private readonly ShardConnection _connection;

    public MySqlSpellingTests() => _connection = _cluster.Open();

    [Theory]
    [InlineData("SELECT `user_id` FROM `orders` AS `o` WHERE `o`.`amount` > 40 ORDER BY `user_id` LIMIT 1, 1", "SELECT user_id FROM orders WHERE amount > 40 ORDER BY user_id LIMIT 1 OFFSET 1")]
    [InlineData("SELECT IF(user_id > 3, 'b', 'a') AS c, count(*) FROM orders GROUP BY c ORDER BY c", "SELECT iif(user_id > 3, 'b', 'a') AS c, count(*) FROM orders GROUP BY c ORDER BY c")]
    [InlineData("SELECT user_id FROM orders WHERE IF(user_id = 2, 1, 0) AND IFNULL(amount, 0) = 20", "SELECT 2")]
    [InlineData("SELECT user_id FROM orders WHERE user_id <=> 2", "SELECT 2")]
    [InlineData("SELECT count(*) FROM orders WHERE NULL <=> NULL && amount > 20", "SELECT 4")]
    [InlineData("SELECT FROM_UNIXTIME(1700000000)", "SELECT '2023-11-14 22:13:20'")]
    [InlineData("SELECT count(*) FROM orders WHERE RAND() >= 0 AND RAND() < 1", "SELECT 6")]
    [InlineData("SELECT count(DISTINCT RAND()) > 1 FROM orders", "SELECT 1")]
    [InlineData("SELECT 'a' || 'b'", "SELECT 'ab'")]
    [InlineData("SELECT CONCAT('a', NULL, 'b')", "SELECT 'ab'")]
    [InlineData("SELECT DATABASE(), SCHEMA()", "SELECT 'shop', 'shop'")]
    [InlineData("SELECT VERSION()", "SELECT sqlite_version()")]
    [InlineData("SELECT @@version, @@session.autocommit, @@sql_mode LIKE '%ANSI_QUOTES%', @@Transaction_Isolation", "SELECT sqlite_version(), 1, 1, 'SERIALIZABLE'")]
    [InlineData("SELECT NOW() = CURRENT_TIMESTAMP, CURRENT_TIMESTAMP() = UTC_TIMESTAMP(), CURDATE() = CURRENT_DATE, CURRENT_DATE() = UTC_DATE()", "SELECT 1, 1, 1, 1")]
    [InlineData("SELECT CURTIME() = CURRENT_TIME, CURRENT_TIME() = UTC_TIME(), LOCALTIME() = NOW(), LOCALTIMESTAMP() = NOW(0)", "SELECT 1, 1, 1, 1")]
    [InlineData("SELECT length(NOW()), length(NOW(6)), length(CURRENT_TIMESTAMP(3)), length(CURTIME(1)), NOW(6) LIKE NOW() || '.%'", "SELECT 19, 26, 23, 10, 1")]
    [InlineData("SELECT UNIX_TIMESTAMP() = unixepoch('now'), typeof(UNIX_TIMESTAMP())", "SELECT 1, 'integer'")]
    public void A_query_in_MySQLs_words_is_that_of_SQLite(string text, string meant) => Assert.Equal(Rows(meant), Rows(text));

    [Theory]
    [InlineData("SELECT user_id FROM orders WHERE amount IS 20 AND user_id = 2", "SELECT user_id FROM orders WHERE amount <=> 20 AND user_id = 2")]
    [InlineData("INSERT OR IGNORE INTO orders VALUES (2, 1, 0)", "INSERT IGNORE INTO orders VALUES (2, 1, 0)")]
    [InlineData("DELETE FROM notes", "TRUNCATE notes")]
    public void Two_spellings_of_one_statement_run_each_as_its_shards_understand_it(string native, string spelled)
    {
        var expected = Rows(native);
        Assert.Equal(expected, Rows(spelled));
        Assert.Equal(expected, Rows(native));
    }

    [Fact]
    public void A_column_keeps_the_name_that_the_text_gives_it()
    {
        using var command = new ShardCommand("SELECT NOW(), IF(1, 2, 3), DATABASE(), @@version", _connection);
        using var reader = command.ExecuteReader();
        Assert.Equal(["NOW()", "IF(1, 2, 3)", "DATABASE()", "@@version"], Enumerable.Range(0, 4).Select(reader.GetName));
    }

    [Fact]
    public void Now_is_one_constant_for_all_rows_and_shards() =>
        Assert.Equal(["1"], Rows("SELECT count(DISTINCT NOW(6)) FROM orders"));

    [Fact]
    public void The_functions_of_the_session_are_the_connections_own()
    {
        Run("INSERT INTO tickets (user_id, title) VALUES (5, 'x'), (6, 'y')");
        Assert.Equal(["2|1"], Rows("SELECT ROW_COUNT(), LAST_INSERT_ID() = (SELECT id FROM tickets WHERE title = 'y' AND user_id = 6)"));
        Assert.Equal(["-1"], Rows("SELECT ROW_COUNT()"));
        Run("CREATE TABLE more (id INTEGER)");
        Assert.Equal(["0"], Rows("SELECT ROW_COUNT()"));
        Run("UPDATE orders SET amount = amount WHERE user_id = 3");
        Assert.Equal(["1|1"], Rows("SELECT ROW_COUNT(), changes()"));
        using var other = _cluster.Open();
        Assert.Equal((0L, 0L), other.QuerySingle<(long, long)>("SELECT LAST_INSERT_ID(), ROW_COUNT()"));
        Assert.NotEqual(other.ExecuteScalar<long>("SELECT CONNECTION_ID()"), _connection.ExecuteScalar<long>("SELECT CONNECTION_ID()"));
        Assert.Equal(_connection.ExecuteScalar<long>("SELECT CONNECTION_ID()"), _connection.ExecuteScalar<long>("SELECT CONNECTION_ID()"));
    }

    [Fact]
    public void FOUND_ROWS_counts_what_the_last_query_gave()
    {
        Assert.Equal(4, _connection.Query("SELECT * FROM orders WHERE amount > 20").Count());
        Assert.Equal(["4"], Rows("SELECT FOUND_ROWS()"));
        Assert.Equal(["1"], Rows("SELECT FOUND_ROWS()"));
        _connection.Query("SELECT * FROM orders LIMIT 3").AsList();
        Run("UPDATE orders SET amount = 1 WHERE user_id = 1");
        Assert.Equal(["3"], Rows("SELECT FOUND_ROWS()"));
        Assert.NotNull(_connection.ExecuteScalar("SELECT amount FROM orders"));
        Assert.Contains("not all read", Refusal("SELECT FOUND_ROWS()").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void INSERT_IGNORE_leaves_out_the_rows_that_are_there()
    {
        Assert.Equal(2, Run("INSERT IGNORE INTO orders (user_id, id, amount) VALUES (1, 1, 0), (7, 1, 70), (8, 1, 80)"));
        Assert.Equal(["10"], Rows("SELECT amount FROM orders WHERE user_id = 1"));
        Assert.Equal(1, Run("UPDATE IGNORE orders SET id = 1 WHERE user_id = 7"));
    }

    [Fact]
    public void ON_DUPLICATE_KEY_UPDATE_is_an_upsert()
    {
        Run("INSERT INTO orders (user_id, id, amount) VALUES (1, 1, 5), (9, 1, 6) ON DUPLICATE KEY UPDATE amount = amount + VALUES(amount)");
        Assert.Equal(["1|15", "9|6"], Rows("SELECT user_id, amount FROM orders WHERE user_id IN (1, 9) ORDER BY 1"));
        Run("INSERT INTO orders SELECT * FROM orders ON DUPLICATE KEY UPDATE amount = VALUES(amount) + 100");
        Assert.Equal(["1|115", "9|106"], Rows("SELECT user_id, amount FROM orders WHERE user_id IN (1, 9) ORDER BY 1"));
    }

    [Fact]
    public void INSERT_SET_is_an_INSERT_of_one_row()
    {
        Run("INSERT INTO orders SET user_id = 30, id = 2, amount = 3");
        Assert.Equal(["30|2|3"], Rows("SELECT * FROM orders WHERE user_id = 30"));
    }

    [Fact]
    public void TRUNCATE_empties_a_table()
    {
        Assert.Equal(6, Run("TRUNCATE TABLE orders"));
        Run("INSERT INTO notes VALUES (1, 'a')");
        Run("TRUNCATE `notes`");
        Assert.Equal(["0"], Rows("SELECT count(*) FROM orders"));
        Assert.Equal(["0"], Rows("SELECT count(*) FROM notes"));
    }

    [Theory]
    [InlineData("CREATE TABLE t (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, v TEXT)")]
    [InlineData("CREATE TABLE t (id BIGINT UNSIGNED AUTO_INCREMENT, v VARCHAR(10), PRIMARY KEY (id)) ENGINE=InnoDB AUTO_INCREMENT=1 DEFAULT CHARSET=utf8mb4 COMMENT='x'")]
    [InlineData("CREATE TABLE t (`id` INTEGER PRIMARY KEY AUTO_INCREMENT, `v` TEXT, SHARD KEY (`v`))")]
    [InlineData("CREATE REFERENCE TABLE t (id INTEGER PRIMARY KEY AUTO_INCREMENT, v TEXT)")]
    public void AUTO_INCREMENT_makes_keys(string text)
    {
        Run(text);
        Run("INSERT INTO t (v) VALUES ('a'), ('b')");
        var last = _connection.ExecuteScalar<long>("SELECT LAST_INSERT_ID()");
        Assert.Equal(["a", "b"], Rows("SELECT v FROM t ORDER BY id"));
        Assert.Equal([last.ToString(CultureInfo.InvariantCulture)], Rows("SELECT max(id) FROM t"));
        Assert.Equal(["id|integer|auto_increment"], Rows("SELECT COLUMN_NAME, COLUMN_TYPE, EXTRA FROM information_schema.columns WHERE TABLE_NAME = 't' AND COLUMN_NAME = 'id'"));
    }

    [Fact]
    public void Definitions_may_say_it_in_MySQLs_words()
    {
        Run("CREATE TABLE d (id INTEGER PRIMARY KEY, at DATETIME DEFAULT NOW(), day DATE DEFAULT CURRENT_DATE(), ts DATETIME DEFAULT CURRENT_TIMESTAMP(), v INTEGER CHECK (IF(v > 0, 1, 0)))");
        Run("CREATE VIEW dv AS SELECT IF(v = 1, 'one', 'more') AS word, NOW() >= at AS passed FROM d");
        Run("INSERT INTO d (id, v) VALUES (1, 1)");
        Assert.Equal(["one|1"], Rows("SELECT * FROM dv"));
        Assert.Equal(["1|1|1"], Rows("SELECT at = ts, day = date(at), length(at) = 19 FROM d"));
        Assert.Equal(ShardErrorCode.ConstraintViolation, Assert.Throws<ShardException>(() => Run("INSERT INTO d (id, v) VALUES (2, 0)")).ErrorCode);
    }

    [Fact]
    public void SHOW_tells_of_the_logical_tables()
    {
        Run("CREATE VIEW big AS SELECT * FROM notes; CREATE INDEX by_amount ON orders (amount)");
        Assert.Equal(["big", "countries", "notes", "orders", "tickets"], Rows("SHOW TABLES"));
        Assert.Equal(["Tables_in_shop", "Table_type"], Names("SHOW FULL TABLES FROM shop LIKE 'no%'"));
        Assert.Equal(["notes|BASE TABLE"], Rows("SHOW FULL TABLES FROM shop LIKE 'NO%'"));
        Assert.Equal(["big|VIEW"], Rows("SHOW FULL TABLES WHERE Table_type = 'VIEW'"));
        Assert.Equal(["information_schema", "shop"], Rows("SHOW DATABASES"));
        Assert.Equal(["Field", "Type", "Null", "Key", "Default", "Extra"], Names("SHOW COLUMNS FROM orders"));
        Assert.Equal(["user_id|integer|NO|PRI|NULL|", "id|integer|NO|PRI|NULL|", "amount|integer|YES|MUL|NULL|"], Rows("SHOW COLUMNS FROM orders"));
        Assert.Equal(Rows("SHOW COLUMNS IN `orders`"), Rows("DESCRIBE orders"));
        Assert.Equal(["amount|integer|YES|MUL|NULL|"], Rows("DESC orders amount"));
        Assert.Equal(Rows("DESC notes"), Rows("EXPLAIN notes"));
        Assert.Equal(["Field", "Type", "Collation", "Null", "Key", "Default", "Extra", "Privileges", "Comment"], Names("SHOW FULL COLUMNS FROM orders FROM shop"));
        Assert.Equal(["orders|0|PRIMARY|1|user_id", "orders|0|PRIMARY|2|id", "orders|1|by_amount|1|amount"], Rows("SHOW INDEX FROM orders").Select(static row => string.Join('|', row.Split('|').Take(5))));
        Assert.Equal(["big"], Rows("SHOW CREATE VIEW big").Select(static row => row.Split('|')[0]));
        Assert.Contains("SHARD KEY (user_id)", Assert.Single(Rows("SHOW CREATE TABLE Orders")), StringComparison.Ordinal);
        Assert.Equal(["notes|SQLite"], Rows("SHOW TABLE STATUS LIKE 'notes'").Select(static row => string.Join('|', row.Split('|').Take(2))));
        Assert.Equal(["lower_case_table_names|2"], Rows("SHOW VARIABLES LIKE 'lower\\_case%'"));
        Assert.Equal(["autocommit|ON"], Rows("SHOW SESSION VARIABLES WHERE Variable_name = 'autocommit'"));
        Assert.Empty(Rows("SHOW WARNINGS"));
        Assert.Equal(["orders"], _connection.Query<string>("SHOW TABLES LIKE @pattern", new { pattern = "ord%" }));
    }

    [Fact]
    public void SHOW_sees_what_was_defined_since()
    {
        Assert.DoesNotContain("later", Rows("SHOW TABLES"));
        Run("CREATE TABLE later (id INTEGER)");
        Assert.Contains("later", Rows("SHOW TABLES"));
        Assert.Equal(ShardErrorCode.UnknownTable, Refusal("SHOW COLUMNS FROM nobody").ErrorCode);
        Assert.Equal(ShardErrorCode.UnknownTable, Refusal("DESCRIBE nobody").ErrorCode);
        Assert.Equal(ShardErrorCode.UnknownTable, Refusal("SHOW CREATE TABLE shardclient_meta").ErrorCode);
    }

    [Theory]
    [InlineData("USE shop")]
    [InlineData("USE `SHOP`")]
    [InlineData("SET NAMES utf8mb4")]
    [InlineData("SET NAMES 'utf8mb4' COLLATE 'utf8mb4_unicode_ci'")]
    [InlineData("SET CHARACTER SET utf8")]
    [InlineData("SET autocommit = 1, @@session.time_zone = '+00:00'")]
    [InlineData("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")]
    [InlineData("SET SESSION wait_timeout = 600")]
    [InlineData("SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'")]
    [InlineData("SET foreign_key_checks = ON")]
    [InlineData("SET character_set_results = NULL")]
    public void A_setting_that_holds_anyway_is_accepted(string text) => Assert.Equal(-1, Run(text));

    [Theory]
    [InlineData("USE other", "only database is shop")]
    [InlineData("SET NAMES latin1", "names")]
    [InlineData("SET autocommit = 0", "autocommit")]
    [InlineData("SET foreign_key_checks = 0", "foreign_key_checks")]
    [InlineData("SET sql_mode = 'STRICT_TRANS_TABLES'", "sql_mode")]
    [InlineData("SET time_zone = '+02:00'", "time_zone")]
    [InlineData("SET innodb_lock_wait_timeout = 5", "innodb_lock_wait_timeout")]
    [InlineData("SET GLOBAL max_connections = 5", "GLOBAL max_connections")]
    [InlineData("SET @x = 5", "@x: user variables")]
    [InlineData("SET sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')", "sql_mode")]
    [InlineData("SET TRANSACTION READ ONLY", "transaction_read_only")]
    [InlineData("SELECT @@max_connections", "@@max_connections")]
    [InlineData("SELECT LAST_INSERT_ID(5)", "LAST_INSERT_ID(...)")]
    [InlineData("SELECT RAND(5)", "RAND(...)")]
    [InlineData("SELECT UNIX_TIMESTAMP('2020-01-01')", "UNIX_TIMESTAMP(...)")]
    [InlineData("SELECT GET_LOCK('a', 1)", "GET_LOCK")]
    [InlineData("DO GET_LOCK('a', 1)", "DO GET_LOCK")]
    [InlineData("LOCK TABLES orders WRITE", "LOCK TABLES")]
    [InlineData("SHOW PROCESSLIST", "SHOW PROCESSLIST")]
    [InlineData("SHOW TABLES FROM other", "only database is shop")]
    [InlineData("START TRANSACTION WITH CONSISTENT SNAPSHOT", "CONSISTENT SNAPSHOT")]
    [InlineData("CREATE TABLE t (id INT AUTO_INCREMENT, v INT, PRIMARY KEY (v, id))", "AUTO_INCREMENT on id")]
    [InlineData("CREATE TABLE t (id INT, FULLTEXT KEY by_id (id))", "A FULLTEXT index")]
    [InlineData("CREATE TABLE t (id INT, at DATETIME DEFAULT NOW() ON UPDATE NOW())", "ON UPDATE")]
    [InlineData("CREATE TABLE t (id INT) COLLATE=utf8mb4_general_ci", "COLLATE")]
    public void What_has_no_faithful_translation_is_refused_by_name(string text, string named)
    {
        var refusal = Refusal(text);
        Assert.Equal(ShardErrorCode.NotSupported, refusal.ErrorCode);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(refusal.Position);
    }

    [Fact]
    public void START_TRANSACTION_READ_ONLY_reads_a_snapshot()
    {
        Run("START TRANSACTION READ ONLY");
        Assert.Equal(["6"], Rows("SELECT count(*) FROM orders"));
        using (var other = _cluster.Open())
            other.Execute("UPDATE orders SET amount = 0");
        Assert.Equal(["210"], Rows("SELECT sum(amount) FROM orders"));
        Assert.Throws<ShardException>(() => Run("UPDATE orders SET amount = 5 WHERE user_id = 1"));
        Run("COMMIT WORK");
        Assert.Equal(["0"], Rows("SELECT sum(amount) FROM orders"));
        Run("START TRANSACTION READ WRITE; UPDATE orders SET amount = 5 WHERE user_id = 1; ROLLBACK WORK; BEGIN WORK; COMMIT");
        Assert.Equal(["0"], Rows("SELECT sum(amount) FROM orders"));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _cluster.Dispose();
    }

    private int Run(string text)
    {
        using var command = new ShardCommand(text, _connection);
        return command.ExecuteNonQuery();
    }

    private List<string> Rows(string text) =>
        [.. _connection.Query(text).Select(static row => string.Join('|', ((IDictionary<string, object?>)row).Values.Select(static value => Convert.ToString(value ?? "NULL", CultureInfo.InvariantCulture))))];

    private List<string> Names(string text)
    {
        using var command = new ShardCommand(text, _connection);
        using var reader = command.ExecuteReader();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private ShardException Refusal(string text) => Assert.Throws<ShardException>(() => Rows(text));
}
