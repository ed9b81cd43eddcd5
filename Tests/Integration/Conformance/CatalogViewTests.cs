using Dapper;
using Microsoft.Data.Sqlite;
using ShardClient.Tests.Integration.Execution;
using Xunit;

namespace ShardClient.Tests.Integration.Conformance;

/// <summary>sqlite_master, the pragma functions and information_schema tell of the logical tables, each once, and of nothing else.</summary>
public sealed class CatalogViewTests : IDisposable
{
    private static readonly string[] Definitions =
    [
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE UNIQUE{local}, paid DECIMAL(10, 2) DEFAULT 0, name VARCHAR(50), up TEXT AS (upper(name)) STORED{shard})",
        "CREATE TABLE orders (user_id INTEGER, no INTEGER, note TEXT, PRIMARY KEY (user_id, no), FOREIGN KEY (user_id) REFERENCES users{shard2}) WITHOUT ROWID",
        "CREATE{reference} TABLE countries (code TEXT PRIMARY KEY, name TEXT)",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)",
        "CREATE INDEX by_name ON users (name DESC, id)",
        "CREATE UNIQUE INDEX by_text ON notes (text) WHERE text <> ''",
        "CREATE VIEW paid AS SELECT id, email FROM users WHERE paid > 0",
    ];

    private readonly TestCluster _cluster = new(shards: 3, "Cluster Name=shop;Sqlite Types=Storage");
    private readonly ShardConnection _connection;
    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    public CatalogViewTests()
    {
        _connection = _cluster.Open();
        _plain.Open();
        foreach (var definition in Definitions)
        {
            _connection.Execute(Fill(definition, " LOCAL", ", SHARD KEY (id)", ", SHARD KEY (user_id)", " REFERENCE"));
            _plain.Execute(Fill(definition, "", "", "", ""));
        }
    }

    [Theory]
    [InlineData("SELECT * FROM pragma_table_info('users')")]
    [InlineData("SELECT * FROM pragma_table_xinfo('users')")]
    [InlineData("SELECT * FROM pragma_table_info('paid')")]
    [InlineData("SELECT * FROM pragma_index_list('users') ORDER BY name")]
    [InlineData("SELECT * FROM pragma_index_info('by_name')")]
    [InlineData("SELECT * FROM pragma_index_xinfo('sqlite_autoindex_users_1')")]
    [InlineData("SELECT * FROM pragma_foreign_key_list('orders')")]
    [InlineData("SELECT * FROM pragma_table_list ORDER BY name")]
    [InlineData("SELECT name, ncol, wr FROM pragma_table_list('orders')")]
    [InlineData("SELECT * FROM pragma_table_list WHERE name LIKE '%o%' ORDER BY 2")]
    [InlineData("PRAGMA table_list(orders)")]
    [InlineData("PRAGMA table_info(notes)")]
    [InlineData("PRAGMA table_info('nobody')")]
    [InlineData("SELECT m.name, i.name, i.type FROM sqlite_master m JOIN pragma_table_info(m.name) i WHERE m.type = 'table' ORDER BY 1, i.cid")]
    [InlineData("SELECT name FROM pragma_table_info('USERS') WHERE name IN (SELECT name FROM pragma_table_info('countries'))")]
    [InlineData("SELECT count(*) FROM pragma_table_info('nobody')")]
    [InlineData("SELECT i.name FROM pragma_table_info(lower('NOTES')) AS i")]
    [InlineData("SELECT t.name, (SELECT count(*) FROM pragma_index_list(t.name)) FROM pragma_table_list t WHERE t.schema = 'main' AND t.type <> 'view' ORDER BY 1")]
    [InlineData("SELECT type, name, tbl_name FROM sqlite_schema ORDER BY name")]
    [InlineData("SELECT name FROM pragma_collation_list ORDER BY name")]
    [InlineData("SELECT name FROM pragma_pragma_list() ORDER BY name")]
    public void What_SQLite_tells_of_its_tables_is_what_one_database_tells(string text) => Assert.Equal(Rows(_plain.Query(text)), Rows(_connection.Query(text)));

    [Theory]
    [InlineData("SELECT * FROM pragma_table_list")]
    [InlineData("PRAGMA table_list")]
    [InlineData("SELECT * FROM sqlite_master")]
    [InlineData("SELECT * FROM information_schema.tables")]
    [InlineData("SELECT * FROM information_schema.columns")]
    [InlineData("SELECT * FROM information_schema.statistics")]
    [InlineData("SELECT * FROM pragma_table_info('shardclient_meta')")]
    [InlineData("SELECT * FROM pragma_index_info('sqlite_autoindex_shardclient_meta_1')")]
    [InlineData("SELECT * FROM (SELECT 'shardclient_' || 'meta' AS t) JOIN pragma_table_info(t)")]
    [InlineData("PRAGMA table_info(shardclient_meta)")]
    [InlineData("PRAGMA index_list('shardclient_meta')")]
    public void The_clusters_own_tables_are_never_shown(string text)
    {
        var cells = Rows(_connection.Query(text));
        Assert.DoesNotContain(cells, static row => row.Contains("shardclient_", StringComparison.Ordinal) || row.Contains("topology", StringComparison.Ordinal));
        if (text.Contains("shardclient", StringComparison.Ordinal))
            Assert.Empty(cells);
        else
            Assert.NotEmpty(cells);
    }

    [Fact]
    public void The_tables_say_how_they_lie_in_the_cluster() => Assert.Equal(
        [
            "def|shop|countries|BASE TABLE|SQLite|REFERENCE", "def|shop|notes|BASE TABLE|SQLite|SHARD s0", "def|shop|orders|BASE TABLE|SQLite|SHARD KEY (user_id) USING default",
            "def|shop|paid|VIEW|NULL|", "def|shop|users|BASE TABLE|SQLite|SHARD KEY (id) USING default",
        ],
        Rows(_connection.Query("SELECT TABLE_CATALOG, table_schema, TABLE_NAME, TABLE_TYPE, ENGINE, CREATE_OPTIONS FROM INFORMATION_SCHEMA.TABLES ORDER BY table_name")));

    [Fact]
    public void The_columns_have_MySQLs_parts() => Assert.Equal(
        [
            "id|1|NULL|NO|integer|NULL|NULL|NULL|NULL|integer|PRI|auto_increment|", "email|2|NULL|NO|text|NULL|NULL|NULL|NOCASE|text|UNI||",
            "paid|3|0|YES|decimal|NULL|10|2|NULL|decimal(10, 2)|||", "name|4|NULL|YES|varchar|50|NULL|NULL|BINARY|varchar(50)|MUL||",
            "up|5|NULL|YES|text|NULL|NULL|NULL|BINARY|text||STORED GENERATED|upper(name)",
        ],
        Rows(_connection.Query(
            """
            SELECT COLUMN_NAME, ORDINAL_POSITION, COLUMN_DEFAULT, IS_NULLABLE, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, COLLATION_NAME,
                   COLUMN_TYPE, COLUMN_KEY, EXTRA, GENERATION_EXPRESSION
            FROM information_schema.columns WHERE table_schema = 'Shop' AND table_name = 'USERS' ORDER BY ordinal_position
            """)));

    [Fact]
    public void The_indexes_and_constraints_are_listed()
    {
        Assert.Equal(
            ["users|0|PRIMARY|1|id|A", "users|1|by_name|1|name|D", "users|1|by_name|2|id|A", "users|0|sqlite_autoindex_users_1|1|email|A"],
            Rows(_connection.Query("SELECT TABLE_NAME, NON_UNIQUE, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, COLLATION FROM information_schema.statistics WHERE TABLE_NAME = 'users'")));
        Assert.Equal(
            ["orders|orders_ibfk_1|FOREIGN KEY", "orders|PRIMARY|PRIMARY KEY", "users|PRIMARY|PRIMARY KEY", "users|sqlite_autoindex_users_1|UNIQUE"],
            Rows(_connection.Query("SELECT TABLE_NAME, CONSTRAINT_NAME, CONSTRAINT_TYPE FROM information_schema.table_constraints WHERE table_name IN ('ORDERS', 'USERS') ORDER BY 1, 2")));
        Assert.Equal(
            ["PRIMARY|user_id|1|NULL|NULL", "PRIMARY|no|2|NULL|NULL", "orders_ibfk_1|user_id|1|users|id"],
            Rows(_connection.Query("SELECT CONSTRAINT_NAME, COLUMN_NAME, ORDINAL_POSITION, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.key_column_usage WHERE TABLE_NAME = 'orders'")));
    }

    [Fact]
    public void The_schemata_and_views_are_listed()
    {
        Assert.Equal(["information_schema", "shop"], Rows(_connection.Query("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA ORDER BY 1")));
        Assert.StartsWith("paid|SELECT", Assert.Single(Rows(_connection.Query("SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.views"))), StringComparison.Ordinal);
    }

    [Fact]
    public void They_join_with_the_rows_of_any_table()
    {
        _connection.Execute("INSERT INTO users (id, email, name) VALUES (1, 'a', 'orders')");
        _connection.Execute("INSERT INTO users (id, email, name) VALUES (2, 'b', 'notes')");
        _connection.Execute("INSERT INTO users (id, email, name) VALUES (3, 'c', 'other')");
        Assert.Equal(
            ["1|orders", "2|notes"],
            Rows(_connection.Query("SELECT u.id, t.TABLE_NAME FROM users u JOIN information_schema.tables t ON t.TABLE_NAME = u.name ORDER BY u.id")));
        Assert.Equal(["2"], Rows(_connection.Query("SELECT id FROM users WHERE name IN (SELECT name FROM sqlite_master) AND id = 2")));
    }

    [Fact]
    public void A_view_over_them_shows_logical_tables_too()
    {
        _connection.Execute("CREATE VIEW names AS SELECT name FROM sqlite_master WHERE type = 'table'");
        _connection.Execute("CREATE VIEW noted AS SELECT n.text, m.name FROM notes n, sqlite_master m WHERE m.type = 'table'");
        _connection.Execute("INSERT INTO notes VALUES (1, 'x')");
        Assert.Equal(["countries", "notes", "orders", "users"], Rows(_connection.Query("SELECT * FROM names ORDER BY 1")));
        Assert.Equal(["x|countries|users", "x|notes|users", "x|orders|users", "x|users|users"], Rows(_connection.Query("SELECT a.*, b.name FROM noted a, noted b WHERE b.name = 'users' ORDER BY a.name")));
    }

    [Fact]
    public void What_others_define_is_seen_at_once()
    {
        Assert.Equal(0, _connection.ExecuteScalar<long>("SELECT count(*) FROM information_schema.tables WHERE TABLE_NAME = 'late'"));
        using var source = new ShardDataSource(_cluster.ConnectionString + ";Cluster Name=shop");
        using (var other = source.OpenConnection())
            other.Execute("CREATE TABLE late (a INTEGER, SHARD KEY (a))");
        Assert.Equal(1, _connection.ExecuteScalar<long>("SELECT count(*) FROM information_schema.tables WHERE TABLE_NAME = 'late'"));
        using (var other = source.OpenConnection())
            other.Execute("ALTER TABLE late ADD COLUMN b TEXT");
        Assert.Equal(["a", "b"], Rows(_connection.Query("SELECT name FROM pragma_table_info('late')")));
        _connection.Execute("ALTER TABLE late ADD COLUMN c TEXT");
        Assert.Equal(["a", "b", "c"], Rows(_connection.Query("SELECT name FROM pragma_table_info('late')")));
    }

    [Fact]
    public void A_transaction_sees_its_own_definitions()
    {
        using var transaction = _connection.BeginTransaction();
        _connection.Execute("CREATE TABLE mine (a INTEGER)", transaction: transaction);
        Assert.Equal(["mine"], Rows(_connection.Query("SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_NAME = 'mine'", transaction: transaction)));
        transaction.Rollback();
        Assert.Empty(_connection.Query("SELECT * FROM information_schema.tables WHERE TABLE_NAME = 'mine'"));
    }

    [Fact]
    public void A_broken_view_has_no_columns_and_hides_no_others()
    {
        _connection.Execute("CREATE VIEW broken AS SELECT x FROM notes");
        Assert.Equal(0, _connection.ExecuteScalar<long>("SELECT count(*) FROM information_schema.columns WHERE TABLE_NAME = 'broken'"));
        Assert.Equal(2, _connection.ExecuteScalar<long>("SELECT count(*) FROM information_schema.columns WHERE TABLE_NAME = 'notes'"));
    }

    [Theory]
    [InlineData("SELECT * FROM information_schema.routines", ShardErrorCode.UnknownTable, "schemata, tables")]
    [InlineData("INSERT INTO information_schema.tables (TABLE_NAME) VALUES ('x')", ShardErrorCode.UnknownTable, "information_schema.tables")]
    [InlineData("DELETE FROM information_schema.tables", ShardErrorCode.NotSupported, "is a view")]
    [InlineData("SELECT * FROM pragma_page_count", ShardErrorCode.NotSupported, "tells of one file")]
    [InlineData("SELECT * FROM pragma_page_count()", ShardErrorCode.NotSupported, "tells of one file")]
    [InlineData("SELECT * FROM pragma_table_info WHERE arg = 'shardclient_meta'", ShardErrorCode.NotSupported, "pragma_table_info('table')")]
    [InlineData("SELECT * FROM users u, pragma_table_info(u.name)", ShardErrorCode.NotSupported, "one shard's definitions")]
    public void What_they_cannot_tell_is_refused_by_name(string text, ShardErrorCode code, string said)
    {
        var error = Assert.Throws<ShardException>(() => _connection.Execute(text));
        Assert.Equal(code, error.ErrorCode);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_table_elsewhere_is_told_of_too()
    {
        var folder = Directory.CreateTempSubdirectory("shardclient-views-");
        File.WriteAllText(
            Path.Combine(folder.FullName, "c.json"),
            """{ "name": "c", "engine": "sqlite", "shards": { "a": { "primary": "a.db" }, "b": { "primary": "b.db" } }, "tables": { "far": { "shard": "b" } } }""");
        using (var source = new ShardDataSource($"Cluster File={Path.Combine(folder.FullName, "c.json")}"))
        using (var connection = source.OpenConnection())
        {
            connection.Execute("CREATE TABLE far (id INTEGER PRIMARY KEY, what TEXT); CREATE INDEX far_what ON far (what)");
            Assert.Equal(["id", "what"], Rows(connection.Query("SELECT COLUMN_NAME FROM information_schema.columns WHERE TABLE_NAME = 'far'")));
            Assert.Equal(["id", "what"], Rows(connection.Query("SELECT name FROM pragma_table_info('far')")));
            Assert.Equal(["what"], Rows(connection.Query("SELECT name FROM pragma_index_info('far_what')")));
            Assert.Equal(["far|2"], Rows(connection.Query("SELECT name, ncol FROM pragma_table_list WHERE name = 'far'")));
            Assert.Throws<ShardException>(() => connection.Query("SELECT i.name FROM sqlite_master m, pragma_table_info(m.name) i"));
        }

        folder.Delete(recursive: true);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _plain.Dispose();
        _cluster.Dispose();
    }

    private static string Fill(string definition, string local, string shard, string shard2, string reference) => definition
        .Replace("{local}", local, StringComparison.Ordinal).Replace("{shard}", shard, StringComparison.Ordinal)
        .Replace("{shard2}", shard2, StringComparison.Ordinal).Replace("{reference}", reference, StringComparison.Ordinal);

    private static List<string> Rows(IEnumerable<dynamic> rows) =>
        [.. rows.Select(static row => string.Join('|', ((IDictionary<string, object?>)row).Values.Select(static value => value?.ToString() ?? "NULL")))];
}
