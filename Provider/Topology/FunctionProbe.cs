using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ShardClient.Topology;

/// <summary>
/// Asks a sharding function about some keys. Two clients whose functions have one name and answer differently would look for a row on
/// different shards: the answers' checksum is stored with the cluster and compared when it is opened.
/// </summary>
internal static class FunctionProbe
{
    private static readonly long[] Integers =
        [0, 1, 2, 3, 7, 10, 12, 42, 99, 100, 255, 256, 999, 1000, 4711, 65_535, 65_536, 1_000_000, 123_456_789, 4_294_967_296, -1, -2, -1000, long.MinValue, long.MaxValue];

    private static readonly string[] Texts =
        ["", "0", "1", "42", "a", "b", "z", "eu", "cn-north", "user-1", "user-2", "abcdefghijklmnopqrstuvwxyz", "\u00e9", "\u4e2d", "2026-01-31", "00000000-0000-0000-0000-000000000001"];

    private static readonly byte[][] Blobs = [[], [0], [1], [255], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]];

    public static string Fingerprint(ShardingFunction function, int slots)
    {
        var answers = new StringBuilder();
        foreach (var number in Integers)
            Add(answers, function, slots, new ShardingKey(ShardingKeyKind.Integer, number, Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))));
        foreach (var text in Texts)
            Add(answers, function, slots, new ShardingKey(ShardingKeyKind.Text, 0, Encoding.UTF8.GetBytes(text)));
        foreach (var blob in Blobs)
            Add(answers, function, slots, new ShardingKey(ShardingKeyKind.Bytes, 0, blob));
        return Crc32.Of(Encoding.UTF8.GetBytes(answers.ToString())).ToString("x8", CultureInfo.InvariantCulture);
    }

    /// <summary>A function need not answer for kinds of keys that its tables do not have: that it does not is an answer too.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever the application's function throws means the same here.")]
    private static void Add(StringBuilder answers, ShardingFunction function, int slots, ShardingKey key)
    {
        try
        {
            answers.Append(CultureInfo.InvariantCulture, $"{FunctionPlacement.Slot(function(key), slots)},");
        }
        catch (Exception)
        {
            answers.Append("none,");
        }
    }
}
