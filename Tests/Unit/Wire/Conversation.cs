using System.Globalization;
using System.Text;
using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Transport;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>What a client does from its login on. Run against a server it can be recorded; run against the recording it says and reads the same.</summary>
/// <param name="Name">The recording's name.</param>
/// <param name="User">Who logs in: <see cref="Conversations"/> says how he is made.</param>
/// <param name="IsPrivate">Over a connection that nobody reads along: a Unix socket, where the bytes are those that TLS would carry.</param>
internal sealed record Conversation(string Name, string User, bool IsPrivate, params Step[] Steps)
{
    public bool Compresses { get; init; }

    public bool MayFetchKey { get; init; }

    public override string ToString() => Name;

    /// <summary>Logs in and asks everything; gives what was read. What the server refuses is read too.</summary>
    public string Run(ByteChannel bytes)
    {
        using var channel = new PacketChannel(bytes, 1 << 20);
        var seen = new StringBuilder();
        try
        {
            var session = LogIn(channel);
            foreach (var step in Steps)
                Ask(session, step, seen);
            session.Guard.Dispose();
        }
        catch (ShardException refused) when (refused.EngineErrorCode != 0)
        {
            seen.Append(CultureInfo.InvariantCulture, $"refused {refused.EngineErrorCode}\n");
        }

        return seen.ToString();
    }

    private MySqlSession LogIn(PacketChannel channel)
    {
        var endpoint = new MySqlEndpoint { Shard = 0, Name = "s0", Address = new ServerAddress("127.0.0.1", 3306), User = User, Database = Conversations.Database };
        var settings = new LoginSettings
        {
            User = User,
            Password = Conversations.Password,
            Database = Conversations.Database,
            Tls = new TlsSettings { Mode = TlsMode.None },
            Compresses = Compresses,
            MayFetchKey = MayFetchKey,
            Refusal = error => MySqlErrors.Create(error, endpoint),
        };
        var login = ClientLogin.RunAsync(channel, settings, IOBehavior.Synchronous).Completed();
        return new MySqlSession(new MySqlLink(channel, login, endpoint), endpoint, SessionAccess.Write, new MySqlSessionOptions { KillGrace = TimeSpan.Zero });
    }

    private static void Ask(MySqlSession session, Step step, StringBuilder seen)
    {
        var statement = new SessionStatement(step.Text, [.. Enumerable.Range(0, step.Inputs.Length)], step.IsPrepared) { MustBePrepared = step.IsPrepared };
        try
        {
            using var infile = step.Infile is { } content ? new MemoryStream(Encoding.UTF8.GetBytes(content)) : null;
            var result = step.IsPrepared
                ? (MySqlResult)session.ExecuteAsync(statement, step.Inputs, IOBehavior.Synchronous, Deadline.Never, default).Completed()
                : session.QueryAsync(statement, step.Inputs, infile, IOBehavior.Synchronous, Deadline.Never, default).Completed();
            Read(result, session.Link, seen);
        }
        catch (ShardException error) when (error.EngineErrorCode != 0 || error.ErrorCode == ShardErrorCode.NotSupported)
        {
            seen.Append(CultureInfo.InvariantCulture, $"error {error.EngineErrorCode}\n");
        }
    }

    private static void Read(MySqlResult result, MySqlLink link, StringBuilder seen)
    {
        using (result)
        {
            do
            {
                while (result.ReadAsync(IOBehavior.Synchronous, default).Completed())
                {
                    for (var column = 0; column < result.ColumnCount; column++)
                        seen.Append(Show(result, column)).Append('|');
                }

                seen.Append(CultureInfo.InvariantCulture, $"{result.RecordsAffected} {link.Warnings}{(result.HeldOutputs ? " out" : "")}\n");
            }
            while (result.NextResultAsync(IOBehavior.Synchronous, default).Completed());
        }
    }

    private static string Show(MySqlResult result, int column) => result.GetKind(column) switch
    {
        ValueKind.Integer => result.GetInteger(column).ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => result.GetReal(column).ToString("R", CultureInfo.InvariantCulture),
        ValueKind.Null => "NULL",
        ValueKind.Blob => Convert.ToHexString(result.GetBytes(column)),
        _ => result.GetText(column),
    };
}

/// <summary>One statement of a conversation.</summary>
/// <param name="Infile">What LOAD DATA LOCAL INFILE reads; null when it gets nothing.</param>
internal sealed record Step(string Text, bool IsPrepared = false, string? Infile = null)
{
    public Value[] Inputs { get; init; } = [];
}
