using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>Stops a statement of another session of the same user, over a connection that exists for nothing else.</summary>
internal static class QueryKiller
{
    /// <exception cref="ShardException">The server cannot be reached, or refuses.</exception>
    public static async Task KillAsync(MySqlEndpoint endpoint, uint threadId, TimeSpan grace)
    {
        var link = await MySqlOpener.ConnectAsync(
            endpoint with { ConnectTimeout = grace, Database = "", Compresses = false }, 1 << 20, IOBehavior.Asynchronous).ConfigureAwait(false);
        try
        {
            await link.RunAsync($"KILL QUERY {threadId}", IOBehavior.Asynchronous).ConfigureAwait(false);
        }
        finally
        {
            link.Dispose();
        }
    }
}
