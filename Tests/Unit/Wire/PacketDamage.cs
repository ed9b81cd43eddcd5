using ShardClient.Wire.Framing;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>Damage that knows where packets begin: what goes wrong between two ends, not inside of a value.</summary>
internal static class PacketDamage
{
    /// <summary>The packets with their headers, in order.</summary>
    public static List<byte[]> Split(byte[] bytes)
    {
        var packets = new List<byte[]>();
        for (var at = 0; at + PacketReader.HeaderLength <= bytes.Length;)
        {
            var length = PacketReader.HeaderLength + (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16));
            packets.Add(bytes.AsSpan(at, Math.Min(length, bytes.Length - at)).ToArray());
            at += length;
        }

        return packets;
    }

    /// <summary>Loses, doubles, exchanges and cuts packets, gives them lengths that they do not have, and puts others between.</summary>
    public static byte[] Of(byte[] bytes, Random random)
    {
        var packets = Split(bytes);
        for (var times = random.Next(1, 4); times > 0 && packets.Count > 2; times--)
        {
            var at = random.Next(packets.Count);
            var other = random.Next(packets.Count);
            switch (random.Next(7))
            {
                case 0:
                    packets.RemoveAt(at);
                    break;
                case 1:
                    packets.Insert(at, packets[other]);
                    break;
                case 2:
                    (packets[at], packets[other]) = (packets[other], packets[at]);
                    break;
                case 3:
                    packets[at] = Lying(packets[at], random);
                    break;
                case 4:
                    packets[at] = packets[at][..random.Next(packets[at].Length)];
                    break;
                case 5:
                    packets[at] = [.. packets[at].Take(PacketReader.HeaderLength), .. packets[other].Skip(PacketReader.HeaderLength)];
                    break;
                default:
                    packets.Insert(at, Garbage(random));
                    break;
            }
        }

        return [.. packets.SelectMany(static packet => packet)];
    }

    private static byte[] Lying(byte[] packet, Random random)
    {
        var lie = packet.ToArray();
        if (lie.Length > 0)
            lie[random.Next(Math.Min(3, lie.Length))] = (byte)random.Next(256);
        return lie;
    }

    private static byte[] Garbage(Random random)
    {
        var garbage = new byte[random.Next(1, 40)];
        random.NextBytes(garbage);
        return garbage;
    }
}
