using Xunit;

namespace ShardClient.Tests.Integration.Writes;

/// <summary>UPDATE and DELETE do to a cluster what they do to one database, whichever rows they read and wherever rows go.</summary>
public sealed class ChangedAlikeTests(WrittenDatabases databases) : IClassFixture<WrittenDatabases>
{
    [Theory]
    [InlineData("UPDATE users SET age = (SELECT max(amount) FROM orders)")]
    [InlineData("UPDATE users SET age = (SELECT sum(amount) FROM orders WHERE note = users.country OR id = users.age % 3)")]
    [InlineData("UPDATE users SET score = (SELECT count(*) FROM users AS o WHERE o.age > users.age) RETURNING id, score")]
    [InlineData("UPDATE users SET score = (SELECT avg(age) FROM users) WHERE id = 3")]
    [InlineData("UPDATE users SET name = 'rich' WHERE id IN (SELECT user_id FROM orders WHERE amount > 20)")]
    [InlineData("UPDATE users SET name = 'rich' WHERE age > (SELECT avg(amount) FROM orders) RETURNING *")]
    [InlineData("UPDATE users SET name = (SELECT body FROM notes WHERE notes.id = users.id) WHERE EXISTS (SELECT 1 FROM notes WHERE notes.id = users.id)")]
    [InlineData("UPDATE users SET (age, score) = (SELECT max(amount), min(amount) FROM orders WHERE note = 'a')")]
    [InlineData("UPDATE users SET (age, score) = (SELECT amount, id FROM orders WHERE orders.amount > users.age ORDER BY amount LIMIT 1) WHERE age > 20")]
    [InlineData("UPDATE orders SET amount = tags.n FROM tags WHERE tags.tag = orders.note OR tags.n = orders.amount % 8")]
    [InlineData("UPDATE orders SET amount = u.age + orders.amount, note = u.name FROM users AS u WHERE u.id = orders.user_id")]
    [InlineData("UPDATE orders SET amount = u.age FROM users AS u WHERE u.id = orders.user_id + 1 RETURNING user_id, amount")]
    [InlineData("UPDATE orders SET note = c.name FROM users AS u JOIN countries AS c ON c.code = u.country WHERE u.id = orders.user_id")]
    [InlineData("UPDATE orders AS o SET amount = q.total FROM (SELECT note, sum(amount) AS total FROM orders GROUP BY note) AS q WHERE q.note IS o.note")]
    [InlineData("UPDATE orders SET amount = n.rank FROM notes AS n LEFT JOIN tags AS t ON t.n = n.rank WHERE n.id = orders.id")]
    [InlineData("WITH top AS (SELECT user_id FROM orders ORDER BY amount DESC LIMIT 3) UPDATE users SET score = 99 WHERE id IN (SELECT user_id FROM top)")]
    [InlineData("WITH users AS (SELECT 3 AS id) UPDATE users SET score = 5 WHERE id IN (SELECT id FROM users)")]
    [InlineData("UPDATE tags SET n = (SELECT count(*) FROM tags AS o WHERE o.n < tags.n)")]
    [InlineData("UPDATE tags SET note = (SELECT group_concat(name) FROM (SELECT name FROM users ORDER BY id)) WHERE tag IS NULL")]
    [InlineData("UPDATE tags SET n = n + 1 WHERE n > (SELECT avg(n) FROM tags) RETURNING tag, n")]
    [InlineData("UPDATE pairs SET v = (SELECT max(n) FROM tags) WHERE id < (SELECT count(*) FROM pairs)")]
    [InlineData("UPDATE notes SET rank = (SELECT count(*) FROM users WHERE age > notes.rank * 10)")]
    [InlineData("UPDATE notes SET body = u.name FROM users AS u WHERE u.id = notes.id RETURNING body")]
    [InlineData("UPDATE countries SET n = (SELECT count(*) FROM users WHERE users.country = countries.code)")]
    [InlineData("UPDATE countries SET n = n + 1, name = upper(name) WHERE code IN (SELECT country FROM users WHERE age > 30) RETURNING code, n")]
    [InlineData("UPDATE countries SET code = code || 'x' WHERE n < (SELECT count(*) FROM notes)")]
    [InlineData("UPDATE bag SET b = (SELECT max(age) FROM users) WHERE a = 'x' OR a IS NULL")]
    [InlineData("UPDATE users SET age = (SELECT max(age) FROM users AS o WHERE o.country = users.country) WHERE country IS NOT NULL")]
    [InlineData("UPDATE users SET score = (SELECT sum(score) FROM users AS o WHERE o.id < users.id)")]
    [InlineData("UPDATE users SET age = (SELECT count(*) FROM orders), age = (SELECT max(amount) FROM orders)")]
    [InlineData("UPDATE users SET age = 1 WHERE id IN (SELECT user_id FROM orders WHERE 0)")]
    [InlineData("UPDATE users SET age = 1 WHERE id IN (SELECT user_id FROM orders WHERE 0) RETURNING id")]
    public void An_UPDATE_reads_whatever_it_says(string text) => Same(text);

    [Theory]
    [InlineData("DELETE FROM tags WHERE n > (SELECT avg(n) FROM tags)")]
    [InlineData("DELETE FROM tags WHERE tag IN (SELECT name FROM users) OR n IN (SELECT rank FROM notes) RETURNING *")]
    [InlineData("DELETE FROM tags WHERE EXISTS (SELECT 1 FROM tags AS o WHERE o.tag = tags.tag AND o.n < tags.n)")]
    [InlineData("DELETE FROM users WHERE NOT EXISTS (SELECT 1 FROM orders WHERE user_id = users.id + 1)")]
    [InlineData("DELETE FROM users WHERE age = (SELECT max(age) FROM users) RETURNING id, name")]
    [InlineData("DELETE FROM users WHERE id IN (SELECT min(user_id) FROM orders GROUP BY note HAVING count(*) > 1)")]
    [InlineData("DELETE FROM orders WHERE amount IN (SELECT amount FROM orders ORDER BY amount DESC LIMIT 2) AND user_id > 4")]
    [InlineData("DELETE FROM pairs WHERE id < (SELECT count(*) FROM notes)")]
    [InlineData("DELETE FROM notes WHERE id IN (SELECT id FROM users WHERE country = 'it')")]
    [InlineData("DELETE FROM countries WHERE code IN (SELECT country FROM users WHERE age < 26)")]
    [InlineData("DELETE FROM bag WHERE a IN (SELECT 'x' FROM users)")]
    [InlineData("DELETE FROM flags WHERE k IN (SELECT b FROM bag) RETURNING v")]
    [InlineData("WITH young AS (SELECT id FROM users WHERE age < 30) DELETE FROM tags WHERE n IN (SELECT id FROM young)")]
    [InlineData("DELETE FROM items WHERE qty > (SELECT min(rank) FROM notes)")]
    [InlineData("DELETE FROM tree WHERE v > (SELECT min(v) FROM tree)")]
    [InlineData("DELETE FROM tree WHERE v < (SELECT max(v) FROM tree)")]
    [InlineData("DELETE FROM tags WHERE n IN (SELECT n FROM tags WHERE 0) RETURNING tag")]
    public void A_DELETE_reads_whatever_it_says(string text) => Same(text);

    [Theory]
    [InlineData("UPDATE users SET id = id + 100")]
    [InlineData("UPDATE users SET id = id - 1 RETURNING id, name")]
    [InlineData("UPDATE users SET id = -id, name = name || id WHERE age > 20")]
    [InlineData("UPDATE users SET id = 100 WHERE id = 1")]
    [InlineData("UPDATE users SET id = 100.0 WHERE id = 2")]
    [InlineData("UPDATE users SET id = '101' WHERE id = 2 RETURNING id")]
    [InlineData("UPDATE users SET id = (SELECT max(user_id) FROM orders) + id")]
    [InlineData("UPDATE users SET id = id + 50, age = (SELECT count(*) FROM orders WHERE user_id = users.id)")]
    [InlineData("UPDATE users SET rowid = 1000 WHERE id = 2")]
    [InlineData("UPDATE users SET (age, _rowid_) = (1, rowid + 1000) WHERE oid < 4")]
    [InlineData("UPDATE tags SET tag = 'same'")]
    [InlineData("UPDATE tags SET tag = upper(tag)")]
    [InlineData("UPDATE tags SET tag = NULL WHERE n < 4 RETURNING n")]
    [InlineData("UPDATE tags SET tag = n")]
    [InlineData("UPDATE tags SET (tag, n) = (note, n + 1) WHERE typeof(note) IN ('text', 'null')")]
    [InlineData("UPDATE tags SET tag = u.name, note = u.id FROM users AS u WHERE u.id = tags.n")]
    [InlineData("UPDATE pairs SET k = k || 'z'")]
    [InlineData("UPDATE pairs SET k = 'q', id = id + (SELECT count(*) FROM pairs AS o WHERE o.k < pairs.k) * 10")]
    [InlineData("UPDATE flags SET k = w * 1000, v = (SELECT max(name) FROM users)")]
    [InlineData("UPDATE orders SET user_id = user_id + 100 WHERE user_id > 8")]
    [InlineData("UPDATE tree SET k = k + 10")]
    [InlineData("UPDATE tree SET k = 9 WHERE k = 1")]
    [InlineData("UPDATE tree SET id = id + 10, parent = parent + 10 WHERE v > (SELECT 0 FROM notes)")]
    [InlineData("UPDATE items SET user_id = 3, order_id = 2 WHERE user_id = 8")]
    public void A_row_moves_when_its_key_changes(string text) => Same(text);

    [Theory]
    [InlineData("UPDATE OR IGNORE users SET id = id + 1")]
    [InlineData("UPDATE OR REPLACE users SET id = id + 1 RETURNING id, name")]
    [InlineData("UPDATE OR REPLACE users SET id = 5")]
    [InlineData("UPDATE OR IGNORE orders SET user_id = 1, id = 1")]
    [InlineData("UPDATE OR IGNORE orders SET amount = amount * (SELECT max(age) FROM users)")]
    [InlineData("UPDATE OR REPLACE pairs SET id = 1 WHERE id > (SELECT 0)")]
    [InlineData("UPDATE OR FAIL orders SET amount = amount * 14")]
    [InlineData("UPDATE OR FAIL countries SET n = CASE WHEN code = 'it' THEN NULL ELSE 9 END")]
    [InlineData("UPDATE OR IGNORE countries SET code = (SELECT min(code) FROM countries) WHERE n > (SELECT min(age) FROM users) - 30")]
    [InlineData("UPDATE OR ROLLBACK orders SET amount = amount * (SELECT max(age) FROM users)")]
    public void Conflicts_are_resolved_row_by_row(string text) => Same(text);

    [Theory]
    [InlineData("UPDATE users SET id = id + 1")]
    [InlineData("UPDATE users SET id = 5")]
    [InlineData("UPDATE users SET id = NULL")]
    [InlineData("UPDATE orders SET amount = amount * (SELECT max(age) FROM users)")]
    [InlineData("UPDATE orders SET user_id = NULL WHERE amount > (SELECT min(age) FROM users)")]
    [InlineData("UPDATE orders SET user_id = user_id + 100")]
    [InlineData("UPDATE items SET user_id = 2 WHERE user_id = 1")]
    [InlineData("UPDATE countries SET n = NULL WHERE code IN (SELECT country FROM users)")]
    [InlineData("UPDATE tree SET k = 9 WHERE k = 1 AND id > 1")]
    [InlineData("UPDATE users SET age = nothing WHERE id IN (SELECT user_id FROM orders)")]
    [InlineData("UPDATE users SET nothing = (SELECT 1 FROM orders)")]
    [InlineData("UPDATE users SET age = (SELECT 1 FROM orders WHERE 0) WHERE 0 RETURNING nothing")]
    [InlineData("UPDATE users SET age = (SELECT max(9223372036854775807) + max(amount) - abs(-9223372036854775807 - 1) FROM orders)")]
    [InlineData("DELETE FROM users WHERE nothing IN (SELECT user_id FROM orders)")]
    [InlineData("DELETE FROM orders WHERE amount > (SELECT min(amount) FROM orders)")]
    [InlineData("DELETE FROM tree WHERE id = 1 AND v < (SELECT max(v) FROM tree)")]
    [InlineData("DELETE FROM users WHERE id IN (SELECT user_id FROM orders) ORDER BY id LIMIT 2")]
    [InlineData("UPDATE users SET age = 1 ORDER BY id LIMIT 2")]
    public void A_failed_one_leaves_nothing(string text) => Same(text);

    [Fact]
    public void Parameters_stand_wherever_they_may()
    {
        databases.Fill();
        databases.Write("UPDATE users SET id = @p1, age = @p2 WHERE name = @p3", 500, 60, "eve");
        databases.Write("UPDATE users SET age = age + @p1 WHERE id IN (SELECT user_id FROM orders WHERE amount > @p2) RETURNING age", 1, 20);
        databases.Write("UPDATE tags SET tag = @p1 || n WHERE n < @p2", "t", 5);
        databases.Write("DELETE FROM tags WHERE n > (SELECT min(age) FROM users WHERE age > @p1) - @p2", 20, 20);
        databases.Write("UPDATE countries SET n = n + @p1 WHERE code IN (SELECT country FROM users WHERE age > @p2)", 5, 30);
    }

    [Fact]
    public void Counters_say_what_one_database_says()
    {
        databases.Fill();
        databases.Write("INSERT INTO users (id, name) VALUES (77, 'last')");
        databases.Write("UPDATE users SET id = id + 200 WHERE id < 5");
        databases.Ask("SELECT last_insert_rowid(), changes()");
        databases.Write("DELETE FROM tags WHERE n > (SELECT avg(n) FROM tags)");
        databases.Ask("SELECT last_insert_rowid(), changes()");
        databases.Write("UPDATE countries SET n = (SELECT count(*) FROM users)");
        databases.Ask("SELECT last_insert_rowid(), changes()");
    }

    [Fact]
    public void Writes_see_those_before_them_in_a_transaction_and_go_with_it()
    {
        databases.Fill();
        databases.Write("BEGIN");
        databases.Write("INSERT INTO users (id, age) SELECT user_id + 1000, amount FROM orders");
        databases.Write("UPDATE users SET id = id + 1, age = (SELECT max(age) FROM users) WHERE id >= 1000");
        databases.Write("SAVEPOINT here");
        databases.Write("DELETE FROM users WHERE age = (SELECT max(age) FROM users)");
        databases.Write("UPDATE orders SET amount = 5000 WHERE amount = (SELECT min(amount) FROM orders)");
        databases.Write("UPDATE tree SET k = k + 1 WHERE v > (SELECT min(v) FROM tree)");
        databases.Write("ROLLBACK TO here");
        databases.Write("UPDATE tags SET tag = tag || '!' WHERE n < (SELECT count(*) FROM users)");
        databases.Write("COMMIT");
        databases.Write("BEGIN");
        databases.Write("UPDATE users SET id = id + 500");
        databases.Write("DELETE FROM countries WHERE n > (SELECT min(n) FROM tags)");
        databases.Write("ROLLBACK");
    }

    private void Same(string text)
    {
        databases.Fill();
        databases.Write(text);
    }
}
