using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Transport;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>What the client did when <see cref="Recordings"/> were made; done again, it says and reads the same bytes.</summary>
internal static class Script
{
    private static readonly MySqlEndpoint Endpoint = new() { Shard = 0, Name = "s0", Address = new ServerAddress("127.0.0.1", 3306), User = "root", Database = "test" };

    private static readonly (string Text, bool IsPrepared, Value[] Inputs)[] Statements =
    [
        ("SET NAMES utf8mb4;SET SESSION session_track_schema=1,session_track_state_change=1", false, []),
        ("CREATE TEMPORARY TABLE t (a BIGINT UNSIGNED, b VARCHAR(20), c DATETIME(6), d DECIMAL(20,5), e BLOB, f DOUBLE, g TIME, h BIT(9))", false, []),
        ("INSERT INTO t VALUES (?, ?, ?, 12.5, X'00FF', 0.25, '-12:30:00', 257)", true, [Value.FromInteger(7), Value.FromText("grün"), Value.FromText("2026-11-26 14:35:55.5")]),
        ("INSERT INTO t (a) VALUES (18446744073709551615)", false, []),
        ("SELECT * FROM t", false, []),
        ("SELECT * FROM t WHERE a > ?", true, [Value.FromInteger(1)]),
        ("SELECT * FROM t WHERE a > ?", true, [Value.FromReal(9.5)]),
        ("SELECT nothing", false, []),
        ("SELECT 1; SELECT 'two', NULL; USE test", false, []),
        ("SELECT REPEAT('x', 20000)", true, []),
    ];

    /// <summary>Logs in and runs everything; gives what was read.</summary>
    public static string Run(ByteChannel bytes, int maximumPacket = 1 << 20)
    {
        using var channel = new PacketChannel(bytes, maximumPacket);
        var login = ClientLogin.RunAsync(
            channel, new LoginSettings { User = "root", Database = "test", Tls = new TlsSettings { Mode = TlsMode.None } }, IOBehavior.Synchronous).Completed();
        var session = new MySqlSession(
            new MySqlLink(channel, login, Endpoint), Endpoint, SessionAccess.Write, new MySqlSessionOptions { KillGrace = TimeSpan.Zero });
        var seen = new System.Text.StringBuilder();
        foreach (var (text, isPrepared, inputs) in Statements)
        {
            var statement = new SessionStatement(text, [.. Enumerable.Range(0, inputs.Length)], isPrepared) { MustBePrepared = isPrepared };
            try
            {
                Read((MySqlResult)session.ExecuteAsync(statement, inputs, IOBehavior.Synchronous, Deadline.Never, default).Completed(), seen);
            }
            catch (ShardException error) when (error.EngineErrorCode != 0)
            {
                seen.Append(error.EngineErrorCode).Append('\n');
            }
        }

        session.Guard.Dispose();
        return seen.ToString();
    }

    private static string Show(MySqlResult result, int column) => result.GetKind(column) == ValueKind.Integer
        ? result.GetInteger(column).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : result.GetText(column);

    private static void Read(MySqlResult result, System.Text.StringBuilder seen)
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

                seen.Append(result.RecordsAffected).Append('\n');
            }
            while (result.NextResultAsync(IOBehavior.Synchronous, default).Completed());
        }
    }
}
