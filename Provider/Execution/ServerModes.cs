using System.Collections.Concurrent;

namespace ShardClient.Execution;

/// <summary>The modes that connections of a cluster have, one object for each.</summary>
/// <param name="first">That of the default shard's server, which connections begin with.</param>
internal sealed class ServerModes(ServerMode first)
{
    private const int Most = 100;

    private readonly ConcurrentDictionary<string, ServerMode> _others = new(StringComparer.Ordinal);

    public ServerMode First { get; } = first;

    /// <exception cref="ShardException">InvalidConfiguration: statements cannot be read under the server's mode.</exception>
    public static ServerModes StartingWith(string text)
    {
        var mode = new ServerMode(text);
        return mode.Unreadable is not { } word ? new ServerModes(mode) : throw new ShardException(
            ShardErrorCode.InvalidConfiguration,
            $"The server's sql_mode has {word}, under which its SQL is another language.",
            "Set the server's sql_mode without it.");
    }

    /// <param name="text">As a server writes it.</param>
    public ServerMode Of(string text)
    {
        if (text == First.Text)
            return First;
        if (_others.TryGetValue(text, out var known))
            return known;
        if (_others.Count >= Most)
            _others.Clear();
        return _others.GetOrAdd(text, static text => new ServerMode(text));
    }
}
