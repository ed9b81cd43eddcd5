using Xunit;

namespace ShardClient.Tests.Integration.Writes;

/// <summary>Triggers whose work is where their row is do on every shard what they do in one database.</summary>
public sealed class TriggersAlikeTests(TriggersAlikeTests.Databases databases) : IClassFixture<TriggersAlikeTests.Databases>
{
    /// <summary>The tables of the tests with triggers on them.</summary>
    public sealed class Databases : IDisposable
    {
        public Databases()
        {
            foreach (var trigger in Triggers)
                All.Define(trigger);
        }

        public WrittenDatabases All { get; } = new();

        public void Dispose() => All.Dispose();
    }

    private static readonly string[] Triggers =
    [
        "CREATE TRIGGER items_total AFTER INSERT ON items BEGIN UPDATE orders SET amount = (SELECT sum(i.qty) FROM items AS i JOIN orders AS o ON o.user_id = i.user_id AND o.id = i.order_id WHERE i.user_id = NEW.user_id AND o.id = NEW.order_id) WHERE user_id = NEW.user_id AND id = NEW.order_id; END",
        "CREATE TRIGGER orders_gone AFTER DELETE ON orders BEGIN INSERT INTO flags (k, v, w) SELECT OLD.user_id, 'gone', count(*) FROM orders WHERE user_id = OLD.user_id; DELETE FROM flags WHERE k = OLD.user_id AND w > 100; END",
        "CREATE TRIGGER orders_kept AFTER UPDATE OF note ON orders WHEN NEW.note IS NOT NULL BEGIN INSERT INTO flags (k, v, w) SELECT o.user_id, o.note, o.id FROM orders AS o WHERE o.user_id = NEW.user_id AND o.id = NEW.id; END",
        "CREATE TRIGGER users_age BEFORE UPDATE ON users WHEN NEW.age > 100 BEGIN SELECT RAISE(ABORT, 'too old'); END",
        "CREATE TRIGGER users_skip BEFORE INSERT ON users WHEN NEW.age = 99 BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER countries_named AFTER UPDATE OF name ON countries BEGIN UPDATE users SET name = NEW.name WHERE country = NEW.code; DELETE FROM tags WHERE tag = OLD.name; END",
        "CREATE TRIGGER countries_new AFTER INSERT ON countries BEGIN INSERT INTO bag VALUES (NEW.code, NEW.n); UPDATE bag SET b = b + 1 WHERE a = (SELECT min(code) FROM countries); END",
        "CREATE TRIGGER notes_rank AFTER INSERT ON notes BEGIN UPDATE notes SET rank = (SELECT count(*) FROM countries) WHERE id = NEW.id AND rank IS NULL; END",
    ];

    [Theory]
    [InlineData("INSERT INTO items (user_id, order_id, sku, qty) VALUES (1, 1, 'z', 7), (3, 1, 'z', 8), (3, 2, 'y', 1), (8, 1, 'x', 3)")]
    [InlineData("INSERT INTO items (user_id, order_id, sku, qty) SELECT user_id, id, 'bulk', amount FROM orders WHERE amount < 30")]
    [InlineData("DELETE FROM orders WHERE user_id IN (2, 7, 12)")]
    [InlineData("DELETE FROM orders WHERE amount > (SELECT avg(amount) FROM orders) AND user_id NOT IN (SELECT user_id FROM items)")]
    [InlineData("UPDATE orders SET note = 'touched' WHERE amount > 20")]
    [InlineData("UPDATE orders SET note = (SELECT name FROM users WHERE id = orders.user_id + 1)")]
    [InlineData("UPDATE users SET age = age * 2 WHERE id < 5")]
    [InlineData("UPDATE users SET age = age * 3")]
    [InlineData("UPDATE users SET age = (SELECT max(amount) FROM orders) + id * 2")]
    [InlineData("INSERT INTO users (id, age) VALUES (50, 98), (51, 99), (52, 100) RETURNING id")]
    [InlineData("INSERT INTO users (id, age) SELECT id + 60, CASE WHEN id % 2 THEN 99 ELSE age END FROM users RETURNING id")]
    [InlineData("UPDATE countries SET name = upper(name)")]
    [InlineData("UPDATE countries SET name = (SELECT max(tag) FROM tags) WHERE code = 'de'")]
    [InlineData("INSERT INTO countries VALUES ('aa', 'A', 5), ('ab', 'B', 6)")]
    [InlineData("INSERT INTO countries SELECT 'u' || id, name, age FROM users WHERE age < 30 ORDER BY id")]
    [InlineData("INSERT INTO notes (body) SELECT name FROM users WHERE id < 4 ORDER BY id")]
    public void A_trigger_fires_as_on_one_database(string text)
    {
        databases.All.Fill();
        databases.All.Write(text);
        databases.All.Ask("SELECT changes(), last_insert_rowid() > 0");
    }

    [Theory]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders BEGIN UPDATE orders SET amount = (SELECT count(*) FROM items) WHERE user_id = NEW.user_id; END", "items")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders BEGIN UPDATE orders SET amount = (SELECT count(*) FROM items AS i JOIN users AS u ON u.id = i.order_id WHERE i.user_id = NEW.user_id) WHERE user_id = NEW.user_id; END", "users")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders WHEN NEW.id IN (SELECT id FROM users) BEGIN SELECT 1; END", "users")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders BEGIN INSERT INTO flags (k, v) SELECT id, name FROM users WHERE id = NEW.id; END", "flags")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders BEGIN UPDATE flags SET v = 1; END", "flags")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders BEGIN UPDATE orders SET user_id = 1 WHERE user_id = NEW.user_id; END", "user_id")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders BEGIN UPDATE countries SET n = n + 1; END", "countries")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders BEGIN INSERT INTO notes (body) VALUES (NEW.note); END", "notes")]
    [InlineData("CREATE TRIGGER x AFTER INSERT ON orders BEGIN INSERT INTO tags (tag) VALUES (NEW.note); END", "tags")]
    [InlineData("CREATE TRIGGER x AFTER UPDATE ON countries BEGIN INSERT INTO flags (k) VALUES (1); END", "flags")]
    [InlineData("CREATE TRIGGER x AFTER UPDATE ON countries BEGIN UPDATE bag SET a = random(); END", "bag")]
    [InlineData("CREATE TRIGGER x AFTER UPDATE ON countries BEGIN UPDATE bag SET a = CURRENT_TIMESTAMP; END", "bag")]
    [InlineData("CREATE TRIGGER x AFTER UPDATE ON countries BEGIN UPDATE bag SET b = (SELECT count(*) FROM users); END", "users")]
    [InlineData("CREATE TRIGGER x AFTER UPDATE ON countries BEGIN INSERT INTO notes (body) VALUES ('x'); END", "notes")]
    public void A_trigger_that_would_need_other_shards_is_refused_by_name(string text, string named)
    {
        using var cluster = databases.All.Cluster(4);
        using var command = cluster.CreateCommand();
        command.CommandText = text;
        var error = Assert.Throws<ShardException>(() => command.ExecuteNonQuery());
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_with_triggers_does_not_move()
    {
        databases.All.Fill();
        using var cluster = databases.All.Cluster(4);
        using var command = cluster.CreateCommand();
        command.CommandText = "UPDATE orders SET user_id = user_id + 100 WHERE user_id > 8";
        var error = Assert.Throws<ShardException>(() => command.ExecuteNonQuery());
        Assert.Equal(ShardErrorCode.NotSupported, error.ErrorCode);
        Assert.Contains("orders_gone", error.Message, StringComparison.Ordinal);
    }
}
