using System.Globalization;

namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>What ten thousand open connections cost that nobody uses: memory each, and sessions to the servers.</summary>
internal static class IdleConnections
{
    private const int Count = 10_000;

    public static string Row(string connectionString)
    {
        using var source = new ShardDataSource(new BenchmarkServer(connectionString).Cluster());
        var connections = new ShardConnection[Count];
        using (var first = source.OpenConnection())
            Use(first);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var index = 0; index < Count; index++)
        {
            connections[index] = source.OpenConnection();
            Use(connections[index]);
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        var sessions = Sessions(connections[0]);
        foreach (var connection in connections)
            connection.Dispose();
        return string.Create(CultureInfo.InvariantCulture, $"| {Count} idle connections, each used once | memory | | {each:0} bytes each, {sessions} sessions | | < 4096 | | |");
    }

    private static void Use(ShardConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM users WHERE id = 7";
        command.ExecuteScalar();
    }

    private static long Sessions(ShardConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM information_schema.processlist WHERE db LIKE 'bench%'";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
