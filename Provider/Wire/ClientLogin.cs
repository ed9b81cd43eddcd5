using ShardClient.Values;
using ShardClient.Wire.Authentication;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using ShardClient.Wire.Transport;

namespace ShardClient.Wire;

/// <summary>The client's half of a connection's beginning: greeting, TLS, proof of the password, compression (MySQL Internals, "Connection Phase").</summary>
internal sealed class ClientLogin
{
    private const Capabilities Needed = Capabilities.Protocol41 | Capabilities.SecureConnection;

    private const Capabilities Wanted = Needed | Capabilities.FoundRows | Capabilities.LongFlags | Capabilities.LocalFiles | Capabilities.Transactions
        | Capabilities.MultiStatements | Capabilities.MultiResults | Capabilities.PreparedMultiResults | Capabilities.PluginAuthentication
        | Capabilities.ConnectAttributes | Capabilities.LengthEncodedAuthentication | Capabilities.SessionTrack | Capabilities.DeprecateEof
        | Capabilities.MariaDbExtendedMetadata | Capabilities.MariaDbCacheMetadata;

    private readonly PacketChannel _channel;
    private readonly LoginSettings _settings;
    private LoginState _login;
    private AuthenticationMethod? _method;

    private ClientLogin(PacketChannel channel, LoginSettings settings)
    {
        _channel = channel;
        _settings = settings;
        _login = new LoginState(settings.User, settings.Password, false, settings.MayFetchKey, settings.ServerKey) { Nonce = [] };
    }

    /// <exception cref="ShardException">The server's refusal, a certificate that is not trusted, a method that is not known or not safe here.</exception>
    public static ValueTask<ServerLogin> RunAsync(PacketChannel channel, LoginSettings settings, IOBehavior ioBehavior) =>
        new ClientLogin(channel, settings).RunAsync(ioBehavior);

    private async ValueTask<ServerLogin> RunAsync(IOBehavior ioBehavior)
    {
        var first = await _channel.ReadAsync(ioBehavior).ConfigureAwait(false);
        if (first is [ErrPacket.Header, ..])
            throw _settings.Refusal(ErrPacket.Read(first));
        var greeting = Greeting.Read(first);
        var capabilities = Agree(greeting);
        if ((capabilities & Capabilities.Tls) != 0)
            await StartTlsAsync(capabilities, ioBehavior).ConfigureAwait(false);
        _login = _login with { IsPrivate = _channel.Bytes.IsPrivate, Nonce = greeting.Nonce };
        await SendLoginAsync(greeting, capabilities, ioBehavior).ConfigureAwait(false);
        var status = await AuthenticateAsync(capabilities, ioBehavior).ConfigureAwait(false);
        if ((capabilities & Capabilities.Compress) != 0)
            _channel.Replace(new CompressedChannel(_channel.Bytes));
        return new ServerLogin(greeting, capabilities, status);
    }

    private Capabilities Agree(Greeting greeting)
    {
        var offered = greeting.Capabilities;
        if ((offered & Needed) != Needed)
            throw WireErrors.Unreachable("The server is older than MySQL 4.1, whose protocol is not spoken any more.", "Use a newer server.");
        var agreed = offered & Wanted;
        if (!greeting.IsMariaDb)
            agreed |= Capabilities.IsMySql;
        if (_settings.Database.Length > 0)
            agreed |= Capabilities.ConnectWithDatabase;
        if (_settings.Compresses)
            agreed |= offered & Capabilities.Compress;
        if (_settings.Tls.Mode != TlsMode.None && !(_settings.Tls.Mode == TlsMode.Preferred && _channel.Bytes.IsPrivate))
            agreed |= offered & Capabilities.Tls;
        if (_settings.Tls.Mode >= TlsMode.Required && (agreed & Capabilities.Tls) == 0)
        {
            throw WireErrors.Unreachable(
                $"TLS is required (SslMode={_settings.Tls.Mode}), but the server has none.", "Give the server a certificate, or ask for less (SslMode=Preferred).");
        }

        return agreed;
    }

    private async ValueTask StartTlsAsync(Capabilities capabilities, IOBehavior ioBehavior)
    {
        Request(capabilities).WriteTlsRequest(_channel.StartReply());
        _channel.Writer.End();
        await _channel.SendAsync(ioBehavior).ConfigureAwait(false);
        var plain = _channel.Bytes as SocketChannel ?? throw new InvalidOperationException("TLS needs a socket.");
        _channel.Replace(await TlsUpgrade.UpgradeAsync(plain, _settings.Host, _settings.Tls, ioBehavior).ConfigureAwait(false));
    }

    private ValueTask SendLoginAsync(Greeting greeting, Capabilities capabilities, IOBehavior ioBehavior)
    {
        // A method that is not known, or not safe here, may be the server's default only: it switches to the user's own when answered with another.
        _method = AuthenticationMethod.Find(greeting.AuthenticationMethod) is { } offered and not ClearPassword ? offered : new NativePassword();
        var request = Request(capabilities) with { AuthenticationMethod = _method.Name, AuthenticationResponse = FirstResponse() };
        request.Write(_channel.StartReply());
        _channel.Writer.End();
        return _channel.SendAsync(ioBehavior);
    }

    private byte[] FirstResponse() => _method is Sha256Password && !_login.IsPrivate && _login.ServerKey is null && !_login.MayFetchKey ? [] : _method!.Respond(_login);

    private LoginRequest Request(Capabilities capabilities) => new()
    {
        Capabilities = capabilities,
        User = _settings.User,
        Database = _settings.Database,
        Attributes = _settings.Attributes,
    };

    private async ValueTask<ServerStatus> AuthenticateAsync(Capabilities capabilities, IOBehavior ioBehavior)
    {
        // A server that goes on for ever is none.
        for (var step = 0; step < 16; step++)
        {
            var payload = await _channel.ReadAsync(ioBehavior).ConfigureAwait(false);
            switch (payload.Count == 0 ? (byte)0x7F : payload[0])
            {
                case OkPacket.Header:
                    return OkPacket.Read(payload, capabilities).Status;
                case ErrPacket.Header:
                    throw _settings.Refusal(ErrPacket.Read(payload));
                case AuthenticationSwitch.Header:
                    Switch(payload);
                    await ReplyAsync(_method!.Respond(_login), ioBehavior).ConfigureAwait(false);
                    break;
                case AuthenticationData.Header:
                    await _method!.ContinueAsync(_login, payload.AsMemory(1), _channel, ioBehavior).ConfigureAwait(false);
                    break;
                default:
                    throw WireErrors.Malformed("an unknown step of the login");
            }
        }

        throw WireErrors.Malformed("a login without an end");
    }

    private void Switch(ReadOnlySpan<byte> payload)
    {
        var request = AuthenticationSwitch.Read(payload);
        _method = AuthenticationMethod.Find(request.Method) ?? throw WireErrors.Unreachable(
            $"The server wants '{_settings.User}' to log in by '{request.Method}', which is not known here.",
            $"Give the user one of these methods: {AuthenticationMethod.Names}.");
        _login = _login with { Nonce = _method.Nonce(request.Data).ToArray() };
    }

    private ValueTask ReplyAsync(byte[] response, IOBehavior ioBehavior)
    {
        _channel.StartReply().WriteBytes(response);
        _channel.Writer.End();
        return _channel.SendAsync(ioBehavior);
    }
}
