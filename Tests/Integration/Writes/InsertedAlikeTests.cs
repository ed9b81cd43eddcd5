using Xunit;

namespace ShardClient.Tests.Integration.Writes;

/// <summary>INSERT in all its forms does to a cluster what it does to one database.</summary>
public sealed class InsertedAlikeTests(WrittenDatabases databases) : IClassFixture<WrittenDatabases>
{
    [Theory]
    [InlineData("INSERT INTO users (id, name) SELECT id + 100, name FROM users")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT id, 50, age FROM users")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT age, id, 1 FROM users WHERE age IS NOT NULL")]
    [InlineData("INSERT INTO orders SELECT user_id + 1, id + 10, amount, note FROM orders RETURNING user_id, id")]
    [InlineData("INSERT INTO orders (user_id, id) SELECT 77, count(*) FROM users")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT user_id, 99, sum(amount) FROM orders GROUP BY user_id")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT u.id, 60, o.amount FROM users u JOIN orders o ON o.amount > u.age WHERE o.amount = 80")]
    [InlineData("INSERT INTO tags SELECT name, age, score FROM users")]
    [InlineData("INSERT INTO tags (tag, n) SELECT tag, n FROM tags ORDER BY n DESC LIMIT 3")]
    [InlineData("INSERT INTO pairs SELECT tag, n, note FROM tags WHERE tag IS NOT NULL")]
    [InlineData("INSERT INTO pairs SELECT name, id, NULL FROM users WHERE id IN (SELECT user_id FROM orders)")]
    [InlineData("INSERT INTO countries SELECT name, name, id FROM users WHERE id < 4")]
    [InlineData("INSERT INTO countries (code, name) SELECT name, country FROM users WHERE name = 'Gus' RETURNING code, n")]
    [InlineData("INSERT INTO bag SELECT tag, n FROM tags")]
    [InlineData("INSERT INTO bag SELECT a, b + 100 FROM bag")]
    [InlineData("INSERT INTO bag SELECT DISTINCT country, count(*) OVER () FROM users")]
    [InlineData("INSERT INTO notes (id, body) SELECT id + 10, name FROM users")]
    [InlineData("INSERT INTO notes (body, rank) SELECT tag, n FROM tags ORDER BY n RETURNING id, body")]
    [InlineData("INSERT INTO notes (body) SELECT upper(name) FROM users UNION SELECT lower(tag) FROM tags ORDER BY 1")]
    [InlineData("INSERT INTO users (id, name, age) SELECT id + 20, body, rank FROM notes")]
    [InlineData("INSERT INTO users (id, age) SELECT n * 1000, (SELECT max(age) FROM users) FROM countries")]
    [InlineData("INSERT INTO flags (k) SELECT id FROM users")]
    [InlineData("INSERT INTO flags (v) SELECT name FROM users")]
    [InlineData("INSERT INTO flags SELECT id, name, age FROM users WHERE 0")]
    [InlineData("WITH big AS (SELECT * FROM orders WHERE amount > 20) INSERT INTO orders (user_id, id) SELECT user_id + 1000, id FROM big")]
    [InlineData("WITH big AS (SELECT 1 AS one) INSERT INTO orders (user_id, id) WITH big AS (SELECT 5 AS five) SELECT five, 500 FROM big")]
    [InlineData("WITH RECURSIVE c(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 40) INSERT INTO orders (user_id, id) SELECT n, 1000 FROM c")]
    [InlineData("INSERT INTO tree (k, id, parent) SELECT 5, column1, column2 FROM (VALUES (2, 1), (1, NULL), (3, 2))")]
    public void The_rows_of_a_query_are_inserted_where_they_belong(string text) => Same(text);

    [Theory]
    [InlineData("INSERT OR IGNORE INTO orders (user_id, id, amount) SELECT user_id, id + 1, amount FROM orders RETURNING user_id, id, amount")]
    [InlineData("INSERT OR REPLACE INTO orders (user_id, id, amount) SELECT user_id, id + 1, amount FROM orders ORDER BY user_id, id")]
    [InlineData("REPLACE INTO users (id, name) SELECT age, name FROM users WHERE age IS NOT NULL ORDER BY id")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT user_id, id, 1 FROM orders WHERE true ON CONFLICT DO NOTHING")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT user_id, id % 2, 1 FROM orders WHERE true ON CONFLICT (user_id, id) DO UPDATE SET amount = amount + excluded.amount, note = 'again' RETURNING note")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT id, 1, age FROM users WHERE true ON CONFLICT (user_id, id) DO UPDATE SET amount = excluded.amount WHERE excluded.amount > 30")]
    [InlineData("INSERT INTO countries (code, name) SELECT country, min(name) FROM users WHERE country IS NOT NULL GROUP BY country ON CONFLICT (code) DO UPDATE SET n = n + 1, name = excluded.name")]
    [InlineData("INSERT OR IGNORE INTO countries (code, name) SELECT country, 'again' FROM users ORDER BY id RETURNING *")]
    [InlineData("INSERT OR REPLACE INTO notes (id, body) SELECT id, name FROM users")]
    [InlineData("INSERT OR FAIL INTO orders (user_id, id, amount) SELECT column1, column2, column3 FROM (VALUES (41, 1, 1), (42, 1, 2), (43, 1, 5000), (44, 1, 3))")]
    [InlineData("INSERT OR FAIL INTO countries SELECT column1, column2, 1 FROM (VALUES ('aa', 'A'), ('it', 'B'), ('bb', 'C'))")]
    [InlineData("INSERT OR FAIL INTO orders (user_id, id, amount) VALUES (41, 1, 1), (42, 1, 2), (43, 1, 5000), (44, 1, 3)")]
    [InlineData("INSERT OR FAIL INTO countries VALUES ('aa', 'A', 1), ('it', 'B', 1), ('bb', 'C', 1)")]
    [InlineData("INSERT OR ROLLBACK INTO orders (user_id, id, amount) SELECT column1, column2, column3 FROM (VALUES (41, 1, 1), (42, 1, 5000))")]
    public void Conflicts_are_resolved_row_by_row(string text) => Same(text);

    [Theory]
    [InlineData("INSERT INTO users (id, name) VALUES (1, 'a'), (50, 'b'), (2, 'c') ON CONFLICT (id) DO UPDATE SET id = users.id + 500, name = excluded.name RETURNING id, name")]
    [InlineData("INSERT INTO users (id, name) VALUES (1, 'a'), (501, 'b'), (1, 'c') ON CONFLICT (id) DO UPDATE SET oid = users.id + 500, name = excluded.name")]
    [InlineData("INSERT INTO tree (k, id, v) SELECT k, id, v FROM tree WHERE k = 4 ON CONFLICT (k, id) DO UPDATE SET k = tree.k + 10, parent = NULL")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT user_id, id, 1 FROM orders WHERE user_id IN (2, 5, 7) ON CONFLICT (user_id, id) DO UPDATE SET user_id = orders.user_id + 100, amount = excluded.amount")]
    [InlineData("INSERT INTO pairs (k, id, v) SELECT k, id, v FROM pairs WHERE true ON CONFLICT (k, id) DO UPDATE SET k = pairs.k || excluded.id RETURNING *")]
    [InlineData("INSERT INTO users (id, name) SELECT id, 'again' FROM users WHERE true ON CONFLICT (id) DO UPDATE SET id = 7")]
    [InlineData("INSERT INTO orders (user_id, id) VALUES (1, 1) ON CONFLICT (user_id, id) DO UPDATE SET user_id = 77")]
    public void An_upsert_may_set_the_key(string text) => Same(text);

    [Theory]
    [InlineData("INSERT INTO orders (user_id, id) SELECT user_id, id FROM orders")]
    [InlineData("INSERT INTO orders (user_id, id, amount) SELECT id + 100, 1, CASE WHEN id = 9 THEN 5000 ELSE 1 END FROM users")]
    [InlineData("INSERT INTO orders (user_id, id) SELECT id, NULL FROM users")]
    [InlineData("INSERT INTO countries SELECT 'zz', 'z', CASE WHEN id = 8 THEN NULL ELSE 1 END FROM users")]
    [InlineData("INSERT INTO orders SELECT 1, 2 FROM users")]
    [InlineData("INSERT INTO orders (user_id, nothing) SELECT id, 1 FROM users WHERE 0")]
    [InlineData("INSERT INTO orders (user_id, id) SELECT id, nothing FROM users")]
    [InlineData("INSERT INTO orders (user_id, id) SELECT age, id FROM users WHERE 0 RETURNING nothing")]
    [InlineData("INSERT INTO orders (user_id, id) SELECT age, id FROM users WHERE 0 ON CONFLICT (amount) DO NOTHING")]
    [InlineData("INSERT INTO items (user_id, order_id, sku) SELECT id, 1, 'none' FROM users")]
    [InlineData("INSERT INTO users (id) SELECT abs(-9223372036854775807 - 1) FROM users")]
    [InlineData("INSERT INTO tree (k, id, parent) SELECT 5, column1, column2 FROM (VALUES (2, 1), (1, NULL), (3, 4))")]
    public void A_failed_one_leaves_nothing(string text) => Same(text);

    [Theory]
    [InlineData("INSERT INTO users (id, name) VALUES (abs(-50), 'computed')")]
    [InlineData("INSERT INTO users (id, name) VALUES (1 << 40, lower('X')), ((SELECT max(id) FROM users) + 1, upper('y'))")]
    [InlineData("INSERT INTO users (id, name) VALUES (60.0, 'real'), ('61', 'text'), (' 62 ', 'spaces'), ('63.0', 'text of a real'), (TRUE, 'one')")]
    [InlineData("INSERT OR REPLACE INTO users (id, name) VALUES (1.0, 'real'), ('2', 'text')")]
    [InlineData("INSERT INTO tags (tag, n) VALUES (12, 1), (12.5, 2), ('a' || 'b', 3), (lower('RED'), 4), (NULL, 5)")]
    [InlineData("INSERT INTO tags (n) VALUES (1), (2)")]
    [InlineData("INSERT INTO tags DEFAULT VALUES")]
    [InlineData("INSERT INTO flags DEFAULT VALUES")]
    [InlineData("INSERT INTO flags (v) VALUES ('a'), ('b') RETURNING k, w")]
    [InlineData("INSERT INTO flags (k) VALUES (9), (10)")]
    [InlineData("INSERT INTO orders (user_id, id, amount) VALUES ((SELECT id FROM users WHERE name = 'eve'), 9, (SELECT sum(amount) FROM orders))")]
    [InlineData("INSERT INTO orders (user_id, id, note) VALUES (20, 1, (SELECT body FROM notes WHERE id = 1)), (21, 1, (SELECT name FROM countries WHERE code = 'it'))")]
    [InlineData("WITH c AS (SELECT 5 AS five) INSERT INTO orders (user_id, id) VALUES ((SELECT five FROM c), 77)")]
    [InlineData("INSERT INTO countries VALUES ('xx', (SELECT name FROM users WHERE id = 6), (SELECT count(*) FROM orders))")]
    [InlineData("INSERT INTO bag VALUES ((SELECT count(*) FROM users), 1 + 1), (1, (SELECT max(b) FROM bag))")]
    [InlineData("INSERT INTO notes (body, rank) VALUES ((SELECT name FROM users WHERE id = 1), (SELECT max(rank) FROM notes) + 1)")]
    [InlineData("INSERT INTO users (id, name) VALUES (abs(-1), 'there is one')")]
    [InlineData("INSERT INTO orders (user_id, id, amount) VALUES (1 + 1, 3, 1), (1 + 2, 9, 5000)")]
    [InlineData("INSERT INTO orders (user_id, id) VALUES (NULL, 5)")]
    [InlineData("INSERT INTO orders (id) VALUES (5)")]
    [InlineData("INSERT INTO flags (k, k) VALUES (1, 2)")]
    [InlineData("INSERT INTO users (rowid, name) VALUES (55, 'by another name'), (56, 'too')")]
    [InlineData("INSERT INTO users (oid, name) SELECT id + 55, name FROM users")]
    [InlineData("INSERT INTO users (id, name) VALUES (-5, 'a'), (+6, 'b'), (0x10, 'c'), (-0.0, 'd')")]
    public void Keys_that_are_worked_out_lead_to_their_shard(string text) => Same(text);

    [Fact]
    public void Parameters_are_worked_with_and_converted_as_the_column_does()
    {
        databases.Fill();
        databases.Write("INSERT INTO users (id, name) VALUES (@p1 + 1, @p2 || 'x')", 100, "name");
        databases.Write("INSERT INTO users (id, name) VALUES (@p1, @p2), (@p3, @p2)", 200.0, "real", "201");
        databases.Write("INSERT INTO tags (tag, n) VALUES (@p1, @p2)", 5, 6);
        databases.Write("INSERT INTO orders (user_id, id, amount) SELECT @p1, @p2, age FROM users WHERE id = @p3", 300, 1, 1);
        databases.Write("INSERT INTO orders (user_id, id, amount) SELECT @p1, id, age FROM users WHERE age > @p2", 301.0, 20);
        databases.Ask("SELECT id, typeof(id) FROM users ORDER BY id");
        databases.Ask("SELECT name FROM users WHERE id = 201");
        databases.Ask("SELECT n FROM tags WHERE tag = '5'");
    }

    [Fact]
    public void A_query_never_sees_the_rows_it_inserts()
    {
        databases.Fill();
        for (var round = 0; round < 4; round++)
            databases.Write("INSERT INTO tags SELECT tag || 'x', n, note FROM tags");
        databases.Write("INSERT INTO bag SELECT b, b FROM bag UNION ALL SELECT n, n FROM tags");
    }

    [Fact]
    public void The_last_key_is_that_of_the_last_row_inserted()
    {
        databases.Fill();
        databases.Write("INSERT INTO users (id, name) SELECT id + 50, name FROM users ORDER BY id");
        databases.Ask("SELECT last_insert_rowid(), changes()");
        databases.Write("INSERT OR IGNORE INTO users (id, name) SELECT column1, 'x' FROM (VALUES (200), (201), (1), (2))");
        databases.Ask("SELECT last_insert_rowid(), changes()");
        databases.Write("INSERT INTO users (id, name) SELECT id, 'up' FROM users WHERE true ON CONFLICT (id) DO UPDATE SET name = excluded.name");
        databases.Ask("SELECT last_insert_rowid(), changes()");
        databases.Write("INSERT INTO users (id) SELECT id FROM users WHERE 0");
        databases.Ask("SELECT last_insert_rowid(), changes()");
        databases.Write("INSERT OR IGNORE INTO users (id, name) VALUES (300, 'a'), (301, 'b'), (302, 'c'), (1, 'there is one'), (2, 'and here')");
        databases.Ask("SELECT last_insert_rowid(), changes()");
        databases.Write("INSERT INTO users (id, name) VALUES (310, 'a'), (1, 'b'), (311, 'c'), (2, 'd') ON CONFLICT DO NOTHING");
        databases.Ask("SELECT last_insert_rowid(), changes()");
        databases.Write("INSERT OR REPLACE INTO users (id, name) VALUES (320, 'a'), (321, 'b'), (1, 'c'), (2, 'd')");
        databases.Ask("SELECT last_insert_rowid(), changes()");
    }

    [Theory]
    [InlineData("INSERT OR IGNORE INTO users (id, name) VALUES (50, 'a'), (1, 'b'), (51, 'c'), (2, 'd'), (52, 'e') RETURNING id, name")]
    [InlineData("INSERT INTO users (id, name) VALUES (50, 'a'), (51, 'b'), (52, 'c'), (53, 'd'), (54, 'e') RETURNING id")]
    [InlineData("INSERT INTO users (id, name) VALUES (1, 'a'), (50, 'b'), (2, 'c'), (51, 'd') ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE excluded.name > 'b' RETURNING id, name")]
    [InlineData("INSERT INTO users (id, name) SELECT 110 - id, name FROM users ORDER BY id RETURNING id")]
    public void RETURNING_answers_in_the_order_of_the_rows(string text)
    {
        databases.Fill();
        databases.Write(text, inOrder: true);
    }

    private void Same(string text)
    {
        databases.Fill();
        databases.Write(text);
    }
}
