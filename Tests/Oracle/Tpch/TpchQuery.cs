using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>One of the 22 queries with the specification's parameters for validation.</summary>
internal sealed record TpchQuery(int Number, string Sql)
{
    private const int Count = 22;

    /// <summary>What query 11 calls a share of all stock shrinks as the stock grows.</summary>
    private const double StockShare = 0.0001;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"q{Number:D2}");

    public static IReadOnlyList<TpchQuery> All(double scale) => [.. Enumerable.Range(1, Count).Select(number => Read(number, scale))];

    private static TpchQuery Read(int number, double scale)
    {
        var query = new TpchQuery(number, "");
        using var resource = typeof(TpchQuery).Assembly.GetManifestResourceStream($"{query.Name}.sql")
            ?? throw new FileNotFoundException($"{query.Name}.sql is not part of the program.");
        using var text = new StreamReader(resource);
        var fraction = (StockShare / scale).ToString("0.################", CultureInfo.InvariantCulture);
        return query with { Sql = text.ReadToEnd().Replace("{fraction}", fraction, StringComparison.Ordinal).TrimEnd() };
    }
}
