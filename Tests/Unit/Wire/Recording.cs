using System.IO.Compression;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>
/// What both ends of a <see cref="Conversation"/> said, and what the client read of it: files of the folder Recordings, which the tests of the same conversations
/// with real servers write where TEST_RECORDINGS names a folder.
/// </summary>
internal sealed record Recording(byte[] FromServer, byte[] FromClient, string Seen)
{
    public static Recording Read(string folder, string name)
    {
        using var stream = new BrotliStream(File.OpenRead(PathOf(folder, name)), CompressionMode.Decompress);
        using var reader = new BinaryReader(stream);
        return new Recording(reader.ReadBytes(reader.ReadInt32()), reader.ReadBytes(reader.ReadInt32()), reader.ReadString());
    }

    public void Write(string folder, string name)
    {
        using var stream = new BrotliStream(File.Create(PathOf(folder, name)), CompressionLevel.SmallestSize);
        using var writer = new BinaryWriter(stream);
        writer.Write(FromServer.Length);
        writer.Write(FromServer);
        writer.Write(FromClient.Length);
        writer.Write(FromClient);
        writer.Write(Seen);
    }

    private static string PathOf(string folder, string name) => Path.Combine(folder, $"{name}.bin");
}
