using ShardClient.Values;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

public sealed class PacketRoundTripTests
{
    private const Capabilities Modern = Capabilities.Protocol41 | Capabilities.SecureConnection | Capabilities.PluginAuthentication
        | Capabilities.LengthEncodedAuthentication | Capabilities.ConnectAttributes | Capabilities.SessionTrack | Capabilities.DeprecateEof;

    private static readonly byte[] Nonce = [.. Enumerable.Range(1, 20).Select(static number => (byte)number)];

    [Theory]
    [InlineData("11.4.2-MariaDB", false)]
    [InlineData("9.7.4", true)]
    public void Greeting(string version, bool isMySql)
    {
        var capabilities = Modern | (isMySql ? Capabilities.IsMySql : Capabilities.MariaDbCacheMetadata);
        var written = new Greeting
        {
            ServerVersion = version,
            ThreadId = 0x01020304,
            Capabilities = capabilities,
            Status = ServerStatus.AutoCommit,
            Collation = 45,
            Nonce = Nonce,
            AuthenticationMethod = "caching_sha2_password",
        };
        var read = ShardClient.Wire.Packets.Greeting.Read(Packet.Payload(written.Write));
        Assert.Equal(Nonce, read.Nonce);
        Assert.Equal(written with { Nonce = read.Nonce }, read);
        Assert.Equal(!isMySql, read.IsMariaDb);
    }

    [Theory]
    [InlineData(Modern)]
    [InlineData(Capabilities.Protocol41 | Capabilities.SecureConnection)]
    [InlineData(Capabilities.Protocol41)]
    [InlineData(Modern | Capabilities.ConnectWithDatabase | Capabilities.MariaDbCacheMetadata)]
    [InlineData(Modern | Capabilities.ConnectWithDatabase | Capabilities.IsMySql)]
    public void Login(object flags)
    {
        var capabilities = (Capabilities)flags;
        var written = new LoginRequest
        {
            Capabilities = capabilities,
            User = "büro",
            Database = (capabilities & Capabilities.ConnectWithDatabase) != 0 ? "shop" : "",
            AuthenticationMethod = (capabilities & Capabilities.PluginAuthentication) != 0 ? "mysql_native_password" : "",
            AuthenticationResponse = new byte[] { 1, 2, 3 },
            Attributes = (capabilities & Capabilities.ConnectAttributes) != 0 ? [new("_pid", "12"), new("long", new string('x', 300))] : [],
        };
        var read = LoginRequest.Read(Packet.Payload(written.Write));
        Assert.Equal([1, 2, 3], read.AuthenticationResponse.ToArray());
        Assert.Equal(written.Attributes, read.Attributes);
        Assert.Equal(written with { Attributes = read.Attributes, AuthenticationResponse = read.AuthenticationResponse }, read);
    }

    [Fact]
    public void Request_for_TLS()
    {
        var payload = Packet.Payload(new LoginRequest { Capabilities = Modern | Capabilities.Tls }.WriteTlsRequest);
        Assert.True(LoginRequest.IsTlsRequest(payload));
        Assert.Equal(Modern | Capabilities.Tls, LoginRequest.Read(payload).Capabilities);
    }

    [Theory]
    [InlineData(Capabilities.None)]
    [InlineData(Capabilities.SessionTrack)]
    public void Ok(object flags)
    {
        var capabilities = (Capabilities)flags;
        var changes = Packet.Payload(writer => SessionChanges.Write(writer, SessionChangeKind.Schema, default, "shop"u8));
        var payload = Packet.Payload(writer => new OkPacket
        {
            AffectedRows = 70_000,
            LastInsertId = ulong.MaxValue,
            Status = ServerStatus.AutoCommit | ServerStatus.InTransaction,
            Warnings = 3,
            Info = "Rows matched: 1"u8,
            Changes = changes,
        }.Write(writer, capabilities));
        var read = OkPacket.Read(payload, capabilities);
        Assert.Equal((70_000UL, ulong.MaxValue, (ushort)3), (read.AffectedRows, read.LastInsertId, read.Warnings));
        Assert.Equal("Rows matched: 1"u8.ToArray(), read.Info.ToArray());
        Assert.Equal(capabilities == Capabilities.None ? [] : changes, read.Changes.ToArray());
        Assert.Equal(capabilities != Capabilities.None, (read.Status & ServerStatus.SessionStateChanged) != 0);
    }

    [Fact]
    public void Changes_of_a_session()
    {
        var bytes = Packet.Payload(writer =>
        {
            SessionChanges.Write(writer, SessionChangeKind.SystemVariable, "last_gtid"u8, "1-1-7"u8);
            SessionChanges.Write(writer, SessionChangeKind.Gtids, default, "aa:1-7"u8);
            SessionChanges.Write(writer, (SessionChangeKind)99, default, "?"u8);
            SessionChanges.Write(writer, SessionChangeKind.StateChanged, default, "1"u8);
        });
        var changes = new SessionChanges(bytes);
        var seen = new List<string>();
        while (changes.Next())
            seen.Add($"{changes.Kind} {System.Text.Encoding.UTF8.GetString(changes.Name)}={System.Text.Encoding.UTF8.GetString(changes.Value)}");
        Assert.Equal(["SystemVariable last_gtid=1-1-7", "Gtids =aa:1-7", "99 =?", "StateChanged =1"], seen);
    }

    [Fact]
    public void Error()
    {
        var written = new ErrPacket(1062, "23000", "Duplicate entry 'ä'");
        Assert.Equal(written, ErrPacket.Read(Packet.Payload(written.Write)));
    }

    [Fact]
    public void Error_of_before_the_login_has_no_state() =>
        Assert.Equal(new ErrPacket(1040, "HY000", "Too many connections"), ErrPacket.Read([0xFF, 0x10, 0x04, .. "Too many connections"u8]));

    [Theory]
    [InlineData(Capabilities.None)]
    [InlineData(Capabilities.DeprecateEof)]
    [InlineData(Capabilities.DeprecateEof | Capabilities.SessionTrack)]
    public void End_of_rows(object flags)
    {
        var capabilities = (Capabilities)flags;
        var payload = Packet.Payload(writer => ResultEnd.Write(writer, new OkPacket { Status = ServerStatus.MoreResults, Warnings = 5 }, capabilities));
        Assert.True(ResultEnd.Is(payload, capabilities));
        var read = ResultEnd.Read(payload, capabilities);
        Assert.Equal((ServerStatus.MoreResults, (ushort)5), (read.Status, read.Warnings));
    }

    [Theory]
    [InlineData(Capabilities.None, "")]
    [InlineData(Capabilities.MariaDbExtendedMetadata, "json")]
    [InlineData(Capabilities.MariaDbExtendedMetadata, "uuid")]
    [InlineData(Capabilities.MariaDbExtendedMetadata, "")]
    public void Column(object flags, string extended)
    {
        var written = new ColumnDefinition
        {
            Schema = "shop",
            Table = "o",
            BaseTable = "orders",
            Name = "größe",
            BaseName = "size",
            Collation = Collations.Binary,
            Length = 67,
            Type = WireType.Decimal,
            Flags = ColumnFlags.NotNull | ColumnFlags.Unsigned,
            Decimals = 30,
            ExtendedType = extended,
        };
        var payload = Packet.Payload(writer => written.Write(writer, (Capabilities)flags));
        Assert.Equal(written, ColumnDefinition.Read(payload, (Capabilities)flags));
    }

    [Theory]
    [InlineData(1, true, Capabilities.None)]
    [InlineData(4096, true, Capabilities.MariaDbCacheMetadata)]
    [InlineData(3, false, Capabilities.MariaDbCacheMetadata)]
    public void Header_of_a_result(int columns, bool hasMetadata, object flags)
    {
        var written = new ResultHeader(columns, hasMetadata);
        Assert.Equal(written, ResultHeader.Read(Packet.Payload(writer => written.Write(writer, (Capabilities)flags)), (Capabilities)flags));
    }

    [Fact]
    public void Prepared_statement()
    {
        var written = new PreparedPacket(7, 2, 65_535, 1);
        Assert.Equal(written, PreparedPacket.Read(Packet.Payload(written.Write)));
    }

    [Fact]
    public void Request_for_a_file()
    {
        var written = new LocalInfileRequest("/daten/größe.csv");
        Assert.Equal(written, LocalInfileRequest.Read(Packet.Payload(written.Write)));
    }

    [Fact]
    public void Row_of_text()
    {
        var large = new byte[70_000];
        var payload = Packet.Payload(writer =>
        {
            TextRow.WriteValue(writer, "17"u8);
            TextRow.WriteNull(writer);
            TextRow.WriteValue(writer, default);
            TextRow.WriteValue(writer, large);
        });
        var values = new RowValue[4];
        TextRow.Locate(payload, values);
        Assert.Equal("17"u8.ToArray(), values[0].Of(payload).ToArray());
        Assert.True(values[1].IsNull);
        Assert.Equal((false, 0), (values[2].IsNull, values[2].Length));
        Assert.Equal(large, values[3].Of(payload).ToArray());
    }

    [Fact]
    public void Row_of_a_prepared_statement()
    {
        WireType[] types = [WireType.TinyInt, WireType.BigInt, WireType.VarChar, WireType.Double, WireType.Null, WireType.Date, WireType.Year, WireType.Float];
        var payload = Packet.Payload(writer =>
        {
            var map = BinaryRow.Start(writer, types.Length);
            writer.WriteByte(0xFF);
            BinaryRow.WriteNull(writer, map, 1);
            writer.WriteLengthEncoded("text");
            writer.WriteUInt64(BitConverter.DoubleToUInt64Bits(0.1));
            BinaryRow.WriteNull(writer, map, 4);
            writer.WriteLengthEncoded([0xEA, 0x07, 11, 26]);
            writer.WriteUInt16(2155);
            writer.WriteUInt32(BitConverter.SingleToUInt32Bits(0.5f));
        });
        var values = new RowValue[types.Length];
        BinaryRow.Locate(payload, types, values);
        Assert.Equal(-1, BinaryValue.ReadInteger(values[0].Of(payload), false));
        Assert.Equal(255, BinaryValue.ReadInteger(values[0].Of(payload), true));
        Assert.True(values[1].IsNull && values[4].IsNull);
        Assert.Equal("text"u8.ToArray(), values[2].Of(payload).ToArray());
        Assert.Equal(0.1, BinaryValue.ReadReal(values[3].Of(payload)));
        Assert.Equal(2155, BinaryValue.ReadInteger(values[6].Of(payload), true));
        Assert.Equal(0.5, BinaryValue.ReadReal(values[7].Of(payload)));
    }

    [Fact]
    public void Execution_of_a_prepared_statement()
    {
        Value[] inputs = [Value.FromText("zweite"), Value.FromInteger(-5), Value.Null, Value.FromReal(1.5), Value.FromBlob(new byte[] { 0, 255 })];
        var payload = Packet.Payload(writer => ExecutionWriter.Write(writer, 9, inputs, [1, 0, 2, 3, 4, 1]));
        var command = ClientCommand.Read(payload);
        Assert.Equal((CommandCode.Execute, 9u), (command.Code, command.Number));

        var types = new ParameterType[6];
        var reader = new ExecutionReader(command.Body, types);
        var seen = new List<string>();
        while (reader.Next())
            seen.Add(reader.IsNull ? "NULL" : $"{reader.Type.Type} {Convert.ToHexString(reader.Value)}");
        Assert.Equal(9u, reader.Statement);
        Assert.Equal(
            ["BigInt FBFFFFFFFFFFFFFF", "VarChar 7A7765697465", "NULL", "Double 000000000000F83F", "Blob 00FF", "BigInt FBFFFFFFFFFFFFFF"], seen);
    }

    [Fact]
    public void Execution_without_parameters_has_no_types() =>
        Assert.Equal("17 09000000 00 01000000".Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(Packet.Payload(writer => ExecutionWriter.Write(writer, 9, [], []))));

    [Fact]
    public void Change_of_user()
    {
        var written = new ChangeUser
        {
            User = "app",
            AuthenticationResponse = new byte[] { 9 },
            Database = "shop",
            AuthenticationMethod = "mysql_native_password",
            Attributes = [new("a", "b")],
        };
        var command = ClientCommand.Read(Packet.Payload(writer => written.Write(writer, Modern)));
        var read = ChangeUser.Read(command.Body, Modern);
        Assert.Equal(CommandCode.ChangeUser, command.Code);
        Assert.Equal([9], read.AuthenticationResponse.ToArray());
        Assert.Equal(written.Attributes, read.Attributes);
        Assert.Equal(written with { AuthenticationResponse = read.AuthenticationResponse, Attributes = read.Attributes }, read);
    }

    [Fact]
    public void Small_commands()
    {
        Assert.Equal([1], Packet.Payload(static writer => Commands.Write(writer, CommandCode.Quit)));
        Assert.Equal("SELECT 1", ClientCommand.Read(Packet.Payload(static writer => Commands.Write(writer, CommandCode.Query, "SELECT 1"))).Text);
        Assert.Equal(5u, ClientCommand.Read(Packet.Payload(static writer => Commands.Write(writer, CommandCode.CloseStatement, 5))).Number);
        Assert.True(ClientCommand.Read(Packet.Payload(static writer => Commands.WriteSetOption(writer, true))).ReadSetOption());
        Assert.Equal((5u, 100u), ClientCommand.Read(Packet.Payload(static writer => Commands.WriteFetch(writer, 5, 100))).ReadFetch());
        var data = ClientCommand.Read(Packet.Payload(static writer => Commands.WriteLongData(writer, 5, 2, [1, 2]))).ReadLongData(out var statement, out var parameter);
        Assert.Equal((5u, (ushort)2), (statement, parameter));
        Assert.Equal([1, 2], data.ToArray());
    }

    [Fact]
    public void Steps_of_a_login()
    {
        var change = AuthenticationSwitch.Read(Packet.Payload(static writer => new AuthenticationSwitch { Method = "client_ed25519", Data = Nonce }.Write(writer)));
        Assert.Equal("client_ed25519", change.Method);
        Assert.Equal(Nonce, change.Data.ToArray());
        Assert.Equal("mysql_old_password", AuthenticationSwitch.Read([AuthenticationSwitch.Header]).Method);
        var more = AuthenticationData.Read(Packet.Payload(static writer => new AuthenticationData { Data = [4] }.Write(writer)));
        Assert.Equal([4], more.Data.ToArray());
    }
}
