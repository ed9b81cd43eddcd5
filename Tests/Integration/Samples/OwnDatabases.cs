using Microsoft.Data.Sqlite;

namespace ShardClient.Tests.Integration.Samples;

/// <summary>Databases as people have them.</summary>
internal static class OwnDatabases
{
    /// <summary>A shop: customers, orders by customer, lines by order, and lists.</summary>
    public const string Shop = """
        CREATE TABLE clients (id TEXT PRIMARY KEY, name TEXT);
        CREATE TABLE staff (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES staff (id));
        CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT, price REAL);
        CREATE TABLE "client kinds" (client TEXT REFERENCES clients, kind TEXT, PRIMARY KEY (client, kind));
        CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, client TEXT REFERENCES clients (id), seller INTEGER REFERENCES staff (id));
        CREATE TABLE "order lines" (
          order_id INTEGER NOT NULL REFERENCES orders (id), goods_id INTEGER NOT NULL REFERENCES goods (id), pieces INTEGER, discount REAL,
          PRIMARY KEY (order_id, goods_id));
        CREATE TABLE settings (name TEXT, value TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)
        INSERT INTO orders SELECT i, 'C' || (i % 90), 1 + i % 5 FROM n;
        INSERT INTO clients SELECT DISTINCT client, 'name of ' || client FROM orders;
        INSERT INTO staff SELECT DISTINCT seller, seller - 1 FROM orders;
        INSERT INTO goods SELECT id, 'goods ' || id, id / 7.0 FROM orders WHERE id <= 70;
        INSERT INTO "order lines" SELECT id, 1 + id % 70, id % 9, id / 1000.0 FROM orders UNION ALL SELECT id, 1 + (id + 35) % 70, 1, 0 FROM orders;
        INSERT INTO settings VALUES ('language', 'en');
        """;

    /// <summary>Of every kind that is easily lost on the way.</summary>
    public const string Odd = """
        PRAGMA user_version = 7;
        CREATE TABLE "the people" (
          id INTEGER PRIMARY KEY AUTOINCREMENT, "full name" TEXT NOT NULL COLLATE NOCASE, email TEXT UNIQUE, "select" TEXT DEFAULT 'it''s',
          age INT CHECK (age IS NULL OR age <> 'x'), anything, score REAL DEFAULT 1.5, photo BLOB,
          upper_name TEXT GENERATED ALWAYS AS (upper("full name")) VIRTUAL, length INT AS (length("full name")) STORED);
        CREATE TABLE [order] (
          [person id] INTEGER NOT NULL REFERENCES "the people" (id) ON DELETE CASCADE, no INTEGER NOT NULL, "group" TEXT, cents INTEGER,
          place TEXT REFERENCES places (code), PRIMARY KEY ([person id], no)) WITHOUT ROWID;
        CREATE TABLE `order lines` (
          p INTEGER, n INTEGER, pos INTEGER, amount NUMERIC, what TEXT, tag INT REFERENCES tags (id),
          PRIMARY KEY (p, n, pos), FOREIGN KEY (p, n) REFERENCES [order] ([person id], no));
        CREATE TABLE comments (
          id INTEGER PRIMARY KEY, person INTEGER REFERENCES "the people" (id), reply_to INTEGER REFERENCES comments (id), body TEXT);
        CREATE TABLE places (code TEXT PRIMARY KEY COLLATE NOCASE, name TEXT) WITHOUT ROWID;
        CREATE TABLE tags (id INTEGER PRIMARY KEY, tag TEXT NOT NULL ON CONFLICT FAIL, made TEXT DEFAULT (datetime('now')));
        CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, message TEXT) STRICT;
        CREATE VIRTUAL TABLE search USING fts5(body);
        CREATE UNIQUE INDEX "unique name" ON "the people" ("full name");
        CREATE INDEX "by size" ON `order lines` (abs(amount));
        CREATE VIEW "totals of people" AS
          SELECT p.id, p."full name", (SELECT SUM(cents) FROM [order] AS o WHERE o.[person id] = p.id) AS total FROM "the people" AS p;
        CREATE VIEW "big totals"(person, cents) AS SELECT id, total FROM "totals of people" WHERE total > 100;
        CREATE TRIGGER logged AFTER INSERT ON "the people" BEGIN INSERT INTO log (message) VALUES (new.email); END;
        CREATE TRIGGER counted AFTER UPDATE OF cents ON [order] BEGIN UPDATE "the people" SET score = score + 1 WHERE id = new.[person id]; END;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
        INSERT INTO "the people" (id, "full name", email, age, anything, score, photo)
          SELECT i, 'Name ' || i, i || '@example.com', iif(i % 7, i, 'about ' || i),
            CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 9223372036854775807 WHEN 2 THEN i / 3.0 WHEN 3 THEN '1.0' ELSE x'0001' END, i / 7.0, zeroblob(i) FROM n;
        INSERT INTO places VALUES ('DE', 'Germany'), ('fr', 'France');
        INSERT INTO tags VALUES (1, 'a', NULL), (2, 'b', 'x');
        INSERT INTO [order] SELECT id, id, 'g' || (id % 3), iif(id % 9, id * 10, 'free'), CASE id % 3 WHEN 0 THEN 'de' WHEN 1 THEN 'FR' END FROM "the people";
        INSERT INTO `order lines` SELECT [person id], no, 1, CASE no % 4 WHEN 0 THEN 1 WHEN 1 THEN 2.25 WHEN 2 THEN '1e3' ELSE 'abc' END, 'a' || char(0) || 'b', 1 + no % 2 FROM [order];
        INSERT INTO comments SELECT id, id, id + 1, 'c' FROM "the people";
        DELETE FROM log;
        """;

    public static string Make(DirectoryInfo folder, string sql, string name = "own.db")
    {
        var file = Path.Combine(folder.FullName, name);
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
        return file;
    }
}
