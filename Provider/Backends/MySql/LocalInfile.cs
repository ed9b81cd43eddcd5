using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>
/// Answers a server that asks for a local file (MySQL Internals, "LOCAL INFILE Request"). The name that it asks for is never looked at: a server can
/// only have the stream that the caller gave for this statement.
/// </summary>
internal static class LocalInfile
{
    private const int Chunk = 64 << 10;

    public static async ValueTask SendAsync(MySqlLink link, Stream? source, IOBehavior ioBehavior)
    {
        var channel = link.Channel;
        channel.Writer.Sequence = channel.Reader.Sequence;
        if (source is not null)
        {
            var chunk = System.Buffers.ArrayPool<byte>.Shared.Rent(Chunk);
            try
            {
                for (int count; (count = await ReadAsync(source, chunk, ioBehavior).ConfigureAwait(false)) > 0;)
                {
                    channel.Writer.Begin();
                    channel.Writer.WriteBytes(chunk.AsSpan(0, count));
                    channel.Writer.End();
                    await channel.SendAsync(ioBehavior).ConfigureAwait(false);
                }
            }
            finally
            {
                System.Buffers.ArrayPool<byte>.Shared.Return(chunk);
            }
        }

        channel.Writer.Begin();
        channel.Writer.End();
        await channel.SendAsync(ioBehavior).ConfigureAwait(false);
        if (source is null)
            await RefuseAsync(link, ioBehavior).ConfigureAwait(false);
    }

    private static async ValueTask RefuseAsync(MySqlLink link, IOBehavior ioBehavior)
    {
        await link.ReadAnswersAsync(ioBehavior).ConfigureAwait(false);
        throw MySqlErrors.Refused(
            link.Endpoint,
            ShardErrorCode.NotSupported,
            "the statement asks for a file of this machine (LOAD DATA LOCAL INFILE), and none was given; no byte was sent.",
            "Give the file's bytes as a stream together with the statement.");
    }

    private static ValueTask<int> ReadAsync(Stream source, byte[] chunk, IOBehavior ioBehavior) => ioBehavior == IOBehavior.Synchronous
        ? new(source.Read(chunk, 0, Chunk))
        : source.ReadAsync(chunk.AsMemory(0, Chunk));
}
