using ShardClient.Wire.Packets;

namespace ShardClient.Wire;

/// <summary>What can go wrong between two ends of the protocol before a server's own error is involved. Names no address, value or secret.</summary>
internal static class WireErrors
{
    private const string NotThisProtocol =
        "See that the other end is a MySQL or MariaDB server, and that nothing on the way changes its bytes. The connection is of no more use.";

    /// <param name="what">What came, as a noun, e.g. <c>a row that ends in the middle of a value</c>.</param>
    public static ShardException Malformed(string what) => new(
        ShardErrorCode.ShardUnavailable, $"The peer sent {what}, which the MySQL protocol does not have.", NotThisProtocol);

    public static ShardException OutOfOrder(byte expected, byte found) => new(
        ShardErrorCode.ShardUnavailable, $"The peer sent packet number {found} where number {expected} was due: packets are missing or mixed.", NotThisProtocol);

    public static ShardException TooLarge(long limit) => new(
        ShardErrorCode.LimitExceeded,
        $"The peer announced a packet of more than {limit} bytes.",
        "Raise the limit if values are meant to be so large. The connection is of no more use.");

    /// <summary>Nothing was sent, so that the session goes on.</summary>
    public static ShardException TooLargeToSend(long length, long limit) => new(
        ShardErrorCode.LimitExceeded,
        $"A command of {length} bytes is larger than the {limit} bytes that the server takes (max_allowed_packet); it was not sent.",
        "Send less at once, or raise max_allowed_packet on the server.");

    public static ShardException Lost(Exception? inner = null) => new(
        ShardErrorCode.ShardUnavailable,
        "The connection to the server was lost.",
        "See whether the server runs and what its log says.",
        inner);

    /// <summary>The server had ended the connection before the last command reached it.</summary>
    public static ShardException HungUp(in ErrPacket error) => new(
        ShardErrorCode.ShardUnavailable, $"The server had hung up before it was asked: '{error.Message}' ({error.Code}).", "Nothing was run; ask again.")
    {
        EngineErrorCode = error.Code,
        EngineSqlState = error.SqlState,
    };

    public static ShardException Unreachable(string problem, string advice, Exception? inner = null) =>
        new(ShardErrorCode.ShardUnavailable, problem, advice, inner);
}
