using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Values;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>A session of our own driver.</summary>
internal sealed class MySqlSessionUser : SessionUser
{
    private static readonly MySqlSessionOptions Options = new() { KillGrace = TimeSpan.FromSeconds(1) };

    public MySqlSessionUser(MySqlEndpoint endpoint, bool isAsync = false, MySqlSessionOptions? options = null)
        : base(Open(endpoint, isAsync, options ?? Options), isAsync) => Session = (MySqlSession)base.Session;

    public new MySqlSession Session { get; }

    /// <summary>Ends another session and waits until it is gone.</summary>
    public void Kill(uint threadId)
    {
        Do($"KILL {threadId}");
        for (var waited = 0; waited < 500 && Scalar($"SELECT COUNT(*) FROM information_schema.processlist WHERE id = {threadId}") != "Integer 0"; waited++)
            Thread.Sleep(10);
        Thread.Sleep(20);
    }

    /// <summary>The results of a text with several statements.</summary>
    public async Task<List<List<string[]>>> ResultsAsync(string text, Stream? infile = null)
    {
        var result = await Session.QueryAsync(new SessionStatement(text, []), default, infile, Behavior, Deadline.Never, default);
        try
        {
            var results = new List<List<string[]>>();
            do
                results.Add(await ReadAsync(result, Behavior, default));
            while (await result.NextResultAsync(Behavior, default));
            return results;
        }
        finally
        {
            await Ending(result);
        }
    }

    private static MySqlSession Open(MySqlEndpoint endpoint, bool isAsync, MySqlSessionOptions options) => MySqlOpener.OpenAsync(
        endpoint, options, SessionAccess.Write, isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous, Deadline.Never, default).AsTask().GetAwaiter().GetResult();
}
