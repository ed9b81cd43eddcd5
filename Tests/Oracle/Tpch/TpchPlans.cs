using System.Globalization;
using System.Text;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>
/// What EXPLAIN ROUTE says of the queries, as kept in a folder: a change of the planner shows here before it shows in times. A query that the
/// cluster refuses has no plan to keep.
/// </summary>
internal static class TpchPlans
{
    /// <param name="accept">Writes the plans of today instead of comparing them.</param>
    public static bool AreAsKept(TpchData data, IEnumerable<TpchQuery> queries, string folder, bool accept)
    {
        var different = 0;
        foreach (var query in queries)
        {
            var file = Path.Combine(folder, $"{query.Name}.txt");
            var kept = File.Exists(file) ? File.ReadAllText(file) : null;
            var plan = Of(data.Cluster, query);
            if (plan == kept)
                continue;
            if (accept)
                Write(file, plan);
            else
                Console.WriteLine($"{query.Name}: another plan than in {file}:\n{plan ?? "refused"}");
            different++;
        }

        Console.WriteLine($"plans: {different} {(accept ? "written" : "different; --accept keeps those of today")}");
        return accept || different == 0;
    }

    public static void Print(TpchData data, IEnumerable<TpchQuery> queries)
    {
        foreach (var query in queries)
            Console.WriteLine($"{query.Name}:\n{Of(data.Cluster, query) ?? "refused"}");
    }

    /// <returns>Null for a query that the cluster refuses.</returns>
    private static string? Of(ShardConnection cluster, TpchQuery query)
    {
        try
        {
            using var command = query.On(cluster, "EXPLAIN ROUTE ");
            using var reader = command.ExecuteReader();
            var plan = new StringBuilder();
            while (reader.Read())
            {
                var (step, shards, text) = (reader.GetString(1), reader.GetString(2), reader.GetString(3));
                if (step.StartsWith("Refused", StringComparison.Ordinal))
                    return null;
                plan.Append(CultureInfo.InvariantCulture, $"{reader.GetInt64(0)} {step} [{shards}]\n");
                if (text.Length > 0)
                    plan.Append("    ").Append(text.ReplaceLineEndings("\n    ")).Append('\n');
            }

            return plan.ToString();
        }
        catch (ShardException refusal) when (refusal.ErrorCode == ShardErrorCode.NotSupported)
        {
            return null;
        }
    }

    private static void Write(string file, string? plan)
    {
        if (plan is null)
            File.Delete(file);
        else
            File.WriteAllText(file, plan);
    }
}
