using System.Globalization;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>Questions about the tables of <see cref="ServerAnswerTests"/>, put together at random. Orders are total, so that one answer is right.</summary>
internal sealed class RandomServerQuestions(Random random)
{
    private static readonly string[] Users = ["u.id", "u.name", "u.born", "u.balance", "u.score", "u.kind"];
    private static readonly string[] Orders = ["o.id", "o.user_id", "o.at", "o.total", "o.took", "o.flags", "o.big", "o.raw"];
    private static readonly string[] Summed = ["u.id", "u.balance", "u.score", "u.balance * 3", "u.id + 1"];

    public string Next() => random.Next(7) switch
    {
        0 => Grouped(),
        1 => Totals(),
        2 => Distinct(),
        3 => Joined(),
        4 => Nested(),
        _ => Plain(),
    };

    private string Plain() =>
        $"SELECT {List(Users)} FROM users u{Where()} ORDER BY {Order(Users, random.Next(3))}u.id{Direction()}{Limit()}";

    private string Joined()
    {
        var kind = Pick("JOIN", "LEFT JOIN", "INNER JOIN");
        var extra = random.Next(3) == 0 ? $" AND {Condition()}" : "";
        return $"SELECT {List([.. Users, .. Orders])} FROM users u {kind} orders o ON o.user_id = u.id{extra}{Where()} ORDER BY {Order([.. Users, .. Orders], random.Next(3))}u.id, o.id{Limit()}";
    }

    private string Nested() => Pick(
        $"SELECT u.id FROM users u WHERE {Pick("", "NOT ")}EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND o.total > {Number()}) ORDER BY u.id",
        $"SELECT u.id, (SELECT SUM(o.total) FROM orders o WHERE o.user_id = u.id) AS s FROM users u ORDER BY s{Direction()}, u.id",
        $"SELECT t.id, t.n FROM (SELECT u.id, COUNT(*) AS n FROM users u JOIN orders o ON o.user_id = u.id{Where()} GROUP BY u.id) t ORDER BY t.n{Direction()}, t.id{Limit()}",
        $"WITH t AS (SELECT u.id, u.balance FROM users u{Where()}) SELECT {Pick("COUNT(*)", "SUM(t.balance)", "MAX(t.id)")} FROM t",
        $"SELECT u.id FROM users u WHERE u.id IN (SELECT o.user_id FROM orders o WHERE o.user_id = u.id AND o.total < {Number()}) ORDER BY u.id");

    private string Grouped()
    {
        var key = Pick("u.kind", "u.born", "u.balance", "u.name", "YEAR(u.born)", "u.id % 3", "u.score IS NULL");
        var shown = key == "u.name" ? "" : $"{key} AS k, ";
        return $"SELECT {shown}{Aggregates()} FROM users u{Where()} GROUP BY {key} ORDER BY {key}{Direction()}{Limit()}";
    }

    private string Totals() => $"SELECT {Aggregates()} FROM users u{Where()}";

    private string Distinct()
    {
        var column = Pick("u.born", "u.balance", "u.kind", "u.score", "u.id % 2");
        return $"SELECT DISTINCT {column} AS d FROM users u{Where()} ORDER BY d{Direction()}{Limit()}";
    }

    private string Aggregates() => string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(index => random.Next(6) switch
    {
        0 => $"COUNT(*) AS a{index}",
        1 => $"COUNT({Pick(Users)}) AS a{index}",
        2 => $"SUM({Pick(Summed)}) AS a{index}",
        3 => $"AVG({Pick(Summed)}) AS a{index}",
        4 => $"MIN({Pick("u.id", "u.born", "u.balance", "u.score")}) AS a{index}",
        _ => $"MAX({Pick("u.id", "u.born", "u.balance", "u.score")}) AS a{index}",
    }));

    private string List(string[] columns) => string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(index => random.Next(4) switch
    {
        0 => $"CONCAT({Pick(columns)}, '-') AS c{index}",
        1 => $"COALESCE({Pick(columns)}, 0) AS c{index}",
        _ => $"{Pick(columns)} AS c{index}",
    }));

    private string Order(string[] columns, int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => $"{Pick(columns)}{Direction()}, "));

    private string Where() => random.Next(3) == 0 ? "" : $" WHERE {Condition()}{(random.Next(3) == 0 ? $" {Pick("AND", "OR")} {Condition()}" : "")}";

    private string Condition() => random.Next(13) switch
    {
        0 => $"u.id = {random.Next(10)}",
        1 => $"u.id IN ({random.Next(10)}, {random.Next(10)}, {random.Next(10)})",
        2 => $"u.id {Pick("<", "<=", ">", ">=", "<>")} {random.Next(10)}",
        3 => $"u.name {Pick("=", "<", ">=", "LIKE")} '{Pick("Ann", "bob", "z%", "", "zoe", "BOB ")}'",
        4 => $"u.born {Pick("<", ">", "=")} '{Pick("1980-01-02", "1999-01-01", "2000-02-29")}'",
        5 => $"u.balance {Pick("<", ">", "=", "<=>")} {Number()}",
        6 => $"u.score {Pick("<", ">")} {Number()}",
        7 => $"{Pick("u.born", "u.score", "u.balance", "u.kind")} IS {Pick("", "NOT ")}NULL",
        8 => $"u.id BETWEEN {random.Next(5)} AND {random.Next(10)}",
        9 => $"u.kind {Pick("=", "<>")} '{Pick("a", "z", "m", "q")}'",
        10 => $"NOT (u.id = {random.Next(10)})",
        11 => $"u.id = '{random.Next(10)}'",
        _ => $"(u.id, u.kind) = ({random.Next(10)}, '{Pick("a", "z")}')",
    };

    private string Number() => Pick("0", "1", "7.77", "-3.25", "100", "0.1", "5", string.Create(CultureInfo.InvariantCulture, $"{random.Next(-20, 200)}"));

    private string Direction() => Pick("", " DESC", " ASC");

    private string Limit() => random.Next(3) switch { 0 => $" LIMIT {random.Next(6)}", 1 => $" LIMIT {random.Next(5)} OFFSET {random.Next(5)}", _ => "" };

    private string Pick(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];
}
