using System.Globalization;

namespace ShardClient.Tests.Integration.Servers;

/// <summary>
/// Questions about the tables of <see cref="ServerGatherData"/> that need rows of several shards at one place, put together at random. Orders are total, and of
/// texts that are equal, and of 0 and -0, only what they have in common is shown, so that one answer is right.
/// </summary>
internal sealed class RandomGatherQuestions(Random random)
{
    private static readonly string[] Texts = ["g", "u", "b", "n", "l", "c"];
    private static readonly string[] Others = ["body", "born", "d", "x", "f", "k", "s", "r", "parent", "id"];
    private static readonly string[] OfSales = ["w", "big", "t", "stamp", "at", "y", "flags", "small", "price", "person"];

    public string Next() => random.Next(16) switch
    {
        0 => Joined(),
        1 => JoinedOnText(),
        2 => Grouped(),
        3 => Totals(),
        4 => SetOperation(),
        5 => CountOfSet(),
        6 => In(),
        7 => Exists(),
        8 => Scalar(),
        9 => Window(),
        10 => Common(),
        11 => Derived(),
        12 => Concatenated(),
        13 => Three(),
        14 => Rolled(),
        _ => GroupedByExpression(),
    };

    private string Joined() =>
        $"SELECT p.id, {Column("p")} AS v, q.id AS i, {Column("q")} AS w FROM people p {Pick("JOIN", "LEFT JOIN", "RIGHT JOIN")} people q ON p.parent = q.id{And("q")}{Where("p")} ORDER BY p.id{Direction()}, q.id{Limit()}";

    private string JoinedOnText()
    {
        var (left, right) = (Pick(Texts), Pick(Texts));
        var on = left == right || random.Next(3) > 0 ? $"p.{left} = q.{left}" : $"CONVERT(p.{left} USING utf8mb4) COLLATE {Pick("utf8mb4_bin", "utf8mb4_general_ci")} = CONVERT(q.{right} USING utf8mb4)";
        return $"SELECT COUNT(*), SUM(q.id), COUNT(DISTINCT p.id) FROM people p {Pick("JOIN", "LEFT JOIN")} people q ON {on} AND p.id < q.id{And("q")}{Where("p")}";
    }

    private string Three() =>
        $"SELECT p.id, s.id AS sale, {Of("s", OfSales)} AS v, l.tag FROM people p JOIN sales s ON s.{Pick("id", "small")} = p.{Pick("parent", "id")} {Pick("JOIN", "LEFT JOIN")} labels l ON l.{Pick("tag = p.b", "g = p.g", "n = s.small", "g = s.w")}{Where("p")} ORDER BY p.id, s.id, s.person, l.tag{Limit()}";

    private string Grouped()
    {
        var key = random.Next(2) == 0 ? $"p.{Pick(Texts)}" : $"p.{Pick("born", "d", "k", "s", "r", "parent", "x")}";
        var shown = key == "p.x" || Array.Exists(Texts, text => key == $"p.{text}") ? "" : $"{key} AS key1, ";
        return $"SELECT {shown}{Aggregates()} FROM people p{Where("p")} GROUP BY {key}{Having()} ORDER BY {key}{Direction()}{Limit()}";
    }

    private string GroupedByExpression()
    {
        var key = Pick("LENGTH(p.g)", "UPPER(p.b)", "p.d > 5", "SUBSTRING(p.body, 1, 3)", "COALESCE(p.g, 'none')", "CONCAT(p.k, p.s)", "p.id % 5", "IFNULL(p.k, 'q')", "TRIM(p.c)", "p.n COLLATE utf8mb4_bin", "YEAR(p.born)", "LOWER(p.l)");
        return $"SELECT {Aggregates()} FROM people p{Where("p")} GROUP BY {key}{Having()} ORDER BY {key}{Direction()}{Limit()}";
    }

    private string Totals() => $"SELECT {Aggregates()} FROM people p{Where("p")}{Having()}";

    private string Rolled() => $"SELECT COUNT(*) AS c FROM (SELECT p.k, p.s, {Aggregates()} FROM people p{Where("p")} GROUP BY p.k, p.s WITH ROLLUP) t WHERE {Pick("t.k IS NULL", "t.s IS NOT NULL", "1 = 1")}";

    private string SetOperation()
    {
        var (one, other) = Pick(("SELECT p.id, p.k FROM people p", "SELECT s.person, 'a' FROM sales s"), ("SELECT p.born, p.d FROM people p", "SELECT DATE(s.at), s.price FROM sales s"), ("SELECT p.parent, p.r FROM people p", "SELECT s.id, NULL FROM sales s"));
        return $"{one}{Where("p")} {Pick("UNION", "INTERSECT", "EXCEPT", "UNION ALL")} {other}{WhereSale()} ORDER BY 1{Direction()}, 2{Limit()}";
    }

    private string CountOfSet() =>
        $"SELECT COUNT(*) FROM (SELECT p.{Pick(Texts)} AS v FROM people p{Where("p")} {Pick("UNION", "UNION ALL", "EXCEPT", "INTERSECT")} SELECT {Pick("s.w", "CONCAT(s.w, '')", "LOWER(s.w)")} FROM sales s{WhereSale()}) t";

    private string In() =>
        $"SELECT p.id FROM people p WHERE p.{Pick("id", "parent")} {Pick("", "NOT ")}IN (SELECT {Pick("s.id", "s.small", "s.big")} FROM sales s{WhereSale()}){(random.Next(2) == 0 ? "" : $" {Pick("AND", "OR")} {Condition("p")}")} ORDER BY p.id{Limit()}";

    private string Exists() =>
        $"SELECT p.id FROM people p WHERE {Pick("", "NOT ")}EXISTS (SELECT 1 FROM {Pick("sales s WHERE s.small = p.id", "sales s WHERE s.w = p.g", "sales s WHERE s.price = p.d AND s.person <> p.id", "labels s WHERE s.g = p.g AND s.n > 3", "people s WHERE s.parent = p.id AND s.k = p.k")}) ORDER BY p.id{Limit()}";

    private string Scalar() =>
        $"SELECT p.id, (SELECT {Pick("COUNT(*)", "MAX(q.id)", "SUM(q.d)", "COUNT(DISTINCT q.g)", "MIN(q.born)")} FROM people q WHERE {Pick("q.parent = p.id", "q.k = p.k", "q.g = p.g AND q.id > p.id", "q.id < 10")}) AS v FROM people p{Where("p")} ORDER BY {Pick("v, p.id", "p.id", "v DESC, p.id")}{Limit()}";

    private string Window()
    {
        var partition = Pick("", "PARTITION BY p.k ", "PARTITION BY p.g ", "PARTITION BY p.born ");
        var call = Pick("ROW_NUMBER() OVER ({0}ORDER BY p.d, p.id)", "RANK() OVER ({0}ORDER BY p.d)", "DENSE_RANK() OVER ({0}ORDER BY p.g)", "SUM(p.id) OVER ({0}ORDER BY p.id)", "COUNT(*) OVER ({0})", "LAG(p.id) OVER ({0}ORDER BY p.id)", "MAX(p.d) OVER ({0}ORDER BY p.id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)");
        return $"SELECT p.id, {string.Format(CultureInfo.InvariantCulture, call, partition)} AS v FROM people p{Where("p")} ORDER BY p.id{Limit()}";
    }

    private string Common() => Pick(
        $"WITH t AS (SELECT p.k, COUNT(*) AS c, SUM(p.d) AS m FROM people p{Where("p")} GROUP BY p.k) SELECT k, c, m FROM t WHERE c > {random.Next(40)} ORDER BY k",
        $"WITH t AS (SELECT p.id, p.parent, p.d FROM people p{Where("p")}) SELECT t.id, s.id AS i FROM t JOIN sales s ON s.id = t.parent ORDER BY t.id, s.id{Limit()}",
        $"WITH RECURSIVE r AS (SELECT p.id, 0 AS depth FROM people p WHERE p.id = {random.Next(1, 240)} UNION SELECT q.id, r.depth + 1 FROM people q JOIN r ON q.parent = r.id WHERE r.depth < 4) SELECT id, depth FROM r ORDER BY id, depth",
        $"SELECT a.id, b.total FROM rich a JOIN totals b ON b.person = a.id + {random.Next(3)} ORDER BY a.id{Limit()}",
        $"SELECT m.id, p.id AS i FROM marks m LEFT JOIN people p ON p.{Pick("id = m.person", "g = m.note", "parent = m.person")}{And("p")} ORDER BY m.id, p.id{Limit()}",
        $"SELECT z.code, COUNT(p.id) AS c, SUM(z.weight) AS w FROM kinds z LEFT JOIN people p ON p.{Pick("k", "g", "c", "u")} = z.code COLLATE {Pick("utf8mb4_general_ci", "utf8mb4_bin")}{And("p")} GROUP BY z.code ORDER BY z.code");

    private string Derived() => Pick(
        $"SELECT COUNT(*), SUM(t.id) FROM (SELECT p.id FROM people p{Where("p")} ORDER BY p.{Pick("d", "born", "k", "id")}{Direction()}, p.id{Limit()}) t",
        $"SELECT COUNT(*) FROM (SELECT DISTINCT p.{Pick(Texts)}, p.{Pick(Others)} FROM people p{Where("p")}) t",
        $"SELECT t.born, t.c FROM (SELECT p.born, COUNT(*) AS c FROM people p{Where("p")} GROUP BY p.born) t WHERE t.c > {random.Next(20)} ORDER BY t.born",
        $"SELECT AVG(t.c), MAX(t.c) FROM (SELECT COUNT(*) AS c FROM people p{Where("p")} GROUP BY p.{Pick(Texts)}) t");

    private string Concatenated()
    {
        var key = Pick("p.k", "p.born", "p.s");
        return $"SELECT {key} AS key1, GROUP_CONCAT({Pick("p.id ORDER BY p.id", "p.id ORDER BY p.id DESC SEPARATOR ';'", "DISTINCT p.k ORDER BY p.k", "p.d ORDER BY p.id SEPARATOR ''", "DISTINCT p.parent ORDER BY p.parent DESC")}) AS v FROM people p{Where("p")} GROUP BY {key}{Having()} ORDER BY {key}";
    }

    private string Aggregates() => string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(index => random.Next(8) switch
    {
        0 => $"COUNT(*) AS a{index}",
        1 => $"COUNT(DISTINCT p.{Pick([.. Texts, .. Others])}) AS a{index}",
        2 => $"COUNT(DISTINCT p.{Pick(Texts)}, p.{Pick(Others)}) AS a{index}",
        3 => $"SUM(DISTINCT p.{Pick("d", "parent", "id")}) AS a{index}",
        4 => $"HEX(WEIGHT_STRING(RTRIM({Pick("MIN", "MAX")}(p.{Pick("g", "b", "c", "n")})))) AS a{index}",
        5 => $"{Pick("BIT_XOR", "BIT_AND", "BIT_OR", "STD", "VAR_SAMP", "VARIANCE")}(p.{Pick("id", "parent")}) AS a{index}",
        6 => $"SUM(p.d) / COUNT(*) + {random.Next(3)} AS a{index}",
        _ => $"{Pick("MIN", "MAX", "AVG", "SUM")}(p.{Pick("d", "id", "parent")}) AS a{index}",
    }));

    private string Having() => random.Next(3) switch
    {
        0 => $" HAVING COUNT(*) {Pick(">", "<=", "<>")} {random.Next(12)}",
        1 => $" HAVING {Pick("SUM(p.d)", "MAX(p.id)", "COUNT(DISTINCT p.g)", "MIN(p.d)")} {Pick(">", "<")} {Number()}",
        _ => "",
    };

    private string Column(string of) => random.Next(3) switch
    {
        0 => $"{of}.{Pick(Others)}",
        1 => $"CONCAT({of}.{Pick(Texts)}, '-', {of}.{Pick(Others)})",
        _ => $"{of}.{Pick(Texts)}",
    };

    private string Of(string of, string[] columns) => $"{of}.{Pick(columns)}";

    private string And(string of) => random.Next(2) == 0 ? "" : $" AND {Condition(of)}";

    private string Where(string of) => random.Next(3) switch { 0 => "", 1 => $" WHERE {Condition(of)}", _ => $" WHERE {Condition(of)} {Pick("AND", "OR")} {Condition(of)}" };

    private string WhereSale() => random.Next(3) switch
    {
        0 => "",
        1 => $" WHERE s.{Pick("person", "id")} {Pick("<", ">", "=")} {random.Next(1, 300)}",
        _ => $" WHERE s.{Pick("big > 42", "t < '00:00:01'", "stamp >= '2000-01-01'", "flags = 1", "small IS NOT NULL", "y = 2026", "w = 'a'", "price < 5", "at > '2000-01-01'", "person = 17", "person IN (3, 90, 120)")}",
    };

    private string Condition(string of) => random.Next(14) switch
    {
        0 => $"{of}.id {Pick("<", ">", "<>", "<=")} {random.Next(1, 240)}",
        1 => $"{of}.id IN ({random.Next(240)}, {random.Next(240)}, {random.Next(240)})",
        2 => $"{of}.{Pick(Texts)} {Pick("=", "<", ">=", "<>")} '{Pick("a", "A", "b ", "ss", "é", "z", "", "日", "e")}'",
        3 => $"{of}.{Pick(Texts)} LIKE '{Pick("a%", "%b", "_", "%s%")}'",
        4 => $"{of}.{Pick(Texts)} IN ('a', 'ä ', 'ab', 'SS')",
        5 => $"{of}.born {Pick("<", ">", "=")} '{Pick("1980-01-02", "2000-02-29", "9999-12-31")}'",
        6 => $"{of}.d {Pick("<", ">", "=", "<=>")} {Number()}",
        7 => $"{of}.x {Pick("<", ">", "=")} {Pick("0", "0.1", "1e9", "0.30000000000000004")}",
        8 => $"{of}.{Pick([.. Texts, .. Others])} IS {Pick("", "NOT ")}NULL",
        9 => $"{of}.k {Pick("=", "<>", "<", ">")} '{Pick("a", "z", "m")}'",
        10 => $"{of}.s = '{Pick("p", "q,r", "")}'",
        11 => $"{of}.r {Pick("=", "<", ">")} {Pick("x'00'", "'a'", "x'ff'")}",
        12 => $"NOT ({of}.parent = {random.Next(240)})",
        _ => $"{of}.id BETWEEN {random.Next(120)} AND {random.Next(240)}",
    };

    private string Number() => Pick("0", "1", "7.77", "-0.01", "100", "0.1", "5");

    private string Direction() => Pick("", " DESC", " ASC");

    private string Limit() => random.Next(3) switch { 0 => $" LIMIT {random.Next(12)}", 1 => $" LIMIT {random.Next(9)} OFFSET {random.Next(9)}", _ => "" };

    private T Pick<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];
}
