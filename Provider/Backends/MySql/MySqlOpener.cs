using System.Globalization;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using ShardClient.Wire.Transport;

namespace ShardClient.Backends.MySql;

/// <summary>Connects, logs in and sets a session up.</summary>
internal static class MySqlOpener
{
    // What the server tells with its answers. COM_RESET_CONNECTION turns all of it off, so it is said again after each.
    private const string Letters = "SET NAMES utf8mb4";
    private const string Common = $"{Letters};SET SESSION session_track_schema=1,session_track_state_change=1,session_track_system_variables=";
    private const string Variables = "autocommit,character_set_client,character_set_connection,character_set_results,time_zone";
    private const string MariaDbSetup = $"{Common}'{Variables},last_gtid'";
    private const string MySqlSetup = $"{Common}'{Variables}',session_track_gtids=OWN_GTID";

    // A timer counts in whole milliseconds, and may ring a little early.
    private static readonly TimeSpan TimerTolerance = TimeSpan.FromMilliseconds(20);

    public static string SetupText(MySqlLink link) => !link.TellsChanges ? Letters : link.Greeting.IsMariaDb ? MariaDbSetup : MySqlSetup;

    /// <exception cref="ShardException">ShardUnavailable: no server there, or not in time, or it refuses the user.</exception>
    public static async ValueTask<MySqlSession> OpenAsync(
        MySqlEndpoint endpoint, MySqlSessionOptions options, SessionAccess access, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var limited = !deadline.IsNever && deadline.Remaining < endpoint.ConnectTimeout ? endpoint with { ConnectTimeout = deadline.Remaining } : endpoint;
        try
        {
            var link = await ConnectAsync(limited, options.MaximumPacket, ioBehavior, SetUpAsync, cancellationToken).ConfigureAwait(false);
            return new MySqlSession(link, endpoint, access, options);
        }
        catch (ShardException failure) when (deadline.Remaining < TimerTolerance && !deadline.IsNever && failure is { ErrorCode: ShardErrorCode.ShardUnavailable, EngineErrorCode: 0 })
        {
            throw MySqlErrors.NoSessionInTime(endpoint, failure);
        }
    }

    /// <param name="setUp">What belongs to the opening too, and to its time-out.</param>
    public static async ValueTask<MySqlLink> ConnectAsync(
        MySqlEndpoint endpoint,
        int maximumPacket,
        IOBehavior ioBehavior,
        Func<MySqlLink, IOBehavior, ValueTask>? setUp = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var limit = new ConnectLimit(endpoint.ConnectTimeout, cancellationToken);
        PacketChannel? channel = null;
        try
        {
            var socket = await SocketConnector.ConnectAsync(endpoint.Address, limit.Watch, limit.Ended, ioBehavior).ConfigureAwait(false);
            channel = new PacketChannel(socket, maximumPacket);
            var login = await ClientLogin.RunAsync(channel, Login(endpoint), ioBehavior).ConfigureAwait(false);
            var link = new MySqlLink(channel, login, endpoint);
            if (setUp is not null)
                await setUp(link, ioBehavior).ConfigureAwait(false);
            limit.Release();
            return link;
        }
        catch (Exception failure) when (limit.HasEnded)
        {
            channel?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw MySqlErrors.ConnectTimeout(endpoint, failure);
        }
        catch (ShardException failure)
        {
            channel?.Dispose();
            throw MySqlErrors.Located(failure, endpoint);
        }
        catch
        {
            channel?.Dispose();
            throw;
        }
    }

    /// <summary>One round trip: what the server shall tell, the length of packet from which on it would hang up, and how it reads statements.</summary>
    private static async ValueTask SetUpAsync(MySqlLink link, IOBehavior ioBehavior)
    {
        Commands.Write(link.Channel.StartCommand(), CommandCode.Query, SetupText(link) + ";SELECT @@max_allowed_packet,@@sql_mode");
        link.Channel.Writer.End();
        await link.Channel.SendAsync(ioBehavior).ConfigureAwait(false);
        var result = new MySqlResult(link);
        await result.StartAsync(null, null, ioBehavior).ConfigureAwait(false);
        do
        {
            while (await result.AdvanceAsync(ioBehavior).ConfigureAwait(false))
            {
                link.Channel.Writer.MaximumPayload = (int)Math.Clamp(result.GetInteger(0) - 1, 1024, 1 << 30);
                link.StartMode = result.GetText(1);
            }
        }
        while (await result.NextResultAsync(ioBehavior, CancellationToken.None).ConfigureAwait(false));
        link.HasChanged = false;
    }

    private static LoginSettings Login(MySqlEndpoint endpoint) => new()
    {
        User = endpoint.User,
        Password = endpoint.Password,
        Database = endpoint.Database,
        Host = endpoint.Address.Name,
        Tls = endpoint.Tls,
        Compresses = endpoint.Compresses,
        MayFetchKey = endpoint.MayFetchKey,
        ServerKey = endpoint.ServerKeyFile is { } file ? ReadKey(file) : null,
        Attributes = Attributes,
        Refusal = error => MySqlErrors.Create(error, endpoint),
    };

    private static readonly KeyValuePair<string, string>[] Attributes =
    [
        new("_client_name", "ShardClient"),
        new("_client_version", typeof(MySqlOpener).Assembly.GetName().Version?.ToString(3) ?? ""),
        new("_pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)),
        new("program_name", AppDomain.CurrentDomain.FriendlyName),
    ];

    private static string ReadKey(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                $"The server's public key cannot be read: {failure.Message}",
                "ServerRSAPublicKeyFile names a PEM file.",
                failure);
        }
    }
}
