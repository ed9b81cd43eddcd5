using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>
/// The functions that queries translated by EF Core's SQLite provider call: SQLite has no decimals and no regular expressions. Their names and meanings
/// are that provider's (https://learn.microsoft.com/ef/core/providers/sqlite/functions).
/// </summary>
public static class SessionFunctions
{
    /// <summary>The name under which a data source's sessions get them once.</summary>
    public const string SetupName = "ShardClient.EntityFrameworkCore";

    /// <summary>Adds the functions to a session.</summary>
    public static void Register(SqliteConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.CreateFunction("regexp", static (string? pattern, string? input) => input is null || pattern is null ? default(bool?) : Regex.IsMatch(input, pattern), isDeterministic: true);
        RegisterScalars(connection);
        RegisterAggregates(connection);
        connection.CreateCollation("EF_DECIMAL", static (left, right) => decimal.Compare(Parse(left), Parse(right)));
    }

    private static void RegisterScalars(SqliteConnection connection)
    {
        connection.CreateFunction("ef_add", static (decimal? left, decimal? right) => left + right, isDeterministic: true);
        connection.CreateFunction("ef_multiply", static (decimal? left, decimal? right) => left * right, isDeterministic: true);
        connection.CreateFunction("ef_divide", static (decimal? dividend, decimal? divisor) => divisor == 0m ? null : dividend / divisor, isDeterministic: true);
        connection.CreateFunction("ef_mod", static (decimal? dividend, decimal? divisor) => divisor == 0m ? null : dividend % divisor, isDeterministic: true);
        connection.CreateFunction("ef_negate", static (decimal? value) => -value, isDeterministic: true);
        connection.CreateFunction(
            "ef_compare",
            static (decimal? left, decimal? right) => left is { } first && right is { } second ? decimal.Compare(first, second) : default(int?),
            isDeterministic: true);
    }

    private static void RegisterAggregates(SqliteConnection connection)
    {
        connection.CreateAggregate(
            "ef_sum", default(decimal?), static (decimal? sum, decimal? value) => value is null ? sum : (sum ?? 0m) + value, isDeterministic: true);
        connection.CreateAggregate(
            "ef_max", default(decimal?), static (decimal? max, decimal? value) => max is null || value > max ? value ?? max : max, isDeterministic: true);
        connection.CreateAggregate(
            "ef_min", default(decimal?), static (decimal? min, decimal? value) => min is null || value < min ? value ?? min : min, isDeterministic: true);
        connection.CreateAggregate(
            "ef_avg",
            (Sum: 0m, Count: 0L),
            static ((decimal Sum, long Count) seen, decimal? value) => value is { } known ? (seen.Sum + known, seen.Count + 1) : seen,
            static seen => seen.Count == 0 ? default(decimal?) : seen.Sum / seen.Count,
            isDeterministic: true);
    }

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
