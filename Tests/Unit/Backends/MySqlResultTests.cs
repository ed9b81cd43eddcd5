using ShardClient.Backends;
using ShardClient.Backends.MySql;
using ShardClient.Tests.Unit.Wire;
using ShardClient.Values;
using ShardClient.Wire;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using ShardClient.Wire.Transport;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

/// <summary>Answers of servers of several ages, written by the serving half of the codec.</summary>
public sealed class MySqlResultTests
{
    private const Capabilities Old = Capabilities.Protocol41 | Capabilities.SecureConnection;
    private const Capabilities Modern = Old | Capabilities.DeprecateEof | Capabilities.SessionTrack;

    private static readonly ColumnDefinition Number = new() { Name = "a", Type = WireType.BigInt, Collation = Collations.Binary };
    private static readonly ColumnDefinition Text = new() { Name = "b", Type = WireType.VarChar };

    public static TheoryData<object> Ages => [Old, Old | Capabilities.DeprecateEof, Modern];

    [Theory]
    [MemberData(nameof(Ages))]
    public void Rows_are_read_whether_or_not_the_server_marks_their_end_the_old_way(object age)
    {
        var session = Session((Capabilities)age, answer =>
        {
            answer.Columns(Number, Text);
            answer.Row("1", "one");
            answer.Row("2", null);
            answer.End(ServerStatus.None);
        });
        using var result = session.Run(Plain);
        Assert.Equal(["a", "b"], result.Columns.Select(static column => column.Name));
        Assert.True(result.Read());
        Assert.Equal((1L, "one"), (result.GetInteger(0), result.GetText(1)));
        Assert.True(result.Read());
        Assert.Equal(ValueKind.Null, result.GetKind(1));
        Assert.False(result.Read());
        Assert.False(result.Read());
        Assert.True(session.IsIdle);
    }

    [Theory]
    [MemberData(nameof(Ages))]
    public void Several_results_come_in_turn(object age)
    {
        var session = Session((Capabilities)age, answer =>
        {
            answer.Columns(Number);
            answer.Row("1");
            answer.End(ServerStatus.MoreResults);
            answer.Ok(3, ServerStatus.MoreResults);
            answer.Columns(Text);
            answer.End(ServerStatus.None);
        });
        using var result = (MySqlResult)session.Run(Plain);
        Assert.True(result.NextResultAsync(IOBehavior.Synchronous, default).Completed());
        Assert.Equal((3L, 0), (result.RecordsAffected, result.ColumnCount));
        Assert.True(result.NextResultAsync(IOBehavior.Synchronous, default).Completed());
        Assert.False(result.Read());
        Assert.False(result.NextResultAsync(IOBehavior.Synchronous, default).Completed());
        Assert.True(session.IsIdle);
    }

    [Fact]
    public void Columns_that_are_not_sent_again_are_those_of_the_preparation()
    {
        const Capabilities Caching = Modern | Capabilities.MariaDbCacheMetadata;
        var session = Session(Caching, answer =>
        {
            answer.Packet(new PreparedPacket(7, 1, 0, 0).Write);
            answer.Packet(writer => Text.Write(writer, Caching));
            foreach (var text in new[] { "first", "second" })
            {
                answer.Begin();
                answer.Packet(writer => new ResultHeader(1, false).Write(writer, Caching));
                answer.Packet(writer =>
                {
                    BinaryRow.Start(writer, 1);
                    writer.WriteLengthEncoded(text);
                });
                answer.End(ServerStatus.None);
            }
        });
        foreach (var expected in new[] { "first", "second" })
        {
            using var result = session.Run(new SessionStatement("SELECT b FROM t", []));
            Assert.True(result.Read());
            Assert.Equal(("b", expected), (result.Columns[0].Name, result.GetText(0)));
            Assert.False(result.Read());
        }
    }

    [Fact]
    public void What_a_session_became_is_followed()
    {
        var changes = Packet.Payload(static writer =>
        {
            SessionChanges.Write(writer, SessionChangeKind.SystemVariable, "character_set_client"u8, "latin1"u8);
            SessionChanges.Write(writer, SessionChangeKind.SystemVariable, "last_gtid"u8, "0-1-7"u8);
            SessionChanges.Write(writer, SessionChangeKind.Schema, default, "other"u8);
        });
        var session = Session(Modern, answer => answer.Packet(writer => new OkPacket
        {
            LastInsertId = 9,
            Status = ServerStatus.InTransaction | ServerStatus.NoBackslashEscapes,
            Changes = changes,
        }.Write(writer, Modern)));
        using var result = session.Run(Plain);
        Assert.Equal((9L, true), (session.LastInsertId, session.InTransaction));
        var link = session.Link;
        Assert.Equal(("other", "0-1-7", false, true, true), (link.Database, link.LastGtid, link.TakesUtf8, link.NoBackslashEscapes, link.HasChanged));
    }

    [Theory]
    [InlineData(Old, true)]
    [InlineData(Modern, false)]
    public void A_session_is_reset_for_its_next_user_where_the_server_does_not_tell_what_it_became(object age, bool isReset)
    {
        var session = Session((Capabilities)age, answer => answer.Ok(1, ServerStatus.None));
        session.Run(Plain).Dispose();
        Assert.True(session.TryClean());
        Assert.Equal(isReset, session.IsResetting);
    }

    [Fact]
    public void A_server_that_asks_for_a_file_gets_an_empty_packet()
    {
        var session = Session(Modern, answer =>
        {
            answer.Packet(new LocalInfileRequest("/etc/passwd").Write);
            answer.Begin(3);
            answer.Ok(0, ServerStatus.None);
        });
        var error = Assert.Throws<ShardException>(() => session.Run(Plain));
        Assert.Equal(ShardErrorCode.NotSupported, error.ErrorCode);
        Assert.Equal([0, 0, 0, 2], ((MemoryChannel)session.Link.Channel.Bytes).Written[^4..]);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("01 03646566")]
    [InlineData("FB 66")]
    [InlineData("")]
    public void An_answer_that_is_none_breaks_the_session(string payload)
    {
        var session = Session(Modern, answer => answer.Packet(writer => writer.WriteBytes(Packet.Hex(payload))));
        var error = Assert.Throws<ShardException>(() => session.Run(Plain));
        Assert.Equal((ShardErrorCode.ShardUnavailable, "s0"), (error.ErrorCode, error.Shard));
        Assert.False(session.IsUsable);
    }

    private static SessionStatement Plain => new("SELECT", [], Reusable: false);

    private static MySqlSession Session(Capabilities capabilities, Action<Answer> write)
    {
        var answer = new Answer(capabilities);
        answer.Begin();
        write(answer);
        var endpoint = new MySqlEndpoint { Shard = 0, Name = "s0", Address = new ServerAddress("localhost", 3306) };
        var greeting = new Greeting { ServerVersion = "9", ThreadId = 1, Capabilities = capabilities, Status = 0, Nonce = new byte[20], AuthenticationMethod = "" };
        var link = new MySqlLink(new PacketChannel(new MemoryChannel(answer.Bytes), 1 << 20), new ServerLogin(greeting, capabilities, 0), endpoint);
        return new MySqlSession(link, endpoint, SessionAccess.Read, new MySqlSessionOptions());
    }
}
