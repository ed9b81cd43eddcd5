using System.Data.Common;
using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>One of the 22 queries with the specification's parameters for validation.</summary>
/// <param name="StockShare">The parameter @share of query 11, which shrinks as the stock grows.</param>
internal sealed record TpchQuery(int Number, string Sql, double StockShare)
{
    private const int Count = 22;
    private const double StockShareAtOne = 0.0001;
    private const string StockShareName = "@share";

    public string Name => string.Create(CultureInfo.InvariantCulture, $"q{Number:D2}");

    public static IReadOnlyList<TpchQuery> All(double scale) => [.. Enumerable.Range(1, Count).Select(number => Read(number, scale))];

    /// <param name="prefix">Words before the query, such as EXPLAIN.</param>
    public DbCommand On(DbConnection connection, string prefix = "")
    {
        var command = connection.CreateCommand();
        command.CommandText = prefix + Sql;
        command.CommandTimeout = 0;
        if (Sql.Contains(StockShareName, StringComparison.Ordinal))
        {
            var share = command.CreateParameter();
            (share.ParameterName, share.Value) = (StockShareName, StockShare);
            command.Parameters.Add(share);
        }

        return command;
    }

    private static TpchQuery Read(int number, double scale)
    {
        var query = new TpchQuery(number, "", StockShareAtOne / scale);
        using var resource = typeof(TpchQuery).Assembly.GetManifestResourceStream($"{query.Name}.sql")
            ?? throw new FileNotFoundException($"{query.Name}.sql is not part of the program.");
        using var text = new StreamReader(resource);
        return query with { Sql = text.ReadToEnd().TrimEnd() };
    }
}
