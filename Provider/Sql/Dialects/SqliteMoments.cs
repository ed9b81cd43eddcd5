using System.Globalization;
using System.Text;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Dialects;

/// <summary>SQLite's date functions on MySQL shards: https://sqlite.org/lang_datefunc.html. Moments are UTC.</summary>
internal static class SqliteMoments
{
    private const string Epoch = "1970-01-01 00:00:00";

    // The milliseconds from noon of -4713-11-24 to MySQL's day 0.
    private const string DayZero = "148699540800000";

    /// <summary>date, time and datetime. One argument that is no 'now' makes date and time MySQL's own.</summary>
    public static Expression? Named(FunctionExpression call)
    {
        var name = call.Name.Name.ToUpperInvariant();
        if (name != "DATETIME" && call.Arguments is [var only] && !IsNow(only))
            return null;
        var moment = Shifted(call.Arguments, 0, name);
        return name == "DATETIME" ? Build.Cast(moment, "DATETIME") : Build.Call(name, moment);
    }

    public static Expression Unix(FunctionExpression call) => call.Arguments.Count == 0 || call.Arguments is [var only] && IsNow(only)
        ? Build.Call("UNIX_TIMESTAMP", default)
        : Worded("TIMESTAMPDIFF", "SECOND,", Build.Text(Epoch), Shifted(call.Arguments, 0, "UNIXEPOCH"));

    /// <summary>Milliseconds are counted as integers and divided once, as SQLite does it.</summary>
    public static Expression Julian(FunctionExpression call)
    {
        var moment = Shifted(call.Arguments, 0, "JULIANDAY");
        var seconds = Build.Binary(
            BinaryOperator.Add, Build.Binary(BinaryOperator.Multiply, Build.Call("TO_DAYS", moment), Build.Integer("86400")), Build.Call("TIME_TO_SEC", Build.Call("TIME", moment)));
        var milliseconds = Build.Binary(
            BinaryOperator.Add,
            Build.Binary(BinaryOperator.Multiply, seconds, Build.Integer("1000")),
            Build.Binary(BinaryOperator.Add, Build.Binary(BinaryOperator.IntegerDivide, Build.Call("MICROSECOND", moment), Build.Integer("1000")), Build.Integer(DayZero)));
        return Build.Binary(BinaryOperator.Divide, milliseconds, new LiteralExpression(LiteralKind.Real, "86400000e0"));
    }

    public static Expression Formatted(FunctionExpression call)
    {
        if (call.Arguments is not [LiteralExpression { Kind: LiteralKind.String } format, ..])
            throw new UntranslatableException("strftime with a format that is no literal", "Write the format as a text, or use DATE_FORMAT.");
        return Build.Call("DATE_FORMAT", Shifted(call.Arguments, 1, "STRFTIME"), Build.Text(Format(format.Text)));
    }

    private static string Format(string format)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                text.Append(format[at]);
                continue;
            }

            var letter = ++at < format.Length ? format[at] : '\0';
            text.Append(letter switch
            {
                'd' or 'H' or 'I' or 'j' or 'm' or 'p' or 'S' or 'T' or 'w' or 'Y' or '%' => $"%{letter}",
                'F' => "%Y-%m-%d",
                'M' => "%i",
                'R' => "%H:%i",
                _ => throw new UntranslatableException($"strftime with %{letter}", "The letters d F H I j m M p R S T w Y % are understood."),
            });
        }

        return text.ToString();
    }

    /// <summary>The time value at a place among the arguments, with the modifiers behind it.</summary>
    private static Expression Shifted(NodeList<Expression> arguments, int at, string function)
    {
        if (arguments.Count <= at)
            return Build.Call("UTC_TIMESTAMP", default);
        var moment = IsNow(arguments[at]) ? Build.Call("UTC_TIMESTAMP", default) : arguments[at];
        for (var index = at + 1; index < arguments.Count; index++)
        {
            moment = arguments[index] is LiteralExpression { Kind: LiteralKind.String } modifier
                ? Modified(moment, modifier.Text, isFirst: index == at + 1, function)
                : throw new UntranslatableException($"{function} with a modifier that is no literal", "Write x + INTERVAL n DAY, which both engines know.");
        }

        return moment;
    }

    private static Expression Modified(Expression moment, string modifier, bool isFirst, string function)
    {
        var words = modifier.Trim().ToUpperInvariant();
        switch (words)
        {
            case "START OF DAY":
                return Build.Call("DATE", moment);
            case "START OF MONTH":
                return Build.Call("DATE_FORMAT", moment, Build.Text("%Y-%m-01"));
            case "START OF YEAR":
                return Build.Call("DATE_FORMAT", moment, Build.Text("%Y-01-01"));
            case "UNIXEPOCH" when isFirst:
                return Build.Binary(BinaryOperator.Add, Build.Cast(Build.Text(Epoch), "DATETIME"), new IntervalExpression(moment, "SECOND"));
        }

        var blank = words.IndexOf(' ', StringComparison.Ordinal);
        var unit = blank < 0 ? "" : words[(blank + 1)..].Trim().TrimEnd('S');
        if (blank <= 0 || !int.TryParse(words.AsSpan(0, blank), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            || unit is not ("SECOND" or "MINUTE" or "HOUR" or "DAY"))
        {
            var advice = unit is "MONTH" or "YEAR"
                ? $"SQLite runs over the end of a month where MySQL stays in it: write x + INTERVAL n {unit}, which means MySQL's on both."
                : "Whole SECONDS, MINUTES, HOURS and DAYS, START OF DAY, MONTH and YEAR, and UNIXEPOCH are understood.";
            throw new UntranslatableException($"{function} with '{modifier}'", advice);
        }

        var number = Build.Integer(Math.Abs((long)count).ToString(CultureInfo.InvariantCulture));
        return Build.Binary(count < 0 ? BinaryOperator.Subtract : BinaryOperator.Add, moment, new IntervalExpression(number, unit));
    }

    private static FunctionExpression Worded(string name, string first, Expression left, Expression right) =>
        Build.Call(name, left, right) with { Words = [first, ",", ""] };

    private static bool IsNow(Expression argument) => argument is LiteralExpression { Kind: LiteralKind.String } text && text.Text.Equals("now", StringComparison.OrdinalIgnoreCase);
}
