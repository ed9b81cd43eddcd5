using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>Stops a statement of another session of the same user, over a connection that exists for nothing else.</summary>
internal static class QueryKiller
{
    /// <exception cref="ShardException">The server cannot be reached, or refuses.</exception>
    public static async Task KillAsync(MySqlEndpoint endpoint, uint threadId, TimeSpan grace)
    {
        // Part of the connecting, so that its time-out holds for the answer too.
        var link = await MySqlOpener.ConnectAsync(
            endpoint with { ConnectTimeout = grace, Database = "", Compresses = false },
            1 << 20,
            IOBehavior.Asynchronous,
            (link, ioBehavior) => link.RunAsync($"KILL QUERY {threadId}", ioBehavior)).ConfigureAwait(false);
        link.Dispose();
    }
}
