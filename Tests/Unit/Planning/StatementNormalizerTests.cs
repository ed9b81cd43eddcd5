using ShardClient.Planning;
using ShardClient.Planning.Normalizing;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using Xunit;

namespace ShardClient.Tests.Unit.Planning;

public class StatementNormalizerTests
{
    [Theory]
    [InlineData("SELECT * FROM users WHERE id = 5", "select * from users where id=77")]
    [InlineData("SELECT * FROM users WHERE name = 'a' LIMIT 5", "SELECT * FROM users WHERE name = 'b' LIMIT 50")]
    [InlineData("SELECT * FROM users WHERE id BETWEEN 1 AND 2", "SELECT * FROM users WHERE id BETWEEN 3 AND -4")]
    [InlineData("SELECT * FROM users WHERE id IN (1, 2, 3)", "SELECT * FROM users WHERE id IN (1, 2, 3, 4)")]
    [InlineData("INSERT INTO users VALUES (1, 'a', 'b', 2, x'00')", "INSERT INTO users VALUES (2, 'c', 'd', 3, x'01')")]
    [InlineData("UPDATE users SET age = 1 WHERE id = 2", "UPDATE users SET age = 3 WHERE id = 4")]
    [InlineData("SELECT * FROM users WHERE id = @a", "SELECT * FROM users WHERE id = @b")]
    [InlineData("SELECT country, count(*) FROM users GROUP BY country HAVING count(*) > 5", "SELECT country, count(*) FROM users GROUP BY country HAVING count(*) > 6")]
    public void Texts_that_differ_in_values_share_a_plan(string one, string other) => Assert.Equal(Key(one), Key(other));

    [Theory]
    [InlineData("SELECT name FROM users ORDER BY 1", "SELECT name FROM users ORDER BY 2")]
    [InlineData("SELECT name FROM users GROUP BY 1", "SELECT name FROM users GROUP BY 2")]
    [InlineData("SELECT 1", "SELECT 2")]
    [InlineData("SELECT age = 1 FROM users", "SELECT age = 2 FROM users")]
    [InlineData("SELECT * FROM users WHERE substr(name, 1) = 'a'", "SELECT * FROM users WHERE substr(name, 2) = 'a'")]
    [InlineData("SELECT * FROM users WHERE age IS NULL", "SELECT * FROM users WHERE age IS 5")]
    [InlineData("SELECT * FROM users WHERE name LIKE 'a'", "SELECT * FROM users WHERE name LIKE 'b'")]
    [InlineData("SELECT COUNT(*) FROM users", "SELECT count(*) FROM users")]
    [InlineData("SELECT * FROM users WHERE id IN (?, ?)", "SELECT * FROM users WHERE id IN (?, ?, ?)")]
    [InlineData("SELECT * FROM users WHERE id = ?", "SELECT * FROM users WHERE id = 1")]
    [InlineData("SELECT * FROM users WHERE age = 0.1", "SELECT * FROM users WHERE age = 1e-1")]
    public void Texts_that_differ_in_meaning_do_not(string one, string other) => Assert.NotEqual(Key(one), Key(other));

    [Fact]
    public void A_list_of_literals_is_filled_up_with_its_last_value()
    {
        var normalized = TestSchema.Normalize("SELECT * FROM users WHERE id IN (1, 2, 3)");
        Assert.Equal([1L, 2L, 3L, 3L], normalized.Literals.Select(literal => literal.Integer));
    }

    [Fact]
    public void A_sign_belongs_to_its_number() =>
        Assert.Equal(long.MinValue, Assert.Single(TestSchema.Normalize("SELECT * FROM users WHERE id = -9223372036854775808").Literals).Integer);

    [Fact]
    public void Columns_without_alias_keep_the_text_they_are_named_by()
    {
        var statement = (SelectStatement)TestSchema.Normalize("SELECT COUNT( * ),  age+1 , name FROM users").Statement;
        Assert.Equal(["COUNT( * )", "age+1", null], ((SelectCore)statement.Body).Columns.Select(column => column.Alias?.Name));
    }

    [Theory]
    [InlineData("SELECT age + id , -name  FROM users", "age + id ", "-name  ")]
    [InlineData("SELECT CASE WHEN id THEN 1 END /* end */ , age IS NULL\t\nFROM users", "CASE WHEN id THEN 1 END ", "age IS NULL\t\n")]
    [InlineData("SELECT -users.age , 1 + 1e5 , COUNT(*) , id = 'a' , -`age` , 1+@v FROM users", "-users.age", "1 + 1e5", "COUNT(*)", "id = 'a'", "-`age`", "1+@v")]
    public void On_MySQL_under_IGNORE_SPACE_a_columns_name_ends_with_the_blanks_after_a_word(string text, params string[] names) =>
        Assert.Equal(names, Names(text, keepsBlanks: true));

    [Fact]
    public void Servers_cut_a_name_at_255_bytes_between_two_letters()
    {
        var name = $"CONCAT(name, '{new string('é', 200)}')";
        Assert.Equal([$"CONCAT(name, '{new string('é', 120)}"], Names($"SELECT {name} FROM users"));
    }

    [Theory]
    [InlineData("SELECT CURRENT_TIMESTAMP, CURRENT_TIMESTAMP", InputKind.MomentTimestamp)]
    [InlineData("SELECT CURRENT_DATE", InputKind.MomentDate)]
    [InlineData("SELECT date()", InputKind.MomentNow)]
    [InlineData("SELECT datetime('NOW', '-1 day')", InputKind.MomentNow)]
    [InlineData("SELECT strftime('%Y')", InputKind.MomentNow)]
    [InlineData("SELECT unixepoch('subsec')", InputKind.MomentNow)]
    [InlineData("SELECT last_insert_rowid()", InputKind.LastInsertId)]
    public void What_changes_from_call_to_call_is_one_input_for_all_shards(string text, object kind)
    {
        var normalized = TestSchema.Normalize(text);
        Assert.True(normalized.MustBeWritten);
        Assert.Equal(kind, (object)Assert.Single(normalized.Extras).Kind);
    }

    [Fact]
    public void A_given_moment_is_left_alone() => Assert.Empty(TestSchema.Normalize("SELECT date('2026-01-01'), strftime('%Y', at) FROM events").Extras);

    private static IEnumerable<string?> Names(string text, bool keepsBlanks = false)
    {
        var statement = StatementNormalizer.Normalize(SqlParser.Parse(text, SqlDialect.MySql)[0], text, SqlDialect.MySql, keepsBlanks).Statement;
        return ((SelectCore)((SelectStatement)statement).Body).Columns.Select(static column => column.Alias?.Name);
    }

    private static string Key(string text) => TestSchema.Normalize(text).Key;
}
