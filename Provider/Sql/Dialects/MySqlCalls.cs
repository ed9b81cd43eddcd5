using System.Collections.Frozen;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Dialects;

/// <summary>
/// Calls of MySQL as SQLite shards understand them. Those that mean something else under one name (CONCAT, LENGTH) are the engine's own; those that
/// sessions have as functions (LPAD, DATE_FORMAT) and those that the client answers (DATABASE, ROW_COUNT) stay calls.
/// </summary>
internal static class MySqlCalls
{
    private const string MantissaMask = "9007199254740991";
    private const string MantissaRange = "9007199254740992.0";

    private static readonly FrozenDictionary<string, Func<FunctionExpression, Expression?>> Known =
        new Dictionary<string, Func<FunctionExpression, Expression?>>(StringComparer.OrdinalIgnoreCase)
        {
            ["NOW"] = static call => Moment(call, LiteralKind.CurrentTimestamp),
            ["LOCALTIME"] = static call => Moment(call, LiteralKind.CurrentTimestamp),
            ["LOCALTIMESTAMP"] = static call => Moment(call, LiteralKind.CurrentTimestamp),
            ["UTC_TIMESTAMP"] = static call => Moment(call, LiteralKind.CurrentTimestamp),
            ["CURRENT_TIMESTAMP"] = static call => Moment(call, LiteralKind.CurrentTimestamp),
            ["CURDATE"] = static call => Moment(call, LiteralKind.CurrentDate),
            ["CURRENT_DATE"] = static call => Moment(call, LiteralKind.CurrentDate),
            ["UTC_DATE"] = static call => Moment(call, LiteralKind.CurrentDate),
            ["CURTIME"] = static call => Moment(call, LiteralKind.CurrentTime),
            ["CURRENT_TIME"] = static call => Moment(call, LiteralKind.CurrentTime),
            ["UTC_TIME"] = static call => Moment(call, LiteralKind.CurrentTime),
            ["UNIX_TIMESTAMP"] = static call => call.Arguments.Count == 0 ? Named(call, "unixepoch") : null,
            ["FROM_UNIXTIME"] = static call => call.Arguments is [var seconds] ? Build.Call("datetime", seconds, Build.Text("unixepoch")) : null,
            ["LAST_INSERT_ID"] = static call => call.Arguments.Count == 0 ? Named(call, "last_insert_rowid") : null,
            ["RAND"] = static call => call.Arguments.Count == 0 ? Random() : null,
            ["GREATEST"] = static call => call.Arguments.Count > 1 ? Named(call, "max") : null,
            ["LEAST"] = static call => call.Arguments.Count > 1 ? Named(call, "min") : null,
            ["ADDDATE"] = static call => call.Arguments is [var moment, var days] ? DateAdd(moment, days, isNegative: false) : null,
            ["SUBDATE"] = static call => call.Arguments is [var moment, var days] ? DateAdd(moment, days, isNegative: true) : null,
            ["DATE_ADD"] = static call => call.Arguments is [var moment, IntervalExpression interval] ? Intervals.Add(moment, interval, isNegative: false) : null,
            ["DATE_SUB"] = static call => call.Arguments is [var moment, IntervalExpression interval] ? Intervals.Add(moment, interval, isNegative: true) : null,
            ["TIMESTAMPADD"] = static call => call.Arguments is [var unit, var count, var moment] ? Intervals.Add(moment, new IntervalExpression(count, Unit(unit)), isNegative: false) : null,
            ["TIMESTAMPDIFF"] = static call => call.Arguments is [var unit, var from, var to] ? Build.Call("shardclient_timestampdiff", Build.Text(Unit(unit)), from, to) : null,
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] ExtractedUnits = ["YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND", "MICROSECOND"];

    /// <summary>SQLite's expression for the call; null when the call stays what it is.</summary>
    /// <exception cref="UntranslatableException">It is known and there is none.</exception>
    public static Expression? Native(FunctionExpression call) =>
        Build.IsPlain(call) && Known.TryGetValue(call.Name.Name, out var translate) ? translate(call) : null;

    /// <summary>EXTRACT(unit FROM moment).</summary>
    public static FunctionExpression Extract(string unit, Expression moment) => Array.IndexOf(ExtractedUnits, unit) >= 0
        ? Build.Call(unit.ToLowerInvariant(), moment)
        : throw new UntranslatableException($"EXTRACT({unit} FROM ...)", $"One of {string.Join(", ", ExtractedUnits)} is understood.");

    /// <summary>TRIM(side removed FROM text).</summary>
    public static FunctionExpression Trim(string side, Expression removed, Expression text) =>
        Build.Call("shardclient_trim", Build.Text(side.Length > 0 ? side : "BOTH"), removed, text);

    /// <summary>A cast to a type of MySQL's that says nothing to SQLite; null for any other.</summary>
    public static Expression? Cast(CastExpression cast) => cast.Type.Name.ToUpperInvariant() switch
    {
        "SIGNED" or "SIGNED INTEGER" or "SIGNED INT" => Build.Call("shardclient_signed", cast.Operand),
        "UNSIGNED" or "UNSIGNED INTEGER" or "UNSIGNED INT" => Build.Call("shardclient_unsigned", cast.Operand),
        "DATE" => Build.Call("shardclient_date", cast.Operand),
        "DATETIME" when cast.Type.Arguments.Count == 0 => Build.Call("shardclient_datetime", cast.Operand),
        _ => null,
    };

    /// <summary>x XOR y: whether one is true and the other not.</summary>
    public static BinaryExpression Xor(Expression left, Expression right) => Build.Binary(
        BinaryOperator.NotEqual, new UnaryExpression(UnaryOperator.Not, left) { Span = left.Span }, new UnaryExpression(UnaryOperator.Not, right) { Span = right.Span });

    /// <summary>GROUP_CONCAT(... SEPARATOR text).</summary>
    public static FunctionExpression Separated(FunctionExpression call, string separator) => call switch
    {
        { Arguments.Count: > 1 } => throw new UntranslatableException("GROUP_CONCAT of several expressions", "Join them with CONCAT or ||."),
        { Distinct: true } when separator == "," => call,
        { Distinct: true } => throw new UntranslatableException("GROUP_CONCAT(DISTINCT ...) with a SEPARATOR", "Select the distinct values in a subquery."),
        _ => call with { Arguments = [call.Arguments[0], Build.Text(separator)] },
    };

    private static LiteralExpression? Moment(FunctionExpression call, LiteralKind kind) => call.Arguments.Count == 0 ? new LiteralExpression(kind, "") : null;

    private static FunctionExpression Named(FunctionExpression call, string name) => call with { Name = new Identifier(name) };

    /// <summary>ADDDATE(x, 3) adds days.</summary>
    private static FunctionExpression DateAdd(Expression moment, Expression days, bool isNegative) =>
        Intervals.Add(moment, days as IntervalExpression ?? new IntervalExpression(days, "DAY") { Span = days.Span }, isNegative);

    /// <summary>A unit stands where an argument does, and looks like a column.</summary>
    private static string Unit(Expression unit) => unit is ColumnExpression { Table: null, Column: { Quoted: false } name } && Intervals.IsUnit(name.Name)
        ? name.Name.ToUpperInvariant()
        : throw new UntranslatableException("A unit of time that is none", "It is one of SECOND, MINUTE, HOUR, DAY, WEEK, MONTH, QUARTER, YEAR.");

    /// <summary>A double from 0 up to and not including 1, of which each has the same chance.</summary>
    private static BinaryExpression Random() => Build.Binary(
        BinaryOperator.Divide,
        Build.Binary(BinaryOperator.BitAnd, Build.Call("random", default), Build.Integer(MantissaMask)),
        new LiteralExpression(LiteralKind.Real, MantissaRange));
}
