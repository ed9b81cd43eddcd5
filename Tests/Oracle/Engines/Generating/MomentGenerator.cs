using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Engines.Generating;

/// <summary>Functions of dates and times.</summary>
internal sealed class MomentGenerator(Dice dice)
{
    private const string Days = "DAY";

    private Node Count => Expression($"{dice.Of("0", "1", "2", "30", "-1", "-45")}");

    private string DayUnit => dice.Of(Days, "WEEK", "MONTH", "QUARTER", "YEAR", Days);

    public Node Date(ValueGenerator values, Scope scope, int depth)
    {
        Node One() => values.Node(Kind.Date, scope, depth);
        return dice.Next(9) switch
        {
            0 => Expression($"DATE_ADD({One()}, INTERVAL {Count} {DayUnit})", "DATE_ADD"),
            1 => Expression($"DATE_SUB({One()}, INTERVAL {Count} {DayUnit})", "DATE_SUB"),
            2 => Expression($"({One()} {dice.Of("+", "-")} INTERVAL {Count} {DayUnit})", "+ INTERVAL"),
            3 => Expression($"{dice.Of("ADDDATE", "SUBDATE")}({One()}, {dice.Of("1", "30")})", "ADDDATE, SUBDATE"),
            4 => Expression($"LAST_DAY({One()})", "LAST_DAY"),
            5 => Expression($"DATE({values.Node(Kind.Moment, scope, depth)})", "DATE"),
            6 => Expression($"date({One()}, {dice.Of("'+1 day'", "'-3 days'", "'start of month'", "'start of year'")}{dice.Of("", ", '+10 days'")})", "date(x, modifier)"),
            7 => Expression($"CAST({values.Node(Kind.Moment, scope, depth)} AS DATE)", "CAST AS DATE"),
            _ => Expression($"FROM_DAYS(TO_DAYS({One()}) + 1)", "FROM_DAYS"),
        };
    }

    public Node Moment(ValueGenerator values, Scope scope, int depth)
    {
        Node One() => values.Node(Kind.Moment, scope, depth);
        var unit = dice.Of("SECOND", "MINUTE", "HOUR", Days, "MONTH", "YEAR");
        return dice.Next(7) switch
        {
            0 => Expression($"DATE_ADD({One()}, INTERVAL {Count} {unit})", "DATE_ADD"),
            1 => Expression($"({One()} {dice.Of("+", "-")} INTERVAL {Count} {unit})", "+ INTERVAL"),
            2 => Expression($"TIMESTAMPADD({unit}, {Count}, {One()})", "TIMESTAMPADD"),
            3 => Expression($"datetime({One()}, {dice.Of("'+90 minutes'", "'-1 day'", "'start of day'", "'+3 seconds'")})", "datetime(x, modifier)"),
            4 => Expression($"datetime({One()})", "datetime"),
            5 => Expression($"datetime({dice.Of("0", "86399", "1700000000")}, 'unixepoch')", "datetime(n, 'unixepoch')"),
            _ => Expression($"CAST({One()} AS DATETIME)", "CAST AS DATETIME"),
        };
    }

    public Node Number(ValueGenerator values, Scope scope, int depth)
    {
        Node Day() => values.Node(Kind.Date, scope, depth);
        Node At() => values.Node(Kind.Moment, scope, depth);
        return dice.Next(10) switch
        {
            0 => Expression($"DATEDIFF({Day()}, {dice.Of(Day(), At())})", "DATEDIFF"),
            1 => Expression($"TIMESTAMPDIFF({dice.Of("SECOND", "MINUTE", "HOUR", Days, "MONTH", "YEAR", "QUARTER", "WEEK")}, {At()}, {At()})", "TIMESTAMPDIFF"),
            2 => Expression($"TIMESTAMPDIFF({dice.Of(Days, "MONTH", "YEAR", "WEEK")}, {Day()}, {Day()})", "TIMESTAMPDIFF"),
            3 or 4 => Part(dice.Of("YEAR", "MONTH", "DAY", "DAYOFMONTH", "DAYOFWEEK", "DAYOFYEAR", "WEEKDAY", "QUARTER", "WEEK", "WEEKOFYEAR", "YEARWEEK"), dice.Of(Day(), At())),
            5 => Part(dice.Of("HOUR", "MINUTE", "SECOND", "MICROSECOND"), At()),
            6 => Expression($"EXTRACT({dice.Of("YEAR", "MONTH", Days, "QUARTER")} FROM {dice.Of(Day(), At())})", "EXTRACT"),
            7 => Expression($"TO_DAYS({dice.Of(Day(), At())})", "TO_DAYS"),
            8 => Expression($"unixepoch({At()})", "unixepoch"),
            _ => Expression($"WEEK({Day()}, {dice.Next(0, 7)})", "WEEK with a mode"),
        };
    }

    public Node Text(ValueGenerator values, Scope scope, int depth)
    {
        Node At() => values.Node(dice.Of(Kind.Date, Kind.Moment), scope, depth);
        return dice.Next(4) switch
        {
            0 or 1 => Expression($"LCASE(DATE_FORMAT({At()}, {dice.Of("'%Y-%m-%d'", "'%d.%m.%y'", "'%H:%i:%s'", "'%W-%M-%e'", "'%a-%b-%D'", "'%j-%U-%u-%V-%v-%X-%x'", "'%h-%I-%l-%p-%r-%T-%k'", "'%%%c'")}))", "DATE_FORMAT"),
            2 => Expression($"strftime({dice.Of("'%Y-%m'", "'%d/%m/%Y'", "'%H:%M:%S'", "'%j-%w'", "'%F-%T'")}, {At()})", "strftime"),
            _ => Expression($"LCASE({dice.Of("DAYNAME", "MONTHNAME")}({At()}))", "DAYNAME, MONTHNAME"),
        };
    }

    private static Node Part(string name, Node moment) => Expression($"{name}({moment})", "parts of moments");
}
