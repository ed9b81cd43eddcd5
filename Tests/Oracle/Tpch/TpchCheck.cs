namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>Compares the cluster's answers with those of the plain database.</summary>
internal static class TpchCheck
{
    public static bool Passes(TpchData data, IEnumerable<TpchQuery> queries, bool strict)
    {
        var (same, wrong, refused) = (0, 0, 0);
        foreach (var query in queries)
        {
            var expected = Answer.Of(data.Plain, query, data.PlainPrefix);
            try
            {
                var difference = expected.Difference(Answer.Of(data.Cluster, query));
                _ = difference is null ? same++ : wrong++;
                Console.WriteLine($"{query.Name}: {difference ?? $"same, {expected.Rows} rows"}");
            }
            catch (ShardException exception)
            {
                _ = exception.ErrorCode == ShardErrorCode.NotSupported ? refused++ : wrong++;
                Console.WriteLine($"{query.Name}: instead of {expected.Rows} rows {exception.ErrorCode}: {exception.Message}");
            }
        }

        Console.WriteLine($"{same} same, {wrong} wrong, {refused} refused");
        return wrong == 0 && same > 0 && (refused == 0 || !strict);
    }
}
