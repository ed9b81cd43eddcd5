using System.Text;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>A connection that is logged in, and what the server has said of its session.</summary>
internal sealed class MySqlLink(PacketChannel channel, ServerLogin login, MySqlEndpoint endpoint) : IDisposable
{
    public PacketChannel Channel => channel;

    public MySqlEndpoint Endpoint => endpoint;

    public Capabilities Capabilities => login.Capabilities;

    public Greeting Greeting => login.Greeting;

    public ServerStatus Status { get; private set; } = login.Status;

    public bool InTransaction => (Status & ServerStatus.InTransaction) != 0;

    /// <summary>True where a backslash in a text literal is a backslash.</summary>
    public bool NoBackslashEscapes => (Status & ServerStatus.NoBackslashEscapes) != 0;

    /// <summary>False for a server that is too old for session tracking: then nobody knows what a session has become.</summary>
    public bool TellsChanges => (Capabilities & Capabilities.SessionTrack) != 0;

    /// <summary>True when the server has said that variables, temporary tables or the database are not as at login.</summary>
    public bool HasChanged { get; set; }

    /// <summary>True while the server takes texts as UTF-8.</summary>
    public bool TakesUtf8 { get; private set; } = true;

    /// <summary>The database in use, as far as the server has told.</summary>
    public string Database { get; private set; } = endpoint.Database;

    /// <summary>The position of the last write in the server's log, where the server tells (MariaDB <c>last_gtid</c>, MySQL's own).</summary>
    public string? LastGtid { get; private set; }

    /// <summary>The <c>sql_mode</c> that its sessions begin with.</summary>
    public string StartMode { get; set; } = "";

    /// <summary>How many warnings the last answer counts; of what LOCAL INFILE loads, each may be a row that is not there.</summary>
    public int Warnings { get; private set; }

    /// <summary>The AUTO_INCREMENT value of the last INSERT that made one.</summary>
    public long LastInsertId { get; set; }

    /// <summary>Takes in what an answer says of the session.</summary>
    public void Track(scoped in OkPacket ok)
    {
        Status = ok.Status;
        Warnings = ok.Warnings;
        if (ok.LastInsertId != 0)
            LastInsertId = (long)ok.LastInsertId;
        if (!ok.Changes.IsEmpty)
            TrackChanges(ok.Changes);
    }

    public ShardException Error(ReadOnlySpan<byte> payload) => MySqlErrors.Create(ErrPacket.Read(payload), endpoint);

    /// <summary>Sends a command without parts and reads its OK.</summary>
    public async ValueTask RunAsync(CommandCode command, IOBehavior ioBehavior)
    {
        Commands.Write(channel.StartCommand(), command);
        channel.Writer.End();
        await channel.SendAsync(ioBehavior).ConfigureAwait(false);
        await ReadOkAsync(ioBehavior).ConfigureAwait(false);
    }

    /// <summary>Runs a text whose answers hold no rows: the errors matter, nothing else.</summary>
    public async ValueTask RunAsync(string text, IOBehavior ioBehavior)
    {
        Commands.Write(channel.StartCommand(), CommandCode.Query, text);
        channel.Writer.End();
        await channel.SendAsync(ioBehavior).ConfigureAwait(false);
        await ReadAnswersAsync(ioBehavior).ConfigureAwait(false);
    }

    /// <summary>Reads one OK after the other until no more are announced.</summary>
    public async ValueTask ReadAnswersAsync(IOBehavior ioBehavior)
    {
        do
            await ReadOkAsync(ioBehavior).ConfigureAwait(false);
        while ((Status & ServerStatus.MoreResults) != 0);
    }

    public async ValueTask ReadOkAsync(IOBehavior ioBehavior)
    {
        var payload = await channel.ReadAsync(ioBehavior).ConfigureAwait(false);
        if (payload is [ErrPacket.Header, ..])
            throw Error(payload);
        if (payload is not [OkPacket.Header, ..])
            throw WireErrors.Malformed("rows where there are none");
        Track(OkPacket.Read(payload, Capabilities));
    }

    public void Dispose() => channel.Dispose();

    private void TrackChanges(ReadOnlySpan<byte> bytes)
    {
        var changes = new SessionChanges(bytes);
        while (changes.Next())
        {
            switch (changes.Kind)
            {
                case SessionChangeKind.SystemVariable:
                    TrackVariable(changes.Name, changes.Value);
                    break;
                case SessionChangeKind.Schema:
                    Database = Encoding.UTF8.GetString(changes.Value);
                    HasChanged = true;
                    break;
                case SessionChangeKind.StateChanged:
                    HasChanged = true;
                    break;
                case SessionChangeKind.Gtids:
                    LastGtid = Encoding.UTF8.GetString(changes.Value);
                    break;
            }
        }
    }

    private void TrackVariable(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("last_gtid"u8))
        {
            LastGtid = Encoding.UTF8.GetString(value);
            return;
        }

        HasChanged = true;
        if (name.SequenceEqual("character_set_client"u8))
            TakesUtf8 = value.StartsWith("utf8"u8);
    }
}
