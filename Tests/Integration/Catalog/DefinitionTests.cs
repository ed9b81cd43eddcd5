using Microsoft.Data.Sqlite;
using ShardClient.Topology;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.Catalog;

public sealed class DefinitionTests : IDisposable
{
    private const string Users = "CREATE TABLE users (id INTEGER, name TEXT NOT NULL DEFAULT 'x', PRIMARY KEY (id), SHARD KEY (id))";

    private readonly CatalogFixture _fixture = new();
    private readonly Cluster _cluster;

    public DefinitionTests() => _cluster = _fixture.Open();

    [Fact]
    public void A_sharded_table_is_on_every_shard_and_knows_its_key()
    {
        _cluster.Do("CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(20) COLLATE NOCASE, SHARD KEY (id))");
        var table = _cluster.Table("USERS");
        Assert.Equal("s0,s1,s2", _cluster.Holders("users"));
        Assert.Equal((TableKind.Sharded, 0, KeyKind.Integer), (table.Kind, table.KeyColumn, table.KeyType.Kind));
        Assert.Equal((0, 0), (table.RowIdColumn, table.GeneratedKeyColumn));
        Assert.Equal("NOCASE", table.Columns[1].Collation);
        Assert.DoesNotContain("AUTOINCREMENT", (string)_fixture.Ask("s1", "SELECT sql FROM sqlite_master WHERE name = 'users'")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_survive_a_new_open()
    {
        _cluster.Do($"{Users}; CREATE REFERENCE TABLE countries (code TEXT PRIMARY KEY); CREATE TABLE notes (a)");
        using var again = _fixture.Open("");
        Assert.Equal(TableKind.Sharded, again.Table("users").Kind);
        Assert.Equal(TableKind.Reference, again.Table("countries").Kind);
        Assert.Equal(TableKind.Single, again.Table("notes").Kind);
        Assert.Equal("s0", again.Holders("notes"));
        Assert.Equal(3, again.Topology.Version);
        for (var shard = 0; shard < 3; shard++)
            Assert.Equal(3, again.Run(shard, "SELECT value FROM shardclient_meta WHERE name = 'version'")[0][0].Integer);
    }

    [Fact]
    public void Another_open_cluster_sees_a_new_table_and_a_redeclared_one()
    {
        using var other = _fixture.Open("");
        other.Load("users");
        Assert.Contains("users", other.Schema.Current.Absent);
        _cluster.Do(Users);
        Assert.Equal(TableKind.Sharded, other.Table("users").Kind);
        _cluster.Do("DROP TABLE users; CREATE TABLE users (a)");
        other.Schema.NoticeForeignChange();
        Assert.Equal(TableKind.Single, other.Table("users").Kind);
    }

    [Fact]
    public void Every_mistake_of_a_declaration_is_told_at_once()
    {
        var error = _cluster.Refused("CREATE TABLE t (\n  a REAL UNIQUE,\n  b TEXT,\n  UNIQUE (b),\n  FOREIGN KEY (b) REFERENCES nobody (x),\n  SHARD KEY (a))");
        Assert.Equal(ShardErrorCode.InvalidDeclaration, error.ErrorCode);
        Assert.Contains("3 mistakes", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 6, column 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("line 4, column 3", error.Message, StringComparison.Ordinal);
        Assert.Equal("", _cluster.Holders("t"));
    }

    [Theory]
    [InlineData("CREATE TABLE t (a INTEGER, SHARD KEY (b))", ShardErrorCode.UnknownColumn, "b is no column")]
    [InlineData("CREATE TABLE t (a INTEGER, b INTEGER, SHARD KEY (a, b))", ShardErrorCode.InvalidDeclaration, "2 columns")]
    [InlineData("CREATE TABLE t (a INTEGER, SHARD KEY (a) USING nowhere)", ShardErrorCode.InvalidDeclaration, "no placement nowhere")]
    [InlineData("CREATE TABLE t (a INTEGER, b AS (a + 1), SHARD KEY (b))", ShardErrorCode.InvalidDeclaration, "generated column")]
    [InlineData("CREATE TABLE t (a INTEGER, e TEXT UNIQUE, SHARD KEY (a))", ShardErrorCode.InvalidDeclaration, "say LOCAL")]
    [InlineData("CREATE TABLE t (a TEXT, PRIMARY KEY (a COLLATE NOCASE), SHARD KEY (a))", ShardErrorCode.InvalidDeclaration, "sharding key a")]
    [InlineData("CREATE TABLE shardclient_t (a)", ShardErrorCode.InvalidDeclaration, "shardclient_")]
    [InlineData("CREATE TABLE sqlite_t (a)", ShardErrorCode.InvalidDeclaration, "engine")]
    [InlineData("CREATE TEMP TABLE t (a)", ShardErrorCode.NotSupported, "temporary")]
    [InlineData("CREATE TABLE temp.t (a)", ShardErrorCode.NotSupported, "temporary")]
    [InlineData("CREATE TABLE other.t (a)", ShardErrorCode.UnknownTable, "no database other")]
    [InlineData("CREATE TABLE t (a UNIQUE LOCAL)", ShardErrorCode.InvalidDeclaration, "Leave LOCAL out")]
    [InlineData("CREATE TABLE t (a, a)", ShardErrorCode.EngineError, "duplicate column")]
    [InlineData("CREATE TABLE t (a INTEGER, a TEXT, SHARD KEY (a))", ShardErrorCode.EngineError, "duplicate column")]
    public void What_cannot_be_declared_is_refused(string sql, ShardErrorCode code, string part)
    {
        var error = _cluster.Refused(sql);
        Assert.Equal(code, error.ErrorCode);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal("", _cluster.Holders("t"));
        _cluster.Do(Users);
    }

    [Theory]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY, u INTEGER, SHARD KEY (u))")]
    [InlineData("CREATE TABLE t (id BIGINT, u INTEGER, PRIMARY KEY (u, id), SHARD KEY (u))")]
    [InlineData("CREATE TABLE t (u INTEGER, e TEXT UNIQUE LOCAL, SHARD KEY (u))")]
    [InlineData("CREATE TABLE t (id BIGINT, u INTEGER, PRIMARY KEY (id) LOCAL, SHARD KEY (u))")]
    public void Unique_keys_that_can_be_kept_are_kept(string sql)
    {
        _cluster.Do(sql);
        Assert.Equal("s0,s1,s2", _cluster.Holders("t"));
    }

    [Fact]
    public void A_connection_for_imports_keeps_unique_keys_locally_and_drops_foreign_keys()
    {
        using var cluster = _fixture.Open("Unique Keys=Local;Foreign Keys=Drop");
        cluster.Do($"{Users}; CREATE TABLE t (u INTEGER, e TEXT UNIQUE, n INTEGER REFERENCES users (id), SHARD KEY (u))");
        var table = cluster.Table("t");
        Assert.True(Assert.Single(table.UniqueKeys).IsLocal);
        Assert.Empty(table.ForeignKeys);
        Assert.Contains(cluster.Check(), finding => finding.Table == "t" && finding.Constraint == "UNIQUE (e)");
    }

    [Theory]
    [InlineData("CREATE TABLE o (u INTEGER REFERENCES users (id), SHARD KEY (u))", null)]
    [InlineData("CREATE TABLE o (u INTEGER, c TEXT REFERENCES countries (code), SHARD KEY (u))", null)]
    [InlineData("CREATE TABLE o (u INTEGER, n INTEGER REFERENCES notes (a), SHARD KEY (u))", "single table")]
    [InlineData("CREATE TABLE o (u INTEGER, v INTEGER REFERENCES users (id), SHARD KEY (u))", "does not lead from")]
    [InlineData("CREATE TABLE o (u TEXT REFERENCES users (id), SHARD KEY (u))", "not colocated")]
    [InlineData("CREATE TABLE o (u INTEGER REFERENCES users (id) ON DELETE SET NULL, SHARD KEY (u))", "SET NULL")]
    [InlineData("CREATE TABLE o (c TEXT REFERENCES countries (code) ON UPDATE CASCADE, SHARD KEY (c))", "CASCADE")]
    [InlineData("CREATE TABLE o (u INTEGER REFERENCES users (id))", "is sharded")]
    [InlineData("CREATE REFERENCE TABLE o (u INTEGER REFERENCES users (id))", "is sharded")]
    [InlineData("CREATE REFERENCE TABLE o (n INTEGER REFERENCES notes (a))", "single table")]
    [InlineData("CREATE TABLE o (n INTEGER REFERENCES notes (a), c TEXT REFERENCES countries (code))", null)]
    [InlineData("CREATE TABLE o (n INTEGER REFERENCES later (a))", null)]
    public void Foreign_keys_stay_where_each_row_finds_its_parent(string sql, string? refusal)
    {
        _cluster.Do($"{Users}; CREATE REFERENCE TABLE countries (code TEXT PRIMARY KEY); CREATE TABLE notes (a INTEGER PRIMARY KEY)");
        if (refusal is null)
            _cluster.Do(sql);
        else
            Assert.Contains(refusal, _cluster.Refused(sql).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parent_that_comes_later_must_be_where_its_children_are()
    {
        _cluster.Do("CREATE TABLE o (n INTEGER REFERENCES users (id))");
        Assert.Contains("would not find its rows", _cluster.Refused(Users).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_exists_is_refused_or_passed_over()
    {
        _cluster.Do(Users);
        Assert.Equal(ShardErrorCode.AlreadyExists, _cluster.Refused(Users).ErrorCode);
        _cluster.Do("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY)");
        Assert.Equal(ShardErrorCode.InvalidDeclaration, _cluster.Refused("CREATE TABLE IF NOT EXISTS users (name TEXT, SHARD KEY (name))").ErrorCode);
        _cluster.Do("CREATE TABLE notes (a)");
        Assert.Equal(ShardErrorCode.InvalidDeclaration, _cluster.Refused("CREATE REFERENCE TABLE IF NOT EXISTS notes (a)").ErrorCode);
    }

    [Fact]
    public void Indexes_are_on_the_shards_of_their_table()
    {
        _cluster.Do($"{Users}; CREATE TABLE notes (a); CREATE INDEX by_name ON users (name); CREATE INDEX by_a ON notes (a)");
        Assert.Equal("s0,s1,s2", _cluster.Holders("by_name"));
        Assert.Equal("s0", _cluster.Holders("by_a"));
        Assert.Contains("LOCAL", _cluster.Refused("CREATE UNIQUE INDEX u ON users (name)").Message, StringComparison.Ordinal);
        _cluster.Do("CREATE UNIQUE INDEX u ON users (name) LOCAL; DROP INDEX by_name");
        Assert.Equal("", _cluster.Holders("by_name"));
        Assert.Contains(_cluster.Table("users").UniqueKeys, key => key is { Name: "u", IsLocal: true });
        Assert.Equal(ShardErrorCode.UnknownColumn, _cluster.Refused("CREATE INDEX w ON users (absent)").ErrorCode);
        Assert.Equal(ShardErrorCode.UnknownTable, _cluster.Refused("CREATE INDEX w ON nobody (a)").ErrorCode);
    }

    [Fact]
    public void A_unique_index_that_one_shard_refuses_is_on_none()
    {
        _cluster.Do(Users);
        _cluster.Run(2, "INSERT INTO users VALUES (1, 'a'), (2, 'a')");
        Assert.Equal(ShardErrorCode.ConstraintViolation, _cluster.Refused("CREATE UNIQUE INDEX u ON users (name) LOCAL").ErrorCode);
        Assert.Equal("", _cluster.Holders("u"));
        _cluster.Do("CREATE INDEX u ON users (name)");
    }

    [Fact]
    public void A_rename_keeps_the_declaration()
    {
        _cluster.Do($"{Users}; ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN id TO number; ALTER TABLE people ADD COLUMN age INT");
        var table = _cluster.Table("people");
        Assert.Equal("number", table.Columns[table.KeyColumn].Name);
        Assert.Equal(3, table.Columns.Count);
        Assert.False(_cluster.Topology.Tables.ContainsKey("users"));
        using var again = _fixture.Open("");
        Assert.Equal(0, again.Table("people").KeyColumn);
        Assert.Contains("sharding key", _cluster.Refused("ALTER TABLE people DROP COLUMN number").Message, StringComparison.Ordinal);
        Assert.Equal(ShardErrorCode.UnknownColumn, _cluster.Refused("ALTER TABLE people DROP COLUMN absent").ErrorCode);
    }

    [Fact]
    public void A_copy_has_columns_indexes_and_the_declaration_of_its_source()
    {
        _cluster.Do("CREATE TABLE t (a INTEGER, e TEXT UNIQUE LOCAL, SHARD KEY (a)); CREATE INDEX i ON t (e); CREATE TABLE u LIKE t");
        var copy = _cluster.Table("u");
        Assert.Equal((TableKind.Sharded, 0, 2), (copy.Kind, copy.KeyColumn, copy.Columns.Count));
        Assert.Equal("s0,s1,s2", _cluster.Holders("u_i"));
    }

    [Fact]
    public void A_table_as_a_query_takes_the_engines_columns_and_is_filled()
    {
        _cluster.Do($"{Users}; CREATE TABLE copy (SHARD KEY (id)) AS SELECT id, upper(name) AS big FROM users");
        Assert.Equal(["id", "big"], _cluster.Table("copy").Columns.Select(column => column.Name));
        Assert.Equal(TableKind.Sharded, _cluster.Table("copy").Kind);
        Assert.Equal(2, Assert.Single(_cluster.Fills).Columns.Count);
        Assert.Contains("SHARD KEY", _cluster.Refused("CREATE TABLE c2 AS SELECT * FROM users").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_its_query_cannot_fill_is_taken_away()
    {
        _cluster.Do("CREATE TABLE notes (a)");
        _cluster.FillFailure = new ShardException(ShardErrorCode.NotSupported, "no");
        Assert.Equal(ShardErrorCode.NotSupported, _cluster.Refused("CREATE REFERENCE TABLE copy AS SELECT * FROM notes").ErrorCode);
        Assert.Equal("", _cluster.Holders("copy"));
        Assert.False(_cluster.Topology.Tables.ContainsKey("copy"));
    }

    [Theory]
    [InlineData("SELECT a<<1, a||'x', count(*), -a , NOT a FROM t")]
    [InlineData("SELECT a COLLATE NOCASE, likely(a), (a), t.a, max(a,1), true, 1+1 AS two FROM t")]
    [InlineData("SELECT *, \"a+1\"+1 FROM (SELECT a+1,a*2 FROM t)")]
    [InlineData("WITH q AS (SELECT iif(a>1,'`','\"') FROM t) SELECT * FROM q UNION SELECT a+2 FROM t")]
    public void Columns_of_views_and_of_tables_made_by_queries_are_named_as_in_one_database(string query)
    {
        const string Columns = "SELECT group_concat(name, '; ') FROM pragma_table_info('{0}')";
        var made = $"CREATE TABLE t (a); CREATE VIEW v AS {query}; CREATE TABLE c AS {query}";
        using var one = new SqliteConnection("Data Source=:memory:");
        one.Open();
        using var command = one.CreateCommand();
        _cluster.Do(made);
        foreach (var name in new[] { "v", "c" })
        {
            command.CommandText = $"{made}; {string.Format(null, Columns, name)}; DROP TABLE c; DROP VIEW v; DROP TABLE t";
            Assert.Equal(command.ExecuteScalar(), _fixture.Ask("s0", string.Format(null, Columns, name)));
        }
    }

    [Theory]
    [InlineData("WITH c AS (SELECT a FROM notes) SELECT name FROM users", "s0,s1,s2")]
    [InlineData("WITH c AS (SELECT a FROM notes) SELECT name FROM users WHERE id IN (SELECT a FROM c)", "s0")]
    [InlineData("WITH c AS (SELECT a FROM notes), d AS (SELECT * FROM c) SELECT name FROM users, d", "s0")]
    [InlineData("WITH c AS (SELECT a FROM notes), d AS (SELECT * FROM c) SELECT name FROM users", "s0,s1,s2")]
    [InlineData("WITH d AS (WITH c AS (SELECT a FROM notes) SELECT 1 AS b) SELECT name FROM users, d", "s0,s1,s2")]
    public void A_view_is_where_the_tables_are_that_it_reads(string query, string holders)
    {
        _cluster.Do($"{Users}; CREATE TABLE notes (a); CREATE VIEW v AS {query}");
        Assert.Equal(holders, _cluster.Holders("v"));
    }

    [Fact]
    public void Views_are_loaded_with_their_tables()
    {
        _cluster.Do($"{Users}; CREATE TABLE notes (a); CREATE VIEW v (x) AS SELECT name FROM users; CREATE VIEW w AS SELECT * FROM v JOIN notes");
        _cluster.Load("w");
        Assert.Equal(["v", "w"], _cluster.Schema.Current.Views.Keys.Order());
        Assert.Equal(["notes", "users"], _cluster.Schema.Current.Tables.Keys.Order());
        Assert.Equal("s0,s1,s2", _cluster.Holders("v"));
        Assert.Equal("s0", _cluster.Holders("w"));
        _cluster.Do("DROP VIEW w; DROP VIEW v");
        Assert.Equal("", _cluster.Holders("v"));
    }

    [Theory]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON notes BEGIN INSERT INTO log VALUES (new.a); END", null)]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON notes BEGIN INSERT INTO users (id) VALUES (new.a); END", "another shard")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON users BEGIN INSERT INTO orders (u) VALUES (new.id); END", null)]
    [InlineData("CREATE TRIGGER t AFTER DELETE ON users BEGIN DELETE FROM orders WHERE u = old.id; END", null)]
    [InlineData("CREATE TRIGGER t AFTER DELETE ON users BEGIN DELETE FROM orders WHERE u > old.id; END", "nothing says")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON users BEGIN INSERT INTO log VALUES (new.id); END", "another shard")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT RAISE(ABORT, 'no') WHERE (SELECT count(*) FROM orders) > 9; END", "own shard only")]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON users WHEN new.name = '' BEGIN SELECT RAISE(ABORT, 'no'); END", null)]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON countries BEGIN INSERT INTO countries VALUES (new.code || '2'); END", null)]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON countries BEGIN INSERT INTO countries VALUES (random()); END", "own copy")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON users BEGIN SELECT RAISE(ABORT, 'no') WHERE (SELECT count(*) FROM orders WHERE u = new.id) > 9; END", null)]
    public void A_trigger_must_find_all_it_touches_on_the_rows_shard(string sql, string? refusal)
    {
        _cluster.Do($"{Users}; CREATE TABLE orders (u INTEGER, SHARD KEY (u)); CREATE TABLE notes (a); CREATE TABLE log (a); CREATE REFERENCE TABLE countries (code TEXT)");
        if (refusal is null)
            _cluster.Do($"{sql}; DROP TRIGGER t");
        else
            Assert.Contains(refusal, _cluster.Refused(sql).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_virtual_table_is_a_single_one()
    {
        _cluster.Do("CREATE VIRTUAL TABLE docs USING fts5 (title, body)");
        var table = _cluster.Table("docs");
        Assert.True(table.IsVirtual);
        Assert.Equal(["title", "body"], table.Columns.Where(column => !column.IsHidden).Select(column => column.Name));
        _cluster.Do("DROP TABLE docs");
        Assert.Equal("", _cluster.Holders("docs"));
    }

    [Fact]
    public void The_logical_master_table_shows_each_object_once_as_declared()
    {
        _cluster.Do($"{Users}; CREATE UNIQUE INDEX i ON users (name) LOCAL; CREATE REFERENCE TABLE countries (code TEXT); CREATE TABLE notes (a, b)");
        _cluster.Load("sqlite_master");
        var query = _cluster.Schema.Current.Views["sqlite_master"].Query;
        var text = ShardClient.Sql.Writing.SqlWriter.Write(query, ShardClient.Sql.Writing.WriterOptions.Shard).Text;
        var rows = _cluster.Run(1, text).ConvertAll(row => (row[1].GetText(), row[4].IsNull ? "" : row[4].GetText()));
        Assert.Equal(["countries", "i", "notes", "users"], rows.Select(row => row.Item1).Order());
        Assert.Contains(rows, row => row.Item2.EndsWith("SHARD KEY (id))", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Item2.StartsWith("CREATE REFERENCE TABLE", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Item2.EndsWith("LOCAL", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Item2 == "CREATE TABLE notes (a, b)");
    }

    [Fact]
    public void Check_cluster_lists_what_is_not_enforced_and_how_shards_differ()
    {
        _cluster.Do("CREATE TABLE t (id INTEGER PRIMARY KEY, u INTEGER, e TEXT UNIQUE LOCAL, SHARD KEY (u))");
        Assert.Equal(2, _cluster.Check().Count);
        _fixture.Ask("s1", "CREATE INDEX stray ON t (e)");
        _fixture.Ask("s2", "DROP TABLE t");
        var findings = _cluster.Check().Select(finding => finding.Finding).ToList();
        Assert.Contains("table t is missing on shard s2", findings);
        Assert.Contains("index stray is missing on shard s0", findings);
    }

    [Fact]
    public void One_shards_own_definition_belongs_to_the_transaction_and_others_are_refused_in_it()
    {
        using var outside = _fixture.Open("");
        var session = _cluster.Pools[0].RentAsync(Backends.SessionAccess.Write, null, IOBehavior.Synchronous, Deadline.Never, default).Completed();
        session.ExecuteAsync(new SessionStatement("BEGIN IMMEDIATE", []), default, IOBehavior.Synchronous, Deadline.Never, default).Completed().Dispose();
        _cluster.Transaction = session;
        _cluster.Do("CREATE TABLE notes (a); CREATE INDEX i ON notes (a)");
        Assert.Single(_cluster.Table("notes").Columns);
        Assert.Contains("outside of the transaction", _cluster.Refused(Users).Message, StringComparison.Ordinal);
        _cluster.Pools[0].Return(session);
        _cluster.Transaction = null;
        _cluster.Schema.NoticeForeignChange();
        _cluster.Load("notes");
        Assert.Contains("notes", _cluster.Schema.Current.Absent);
        Assert.Equal("", outside.Holders("notes"));
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _fixture.Dispose();
    }
}
