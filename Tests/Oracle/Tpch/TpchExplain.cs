namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>Shows where the cluster would run the queries.</summary>
internal static class TpchExplain
{
    public static void Print(TpchData data, IEnumerable<TpchQuery> queries)
    {
        foreach (var query in queries)
        {
            Console.WriteLine($"{query.Name}:");
            try
            {
                PrintRoute(data, query);
            }
            catch (ShardException refusal) when (refusal.ErrorCode == ShardErrorCode.NotSupported)
            {
                Console.WriteLine($"  refused: {refusal.Message}");
            }
        }
    }

    private static void PrintRoute(TpchData data, TpchQuery query)
    {
        using var command = data.Cluster.CreateCommand();
        command.CommandText = $"EXPLAIN ROUTE {query.Sql}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            Console.WriteLine($"  {string.Join(" | ", values)}");
        }
    }
}
