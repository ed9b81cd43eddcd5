namespace ShardClient.Tests.Integration.Answers;

/// <summary>Random SELECTs over the tables of <see cref="AnswerData"/>, each with an order that leaves nothing open where it has a LIMIT.</summary>
internal sealed class RandomQuestions(Random random)
{
    private static readonly string[] Columns = ["id", "name", "city", "age", "score", "country", "anything", "trimmed"];

    private static readonly string[] Numbers = ["age", "score", "id", "age + score", "abs(score)", "id % 5", "age * 2 - 1", "-score"];

    /// <summary>Group keys whose equal values look the same, so that no free choice of the engine shows.</summary>
    private static readonly string[] Keys = ["age", "score", "country", "city", "lower(name)", "age / 3", "id % 4", "rtrim(trimmed)", "age IS NULL", "id", "typeof(anything)"];

    public (Question Question, bool IsOrdered) Next() => random.Next(4) switch
    {
        0 => Rows(),
        1 => Groups(),
        2 => Total(),
        _ => Distinct(),
    };

    private (Question, bool) Rows()
    {
        var joined = random.Next(3) == 0;
        var from = joined ? "users u " + Pick("JOIN", "LEFT JOIN") + " orders o ON o.user_id = u.id" : "users u";
        var columns = string.Join(", ", Some(Columns, 1, 4).Select(static column => "u." + column)) + (joined ? ", o.id, o.amount" : "");
        var isOrdered = random.Next(3) > 0;
        var order = isOrdered ? $" ORDER BY {Terms(Columns, "u.")}, u.id{(joined ? ", o.id" : "")}{Window()}" : "";
        return (new Question($"SELECT {columns} FROM {from}{Where("u.")}{order}"), isOrdered);
    }

    private (Question, bool) Groups()
    {
        var keys = Some(Keys, 1, 3);
        var having = random.Next(3) == 0 ? $" HAVING {Aggregate()} {Pick(">", "<=", "<>", "IS NOT")} {random.Next(-2, 30)}" : "";
        var isOrdered = random.Next(2) == 0;
        var order = isOrdered ? $" ORDER BY {(random.Next(2) == 0 ? Aggregate() + Direction() + ", " : "")}{string.Join(", ", keys.Select(key => key + Direction()))}{Window()}" : "";
        var aggregates = string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Aggregate()));
        return (new Question($"SELECT {string.Join(", ", keys)}, {aggregates} FROM users{Where("")} GROUP BY {string.Join(", ", keys)}{having}{order}"), isOrdered);
    }

    private (Question, bool) Total() =>
        (new Question($"SELECT {string.Join(", ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Aggregate()))} FROM users{Where("")}"), true);

    private (Question, bool) Distinct()
    {
        var keys = Some(Keys, 1, 3);
        var isOrdered = random.Next(2) == 0;
        var order = isOrdered ? $" ORDER BY {string.Join(", ", keys.Select(key => key + Direction()))}{Window()}" : "";
        return (new Question($"SELECT DISTINCT {string.Join(", ", keys)} FROM users{Where("")}{order}"), isOrdered);
    }

    private string Aggregate()
    {
        var number = Numbers[random.Next(Numbers.Length)];
        return random.Next(8) switch
        {
            0 => "COUNT(*)",
            1 => $"COUNT({Columns[random.Next(Columns.Length)]})",
            2 => $"SUM({number})",
            3 => $"AVG({number})",
            4 => $"TOTAL({number})",
            5 => $"MIN({number})",
            6 => $"MAX({number})",
            _ => $"{Pick("COUNT", "SUM", "AVG", "TOTAL")}(DISTINCT {number})",
        };
    }

    private string Where(string prefix)
    {
        if (random.Next(3) == 0)
            return "";
        var conditions = Enumerable.Range(0, random.Next(1, 4)).Select(_ => (random.Next(4) == 0 ? "NOT " : "") + Condition(prefix)).ToList();
        return " WHERE " + conditions.Aggregate((left, right) => $"({left} {Pick("AND", "OR")} {right})");
    }

    private string Condition(string prefix) => random.Next(8) switch
    {
        0 => $"{prefix}id = {random.Next(65)}",
        1 => $"{prefix}id IN ({string.Join(", ", Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(9) == 0 ? "NULL" : $"{random.Next(65)}"))})",
        2 => $"{prefix}id BETWEEN {random.Next(30)} AND {random.Next(30, 70)}",
        3 => $"{prefix}age {Pick("<", ">=", "=", "IS NOT")} {random.Next(20, 30)}",
        4 => $"{prefix}score > {random.Next(-4, 4)}.25",
        5 => $"{prefix}{Columns[random.Next(Columns.Length)]} IS {Pick("", "NOT ")}NULL",
        6 => $"{prefix}name {Pick("LIKE 'user1%'", "= 'USER3'", "> 'user5'", "COLLATE BINARY < 'a'")}",
        _ => $"{prefix}country IN ('de', 'no', {Pick("'it'", "NULL", "'pe'")})",
    };

    private string Terms(string[] columns, string prefix) => string.Join(", ", Some(columns, 1, 3).Select(column =>
        prefix + column + Pick("", "", " COLLATE NOCASE", " COLLATE RTRIM", " COLLATE BINARY") + Direction()));

    private string Direction() => Pick("", " DESC", " ASC", " NULLS LAST", " DESC NULLS FIRST");

    private string Window() => random.Next(3) switch
    {
        0 => "",
        1 => $" LIMIT {random.Next(-1, 20)}",
        _ => $" LIMIT {random.Next(-1, 20)} OFFSET {random.Next(-1, 15)}",
    };

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private List<string> Some(string[] from, int least, int most) => [.. from.OrderBy(_ => random.Next()).Take(random.Next(least, most))];
}
