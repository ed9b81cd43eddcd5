namespace ShardClient.Tests.Unit.Sql;

internal static class CorpusWrites
{
    public const string Writes = """
        INSERT INTO t VALUES (1, 2, 'x', 1.5, x'00', 'k', 'd')
        INSERT INTO t (id, a) VALUES (1, 2)
        INSERT INTO t (id, a) VALUES (1, 2), (3, 4), (5, 6)
        INSERT INTO main.t (a) VALUES (?), (?)
        INSERT INTO t (a, b) VALUES (@a, @b)
        INSERT INTO t DEFAULT VALUES
        INSERT INTO t DEFAULT VALUES RETURNING id
        INSERT INTO t (a) SELECT y FROM u WHERE y > 1
        INSERT INTO v SELECT a, b, c FROM v UNION ALL SELECT 1, 2, 3 ORDER BY 1 LIMIT 5
        INSERT INTO v VALUES (1, 2, 3) UNION ALL SELECT 4, 5, 6
        INSERT INTO v WITH z AS (SELECT 1 AS n) SELECT n, n, n FROM z
        WITH z AS (SELECT 1 AS n) INSERT INTO v SELECT n, n, n FROM z
        INSERT OR REPLACE INTO t (id, a) VALUES (1, 2)
        INSERT OR IGNORE INTO t (id, a) VALUES (1, 2)
        INSERT OR ROLLBACK INTO t (id) VALUES (1)
        INSERT OR ABORT INTO t (id) VALUES (1)
        INSERT OR FAIL INTO t (id) VALUES (1)
        REPLACE INTO t (id, a) VALUES (1, 2)
        REPLACE INTO v SELECT * FROM v
        INSERT INTO u (x, y) VALUES ('a', 1) ON CONFLICT DO NOTHING
        INSERT INTO u (x, y) VALUES ('a', 1) ON CONFLICT (x) DO NOTHING
        INSERT INTO u (x, y) VALUES ('a', 1) ON CONFLICT (x) DO UPDATE SET y = excluded.y
        INSERT INTO u (x, y) VALUES ('a', 1) ON CONFLICT (x) DO UPDATE SET y = y + excluded.y, x = 'z' WHERE y < 10
        INSERT INTO u (x, y) VALUES ('a', 1) ON CONFLICT (x) DO UPDATE SET (x, y) = (excluded.x, 3) RETURNING id, y
        INSERT INTO u (id, x) VALUES (1, 'a') ON CONFLICT (id) DO NOTHING ON CONFLICT (x) DO UPDATE SET y = 2 ON CONFLICT DO NOTHING
        INSERT INTO u (x) SELECT b FROM t WHERE TRUE ON CONFLICT (x) DO UPDATE SET y = 1
        INSERT INTO u (x) SELECT b FROM t GROUP BY b ON CONFLICT DO NOTHING
        INSERT INTO u (x) VALUES ('q') ON CONFLICT (x COLLATE BINARY) DO NOTHING
        INSERT INTO u AS target (x, y) VALUES ('a', 1) ON CONFLICT (x) DO UPDATE SET y = target.y + 1
        INSERT INTO t (a) VALUES (1) RETURNING *
        INSERT INTO t (a) VALUES (1) RETURNING id, a + 1 AS b, upper(b) c
        INSERT INTO t ("key", `desc`, [a]) VALUES ('k', 'd', 1)
        INSERT INTO t (key, desc) VALUES ('k', 'd')
        INSERT INTO t (id, a) VALUES (-1, - -2), (+3, ~4), (NULL, (SELECT max(a) FROM t))
        INSERT INTO t (id, b) VALUES (1, 'it''s'), (2, ''), (3, CAST(4 AS TEXT)), (4, 'a' || 'b')
        INSERT INTO t (id, c) VALUES (0x10, 1e5), (1_000, .5)
        UPDATE t SET a = 1
        UPDATE t SET a = 1, b = 'x', c = c + 1 WHERE id = 5
        UPDATE t SET (a, b) = (1, 'x') WHERE id = 1
        UPDATE t SET (a, b) = (SELECT y, x FROM u WHERE u.t_id = t.id), c = 3
        UPDATE main.t SET a = ? WHERE id = ?
        UPDATE t AS z SET a = z.a + 1 WHERE z.id IN (1, 2, 3)
        UPDATE OR IGNORE t SET id = 2 WHERE id = 1
        UPDATE OR REPLACE t SET id = 2 WHERE id = 1
        UPDATE OR ROLLBACK t SET a = 2
        UPDATE OR FAIL t SET a = 2
        UPDATE OR ABORT t SET a = 2
        UPDATE t SET a = u.y FROM u WHERE u.t_id = t.id
        UPDATE t SET a = q.n FROM (SELECT t_id, count(*) AS n FROM u GROUP BY t_id) AS q WHERE q.t_id = t.id
        UPDATE t SET a = u.y FROM u JOIN v ON u.y = v.a WHERE u.t_id = t.id
        UPDATE t INDEXED BY t_a SET b = 'x' WHERE a = 1
        UPDATE t NOT INDEXED SET b = 'x' WHERE a = 1
        UPDATE t SET a = 1 RETURNING id, a
        UPDATE t SET a = NULL, b = DATE('now'), "desc" = 'z', key = 'y' WHERE a IS NOT NULL RETURNING *
        WITH z AS (SELECT 1 AS n) UPDATE t SET a = (SELECT n FROM z)
        UPDATE t SET a = CASE WHEN a > 5 THEN 0 ELSE a + 1 END WHERE b LIKE 'x%'
        DELETE FROM t
        DELETE FROM t WHERE id = 5
        DELETE FROM main.t WHERE id IN (SELECT t_id FROM u)
        DELETE FROM t AS z WHERE z.a = 1
        DELETE FROM t INDEXED BY t_a WHERE a = 1
        DELETE FROM t NOT INDEXED WHERE a = 1 RETURNING id
        DELETE FROM t WHERE id BETWEEN @low AND @high RETURNING *
        WITH z AS (SELECT 1 AS n) DELETE FROM t WHERE id IN (SELECT n FROM z)
        DELETE FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.t_id = t.id)
        """;

    public const string Definitions = """
        CREATE TABLE n (a)
        CREATE TABLE n (a, b, c)
        CREATE TABLE IF NOT EXISTS n (a INT)
        CREATE TABLE main.n (a INT)
        CREATE TEMP TABLE n (a INT)
        CREATE TEMPORARY TABLE n (a INT)
        CREATE TABLE n (id INTEGER PRIMARY KEY)
        CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)
        CREATE TABLE n (id INTEGER PRIMARY KEY DESC, b INT)
        CREATE TABLE n (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, b INT NOT NULL ON CONFLICT IGNORE, c UNIQUE ON CONFLICT FAIL)
        CREATE TABLE n (a VARCHAR(20), b DECIMAL(10, 2), c DOUBLE PRECISION, d UNSIGNED BIG INT, e NATIVE CHARACTER(70), f LONG VARCHAR)
        CREATE TABLE n (a NUMERIC(-3, +2), b FLOAT(1.5))
        CREATE TABLE n ("a b" TEXT, `c``d` INT, [e f] REAL, 'g' BLOB, key TEXT, desc INT, "select" INT)
        CREATE TABLE n (a INT NULL, b INT NOT NULL, c INT CHECK (c > 0), d INT UNIQUE, e TEXT COLLATE NOCASE)
        CREATE TABLE n (a DEFAULT 1, b DEFAULT -1.5, c DEFAULT +2, d DEFAULT 'x', e DEFAULT NULL, f DEFAULT CURRENT_TIMESTAMP, g DEFAULT x'00')
        CREATE TABLE n (a DEFAULT (1 + 2), b DEFAULT (datetime('now')), c DEFAULT TRUE, d DEFAULT "word", e DEFAULT word, f DEFAULT (-5))
        CREATE TABLE n (a INT CONSTRAINT nn NOT NULL CONSTRAINT uq UNIQUE CONSTRAINT ck CHECK (a IN (1, 2)))
        CREATE TABLE n (a INT CONSTRAINT alone, b INT CONSTRAINT one CONSTRAINT two NOT NULL, CONSTRAINT three CONSTRAINT four CHECK (a > 0), CONSTRAINT five)
        CREATE TABLE n (a INT, b INT GENERATED ALWAYS AS (a + 1), c INT GENERATED ALWAYS AS (a * 2) STORED, d AS (a || 'x') VIRTUAL, e TEXT AS (lower(a)))
        CREATE TABLE n (a INT REFERENCES t)
        CREATE TABLE n (a INT REFERENCES t (id) ON DELETE CASCADE ON UPDATE SET NULL)
        CREATE TABLE n (a INT REFERENCES t (id) ON DELETE RESTRICT ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED)
        CREATE TABLE n (a INT REFERENCES t (id) MATCH FULL ON DELETE SET DEFAULT NOT DEFERRABLE INITIALLY IMMEDIATE NOT NULL)
        CREATE TABLE n (a INT REFERENCES t (id) DEFERRABLE, b INT REFERENCES t NOT DEFERRABLE)
        CREATE TABLE n (a INT, b INT, PRIMARY KEY (a, b))
        CREATE TABLE n (a INT, b INT, PRIMARY KEY (a DESC, b COLLATE nocase ASC) ON CONFLICT REPLACE)
        CREATE TABLE n (a INTEGER, PRIMARY KEY (a AUTOINCREMENT))
        CREATE TABLE n (a INT, b INT, UNIQUE (a, b) ON CONFLICT IGNORE, UNIQUE (b))
        CREATE TABLE n (a INT, b INT, CONSTRAINT pk PRIMARY KEY (a), CONSTRAINT uq UNIQUE (b), CONSTRAINT ck CHECK (a < b))
        CREATE TABLE n (a INT, b INT, FOREIGN KEY (a) REFERENCES t (id) ON DELETE CASCADE, FOREIGN KEY (a, b) REFERENCES u (id, y) DEFERRABLE INITIALLY DEFERRED)
        CREATE TABLE n (a INT, PRIMARY KEY (a) UNIQUE (a) CHECK (a > 1))
        CREATE TABLE n (a INT PRIMARY KEY) WITHOUT ROWID
        CREATE TABLE n (a INT PRIMARY KEY, b TEXT) STRICT
        CREATE TABLE n (a INT PRIMARY KEY, b TEXT) STRICT, WITHOUT ROWID
        CREATE TABLE n AS SELECT a, b FROM t
        CREATE TEMP TABLE IF NOT EXISTS n AS SELECT 1 AS one UNION SELECT 2
        CREATE TABLE shard (shard INT, reference INT, local INT, route INT, cluster TEXT, start TEXT)
        CREATE TABLE n (shard key, reference local, local INT)
        CREATE TABLE n (shard key(5), b)
        CREATE TABLE n (strict TEXT, rowid TEXT, stored INT, always INT, generated TEXT)
        CREATE INDEX n ON t (b)
        CREATE INDEX IF NOT EXISTS main.n ON t (a, b DESC, c ASC)
        CREATE UNIQUE INDEX n ON t (b COLLATE NOCASE DESC)
        CREATE INDEX n ON t (lower(b), a + 1)
        CREATE UNIQUE INDEX n ON t (a) WHERE b IS NOT NULL AND a > 5
        CREATE VIEW n AS SELECT a, b FROM t WHERE a > 1
        CREATE VIEW IF NOT EXISTS n (x, y) AS SELECT a, b FROM t UNION SELECT y, x FROM u
        CREATE TEMP VIEW n AS WITH z AS (SELECT 1) SELECT * FROM z
        CREATE TRIGGER n AFTER INSERT ON t BEGIN UPDATE t SET a = 1 WHERE id = new.id; END
        CREATE TRIGGER IF NOT EXISTS n BEFORE UPDATE OF a, b ON t FOR EACH ROW WHEN old.a <> new.a BEGIN INSERT INTO v VALUES (old.a, new.a, 1); DELETE FROM u WHERE t_id = old.id; END
        CREATE TRIGGER n INSTEAD OF DELETE ON w BEGIN SELECT RAISE(ABORT, 'no'); END
        CREATE TRIGGER n DELETE ON t BEGIN SELECT RAISE(IGNORE); SELECT CASE WHEN old.a THEN RAISE(FAIL, 'x') END; END
        CREATE TEMP TRIGGER n BEFORE DELETE ON t BEGIN REPLACE INTO v SELECT 1, 2, 3; END
        CREATE VIRTUAL TABLE n USING fts5(title, body, tokenize = 'porter ascii')
        CREATE VIRTUAL TABLE IF NOT EXISTS n USING rtree(id, minx, maxx)
        DROP TABLE v
        DROP TABLE IF EXISTS absent
        DROP INDEX t_a
        DROP INDEX IF EXISTS main.absent
        DROP VIEW w
        DROP VIEW IF EXISTS absent
        DROP TRIGGER IF EXISTS absent
        ALTER TABLE v RENAME TO n
        ALTER TABLE main.v RENAME COLUMN a TO z
        ALTER TABLE v RENAME a TO z
        ALTER TABLE v ADD COLUMN n INT NOT NULL DEFAULT 5
        ALTER TABLE v ADD n TEXT COLLATE nocase
        ALTER TABLE v DROP COLUMN b
        ALTER TABLE v DROP c
        PRAGMA user_version = 5
        PRAGMA main.user_version = -7
        PRAGMA foreign_keys = ON
        PRAGMA foreign_keys(off)
        PRAGMA journal_mode = 'memory'
        PRAGMA table_info(t)
        PRAGMA main.table_info('t')
        PRAGMA cache_size
        PRAGMA locking_mode = normal
        PRAGMA temp_store = DEFAULT
        ANALYZE
        ANALYZE t
        ANALYZE main.t_a
        REINDEX
        REINDEX t
        REINDEX nocase
        REINDEX main.t_a
        VACUUM
        VACUUM main
        ATTACH ':memory:' AS other
        ATTACH DATABASE ':memory:' AS 'other'
        SAVEPOINT s1
        BEGIN
        BEGIN TRANSACTION
        BEGIN DEFERRED
        BEGIN IMMEDIATE TRANSACTION
        BEGIN EXCLUSIVE TRANSACTION named
        EXPLAIN SELECT * FROM t WHERE a = 1
        EXPLAIN QUERY PLAN SELECT * FROM t WHERE a = 1
        EXPLAIN DELETE FROM t
        """;

    public const string Control = """
        COMMIT
        END
        END TRANSACTION
        COMMIT TRANSACTION named
        ROLLBACK
        ROLLBACK TRANSACTION
        ROLLBACK TO s1
        ROLLBACK TRANSACTION TO SAVEPOINT s1
        RELEASE s1
        RELEASE SAVEPOINT s1
        DETACH other
        DETACH DATABASE 'other'
        VACUUM INTO 'file'
        VACUUM main INTO @file
        UPDATE t SET a = 1 WHERE b = 2 ORDER BY a LIMIT 5
        DELETE FROM t WHERE b = 2 RETURNING a ORDER BY a DESC LIMIT 5 OFFSET 1
        SELECT a REGEXP 'x', a MATCH 'y', a NOT REGEXP 'x', a NOT MATCH 'y', match(a, b), regexp(a, b) FROM v
        SELECT left(a, 1), right(b, 2) FROM v
        """;

    public const string Own = """
        CREATE TABLE n (id BIGINT, user_id BIGINT, PRIMARY KEY (user_id, id), SHARD KEY (user_id))
        CREATE TABLE n (at TEXT, SHARD KEY (at) USING by_month)
        CREATE TABLE n (SHARD KEY (a), a INT, b INT)
        CREATE TABLE n (a INT, b INT, SHARD KEY (a, b) USING `my placement`)
        CREATE TABLE n (a INT, SHARD KEY ("a"), UNIQUE (a))
        CREATE TABLE n (SHARD KEY (a)) AS SELECT a, b FROM t
        CREATE REFERENCE TABLE n (id INTEGER PRIMARY KEY, name TEXT)
        CREATE REFERENCE TABLE IF NOT EXISTS n (id INT) STRICT
        CREATE TABLE n (id INT PRIMARY KEY LOCAL, email TEXT UNIQUE LOCAL, x UNIQUE ON CONFLICT IGNORE LOCAL, SHARD KEY (x))
        CREATE TABLE n (id INT, email TEXT, PRIMARY KEY (id) LOCAL, UNIQUE (email) LOCAL, SHARD KEY (id))
        CREATE UNIQUE INDEX n ON t (a) LOCAL
        CREATE UNIQUE INDEX n ON t (a) LOCAL WHERE a > 1
        CREATE TABLE a LIKE b
        CREATE TABLE IF NOT EXISTS main.a LIKE main.b
        CREATE REFERENCE TABLE a LIKE b
        EXPLAIN ROUTE SELECT * FROM t WHERE id = 1
        EXPLAIN ROUTE ANALYZE SELECT * FROM t WHERE id = @id
        EXPLAIN ROUTE UPDATE t SET a = 1
        EXPLAIN ROUTE ANALYZE t
        EXPLAIN ROUTE ANALYZE
        CHECK CLUSTER
        START TRANSACTION
        """;
}
