namespace ShardClient.Tests.Integration.Writes;

/// <summary>The tables of the tests of writes: every kind of key and rowid, constraints, defaults, a parent and its children.</summary>
internal static class WrittenTables
{
    public static readonly string[] Definitions =
    [
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, age INTEGER, score REAL, country TEXT, SHARD KEY (id))",
        "CREATE TABLE orders (user_id INTEGER NOT NULL, id INTEGER NOT NULL, amount INTEGER CHECK (amount < 1000), note TEXT DEFAULT 'none', PRIMARY KEY (user_id, id), SHARD KEY (user_id))",
        "CREATE TABLE tags (tag TEXT COLLATE NOCASE, n INTEGER, note, SHARD KEY (tag))",
        "CREATE TABLE pairs (k TEXT NOT NULL, id INTEGER NOT NULL, v, PRIMARY KEY (k, id), SHARD KEY (k)) WITHOUT ROWID",
        "CREATE TABLE flags (k INTEGER DEFAULT 7, v TEXT DEFAULT (upper('dflt')), w INTEGER DEFAULT (1 + 2), SHARD KEY (k))",
        "CREATE REFERENCE TABLE countries (code TEXT PRIMARY KEY, name TEXT, n INTEGER NOT NULL DEFAULT 0)",
        "CREATE REFERENCE TABLE bag (a, b INTEGER)",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, rank INTEGER)",
        "CREATE TABLE items (user_id INTEGER NOT NULL, order_id INTEGER NOT NULL, sku TEXT, qty INTEGER, PRIMARY KEY (user_id, order_id, sku), FOREIGN KEY (user_id, order_id) REFERENCES orders (user_id, id), SHARD KEY (user_id))",
        "CREATE TABLE tree (k INTEGER NOT NULL, id INTEGER NOT NULL, parent INTEGER, v INTEGER, PRIMARY KEY (k, id), FOREIGN KEY (k, parent) REFERENCES tree (k, id), SHARD KEY (k))",
    ];

    /// <summary>The tables in the order in which children are emptied before their parents.</summary>
    public static readonly string[] Names = ["items", "tree", "orders", "users", "tags", "pairs", "flags", "countries", "bag", "notes"];

    /// <summary>The sharding keys.</summary>
    public static readonly (string Table, string Key)[] Keys =
        [("users", "id"), ("orders", "user_id"), ("tags", "tag"), ("pairs", "k"), ("flags", "k"), ("items", "user_id"), ("tree", "k")];

    public static readonly string[] References = ["countries", "bag"];

    /// <summary>Empties every table, then gives it its first rows.</summary>
    public static readonly string[] Rows =
    [
        .. Names.Select(static name => name == "tree" ? "DELETE FROM tree WHERE 1" : $"DELETE FROM {name}"),
        "INSERT INTO users (id, name, age, score, country) VALUES (1, 'Ann', 30, 1.5, 'de'), (2, 'bob', 25, NULL, 'it'), (3, 'Cid', NULL, -2.0, 'no'), (4, 'Dan', 30, 10, 'de'), (5, NULL, 41, 0.25, NULL), (6, 'ANN', 22, 7.75, 'xx'), (7, 'Eve', 35, 3, 'it'), (8, 'Fay', 30, 4.5, 'de'), (9, 'Gus', 51, NULL, 'no'), (10, 'Hal', 18, 2, 'it')",
        "INSERT INTO orders (user_id, id, amount, note) VALUES (1, 1, 10, 'a'), (1, 2, 20, NULL), (2, 1, 30, 'b'), (3, 1, 40, 'c'), (3, 2, NULL, 'c'), (3, 3, 5, 'a'), (5, 1, 70, 'd'), (7, 1, 80, 'e'), (8, 1, 15, 'a'), (11, 1, 25, 'f'), (12, 1, 35, 'b')",
        "INSERT INTO tags (tag, n, note) VALUES ('red', 1, 'x'), ('Red', 2, 'y'), ('green', 3, NULL), ('blue', 4, 1), ('blue', 5, 2.5), (NULL, 6, 'null'), ('', 7, x'01')",
        "INSERT INTO pairs (k, id, v) VALUES ('a', 1, 1), ('a', 2, 2), ('b', 1, 'three'), ('c', 1, 4.5), ('d', 1, NULL), ('e', 9, 6)",
        "INSERT INTO flags (k, v, w) VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3)",
        "INSERT INTO countries (code, name, n) VALUES ('de', 'Germany', 1), ('it', 'Italy', 2), ('no', 'Norway', 3)",
        "INSERT INTO bag (a, b) VALUES (1, 1), ('x', 2), ('x', 2), (NULL, 3)",
        "INSERT INTO notes (id, body, rank) VALUES (1, 'n1', 3), (2, 'n2', 1), (3, NULL, 2)",
        "INSERT INTO items (user_id, order_id, sku, qty) VALUES (1, 1, 'p', 1), (1, 2, 'q', 2), (3, 1, 'p', 3), (8, 1, 'r', 4)",
        "INSERT INTO tree (k, id, parent, v) VALUES (1, 1, NULL, 1), (1, 2, 1, 2), (1, 3, 2, 3), (2, 1, NULL, 4), (2, 2, 1, 5), (4, 1, 1, 6)",
    ];
}
