using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ShardClient.Topology;

/// <summary>
/// CRC-32 of IEEE 802.3, the value of MySQL's <c>CRC32()</c>: so a server can compute a row's slot itself. Eight tables take eight bytes a step.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Steps = 8;

    private static readonly uint[] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        var crc = uint.MaxValue;
        while (bytes.Length >= Steps)
        {
            crc = Step(tables, BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc);
            bytes = bytes[Steps..];
        }

        foreach (var next in bytes)
            crc = tables[(byte)(crc ^ next)] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>Table k holds what a byte contributes when k more bytes follow it in the step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(ReadOnlySpan<uint> tables, ulong word) =>
        tables[(7 * 256) + (byte)word]
        ^ tables[(6 * 256) + (byte)(word >> 8)]
        ^ tables[(5 * 256) + (byte)(word >> 16)]
        ^ tables[(4 * 256) + (byte)(word >> 24)]
        ^ tables[(3 * 256) + (byte)(word >> 32)]
        ^ tables[(2 * 256) + (byte)(word >> 40)]
        ^ tables[256 + (byte)(word >> 48)]
        ^ tables[(byte)(word >> 56)];

    private static uint[] MakeTables()
    {
        var tables = new uint[Steps * 256];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : Polynomial ^ (crc >> 1);
            tables[value] = crc;
        }

        for (var index = 256; index < tables.Length; index++)
            tables[index] = tables[(byte)tables[index - 256]] ^ (tables[index - 256] >> 8);
        return tables;
    }
}
