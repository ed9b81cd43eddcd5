using System.Data.Common;
using System.Diagnostics;
using Dapper;

namespace ShardClient.Samples.Quickstart;

/// <summary>A statement to show.</summary>
/// <param name="Title">What it is an example of.</param>
internal sealed record Query(string Title, string Sql, object? Parameters = null);

/// <summary>What became of a <see cref="Query"/>.</summary>
/// <param name="Shards">The shards it ran on, as EXPLAIN ROUTE says.</param>
/// <param name="First">The first run, which also parses and plans.</param>
/// <param name="Again">The fastest of the following runs.</param>
internal sealed record QueryResult(
    Query Query, IReadOnlyList<string> Shards, IReadOnlyList<IDictionary<string, object?>> Rows, TimeSpan First, TimeSpan Again);

/// <summary>Runs queries with Dapper.</summary>
internal static class Queries
{
    private const int Repetitions = 5;

    public static async Task<QueryResult> RunAsync(DbConnection connection, Query query)
    {
        var (rows, first) = await TimedAsync(connection, query);
        var again = TimeSpan.MaxValue;
        for (var run = 0; run < Repetitions; run++)
        {
            var (_, time) = await TimedAsync(connection, query);
            again = time < again ? time : again;
        }

        return new QueryResult(query, await ShardsOfAsync(connection, query), rows, first, again);
    }

    /// <summary>Where a statement would run, without running it: the shards of its steps that are not the client's own.</summary>
    public static async Task<IReadOnlyList<string>> ShardsOfAsync(DbConnection connection, Query query)
    {
        var steps = await connection.QueryAsync("EXPLAIN ROUTE " + query.Sql, query.Parameters);
        return [.. steps.Cast<IDictionary<string, object?>>()
            .SelectMany(step => (step["shards"]?.ToString() ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(shard => shard != "client")
            .Distinct().Order(StringComparer.Ordinal)];
    }

    private static async Task<(IReadOnlyList<IDictionary<string, object?>> Rows, TimeSpan Time)> TimedAsync(DbConnection connection, Query query)
    {
        var start = Stopwatch.GetTimestamp();
        var rows = await connection.QueryAsync(query.Sql, query.Parameters);
        var time = Stopwatch.GetElapsedTime(start);
        return ([.. rows.Cast<IDictionary<string, object?>>()], time);
    }
}
