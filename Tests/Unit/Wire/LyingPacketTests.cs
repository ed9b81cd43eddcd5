using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>What no honest peer sends is an error that says so, never a read past the end.</summary>
public sealed class LyingPacketTests
{
    [Theory]
    [InlineData("")]
    [InlineData("05 61")]
    [InlineData("FE FFFFFFFFFFFFFFFF 61")]
    [InlineData("FF")]
    [InlineData("01 61 01 62 00")]
    public void A_row_of_text_that_is_not_as_long_as_its_values_is_refused(string row) =>
        Refused(() => TextRow.Locate(Packet.Hex(row), new RowValue[2]));

    [Theory]
    [InlineData("")]
    [InlineData("01 00 00")]
    [InlineData("00")]
    [InlineData("00 00")]
    [InlineData("00 00 0102030405060708")]
    [InlineData("00 00 0102030405060708 FE FFFFFFFFFFFFFF7F")]
    [InlineData("00 00 0102030405060708 01 61 99")]
    [InlineData("00 FC 99")]
    public void A_row_of_a_prepared_statement_that_is_not_as_long_as_its_values_is_refused(string row) =>
        Refused(() => BinaryRow.Locate(Packet.Hex(row), [WireType.BigInt, WireType.VarChar], new RowValue[2]));

    [Theory]
    [InlineData("00")]
    [InlineData("FB")]
    [InlineData("FE FFFFFFFFFFFFFFFF")]
    [InlineData("FD FFFFFF")]
    public void An_impossible_number_of_columns_is_refused(string header) => Refused(() => ResultHeader.Read(Packet.Hex(header), Capabilities.None));

    [Theory]
    [InlineData("09 00")]
    [InlineData("0A 61")]
    [InlineData("0A 61 00 01000000 0102030405060708 00 FFFF")]
    public void A_greeting_that_ends_early_is_refused(string greeting) => Refused(() => Greeting.Read(Packet.Hex(greeting)));

    [Fact]
    public void A_login_without_the_protocol_of_4_1_is_refused() => Refused(() => LoginRequest.Read(new byte[64]));

    [Fact]
    public void An_execution_that_promises_types_and_has_none_is_refused() => Refused(() =>
    {
        _ = new ExecutionReader(Packet.Hex("01000000 00 01000000 00 01 08"), new ParameterType[1]);
    });

    [Theory]
    [InlineData("00")]
    [InlineData("00 FE 01")]
    [InlineData("00 01 01 0240 0000 00 05 00")]
    public void A_success_that_ends_early_is_refused(string ok) => Refused(() => OkPacket.Read(Packet.Hex(ok), Capabilities.SessionTrack));

    [Fact]
    public void Changes_longer_than_they_are_are_refused() => Refused(() =>
    {
        var changes = new SessionChanges([0, 9, 1, 2]);
        changes.Next();
    });

    /// <summary>A server that hangs up for a client's silence says so unasked; the client finds it in place of its next answer.</summary>
    [Fact]
    public void A_farewell_that_came_before_the_question_is_read_as_one()
    {
        var farewell = Packet.Payload(new ErrPacket(4031, "HY000", "The client was disconnected by the server because of inactivity.").Write);
        using var reader = new PacketReader(new MemoryChannel(Packet.Framed(0, farewell)), 1 << 20) { Sequence = 1 };
        var error = Assert.Throws<ShardException>(() => reader.Next());
        Assert.Equal((ShardErrorCode.ShardUnavailable, 4031, "HY000"), (error.ErrorCode, error.EngineErrorCode, error.SqlState));
        Assert.Contains("inactivity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_error_with_a_wrong_number_is_out_of_order()
    {
        var error = Packet.Payload(new ErrPacket(1064, "42000", "no").Write);
        using var reader = new PacketReader(new MemoryChannel(Packet.Framed(0, error)), 1 << 20) { Sequence = 1 };
        Assert.Equal(0, Assert.Throws<ShardException>(() => reader.Next()).EngineErrorCode);
    }

    private static void Refused(Action read)
    {
        var error = Assert.Throws<ShardException>(read);
        Assert.Equal(ShardErrorCode.ShardUnavailable, error.ErrorCode);
    }
}
