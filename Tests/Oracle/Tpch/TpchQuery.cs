using System.Data.Common;
using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>One of the 22 queries with the specification's parameters for validation.</summary>
internal sealed record TpchQuery(int Number, string Sql)
{
    private const int Count = 22;

    /// <summary>Parameters by name that depend on the scale.</summary>
    private (string Name, object Value)[] Parameters { get; init; } = [];

    public string Name => string.Create(CultureInfo.InvariantCulture, $"q{Number:D2}");

    /// <param name="onServers">In MySQL's dialect, without parameters.</param>
    public static IReadOnlyList<TpchQuery> All(double scale, bool onServers) =>
        [.. Enumerable.Range(1, Count).Select(number => onServers ? ReadOfServers(number, scale) : Read(number, scale))];

    /// <param name="prefix">Words before the query, such as EXPLAIN.</param>
    public DbCommand On(DbConnection connection, string prefix = "")
    {
        var command = connection.CreateCommand();
        command.CommandText = prefix + Sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in Parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static TpchQuery Read(int number, double scale)
    {
        var query = new TpchQuery(number, "") { Parameters = Scaled(number, scale) };
        return query with { Sql = Text($"{query.Name}.sql") ?? throw new FileNotFoundException($"{query.Name}.sql is not part of the program.") };
    }

    /// <summary>Numbers stand in the text, as exact decimals.</summary>
    private static TpchQuery ReadOfServers(int number, double scale)
    {
        var query = Read(number, scale);
        var sql = Text($"mysql.{query.Name}.sql") ?? query.Sql;
        foreach (var (name, value) in query.Parameters)
            sql = sql.Replace(name, value is double share ? ((decimal)share).ToString(CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return new TpchQuery(number, sql);
    }

    private static string? Text(string name)
    {
        using var resource = typeof(TpchQuery).Assembly.GetManifestResourceStream(name);
        if (resource is null)
            return null;
        using var text = new StreamReader(resource);
        return text.ReadToEnd().TrimEnd();
    }

    /// <summary>
    /// The share of all stock in query 11 shrinks as the stock grows. Below a scale of 0.1 it and the large order of query 18 are smaller than
    /// specified, lest the answer be empty.
    /// </summary>
    private static (string Name, object Value)[] Scaled(int number, double scale) => number switch
    {
        11 => [("@share", Math.Min(0.0001 / scale, 0.005))],
        18 => [("@quantity", scale < 0.1 ? 250L : 300L)],
        _ => [],
    };
}
