namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>Two cases, and what the second may cost in terms of the first.</summary>
internal sealed record ServerComparison(string Name, string Base, string Ours, params (Measured Measured, double Aim)[] Aims)
{
    /// <summary>Turns at most; fewer for what takes seconds.</summary>
    public int Rounds { get; init; } = int.MaxValue;

    /// <summary>Whether the client keeps to one processor.</summary>
    public bool IsPinned { get; init; }

    public static ServerComparison[] All { get; } =
    [
        new("point SELECT, sync", "peer point sync", "own point sync", (Measured.Processor, 0.9), (Measured.Time, 1.0)) { IsPinned = true },
        new("point SELECT, async", "peer point async", "own point async", (Measured.Processor, 0.9), (Measured.Time, 1.0)) { IsPinned = true },
        new("open, point SELECT, close, sync", "peer opened sync", "own opened sync", (Measured.Processor, 0.5), (Measured.Time, 1.0)) { IsPinned = true },
        new("open, point SELECT, close, async", "peer opened async", "own opened async", (Measured.Processor, 0.5), (Measured.Time, 1.0)) { IsPinned = true },
        new("64 callers", "peer many", "own many", (Measured.Time, 0.91), (Measured.Tail, 1.0)),
        new("64 callers, Multiplexing=Reads", "peer many", "own multiplexed", (Measured.Time, 0.71), (Measured.ServerProcessor, 0.7)),
        new("read of 1,000,000 rows of 10 columns", "peer wide", "own wide", (Measured.Time, 0.9)) { Rounds = 3 },
        new("INSERT of 1,000 rows as text", "peer insert text", "own insert text", (Measured.Time, 1.0)),
        new("INSERT of 1,000 rows by parameters", "peer insert parameters", "own insert parameters", (Measured.Time, 1.0)),
        new("bulk copy of 100,000 rows", "peer bulk", "own bulk", (Measured.Time, 1.0)) { Rounds = 5 },
        new("scatter to 4 shards (base: ours on one)", "own single", "own scatter", (Measured.Time, 1.3)),
    ];

    /// <summary>A case by its name: whose it is, what it does, and how.</summary>
    public static ServerCase Create(string name, BenchmarkServer server)
    {
        var isOwn = name.StartsWith("own ", StringComparison.Ordinal);
        return name[(name.IndexOf(' ') + 1)..] switch
        {
            "point sync" => new ServerPoint(server, isOwn, isAsync: false),
            "point async" => new ServerPoint(server, isOwn, isAsync: true),
            "opened sync" => new ServerPointOpened(server, isOwn, isAsync: false),
            "opened async" => new ServerPointOpened(server, isOwn, isAsync: true),
            "many" => new ServerCallers(server, isOwn, ""),
            "multiplexed" => new ServerCallers(server, isOwn, "Multiplexing=Reads"),
            "wide" => new ServerWideRead(server, isOwn),
            "insert text" => new ServerInsert(server, isOwn, byParameters: false),
            "insert parameters" => new ServerInsert(server, isOwn, byParameters: true),
            "bulk" => new ServerBulk(server, isOwn),
            "single" => new ServerScatter(server, "SELECT id, name FROM users WHERE id = 777 AND email = 'user777@example.com'"),
            "scatter" => new ServerScatter(server, "SELECT id, name FROM users WHERE email = 'user777@example.com'"),
            _ => throw new ArgumentException($"There is no case '{name}'.", nameof(name)),
        };
    }
}
