using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ShardClient.Topology;

/// <summary>
/// CRC-32 of IEEE 802.3, the value of MySQL's <c>CRC32()</c>: so a server can compute a row's slot itself. Eight tables take eight bytes a step;
/// long keys are first folded to sixteen bytes by carry-less multiplication where the processor has it.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Steps = 8;

    /// <summary>Shorter keys are through the tables before a fold pays.</summary>
    private const int FoldedLength = 48;

    private static readonly uint[] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FoldedLength || !Pclmulqdq.IsSupported)
            return ~Append(uint.MaxValue, bytes);
        var rest = bytes.Length % Vector128<byte>.Count;
        return ~Append(Fold(bytes[..^rest]), bytes[^rest..]);
    }

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref var tables = ref MemoryMarshal.GetArrayDataReference(Tables);
        while (bytes.Length >= Steps)
        {
            crc = Step(ref tables, BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc);
            bytes = bytes[Steps..];
        }

        foreach (var next in bytes)
            crc = Unsafe.Add(ref tables, (byte)(crc ^ next)) ^ (crc >> 8);
        return crc;
    }

    /// <summary>
    /// Whole blocks of sixteen bytes. Each block is multiplied by x^128 modulo the polynomial and added to the next, so that the last one stands for
    /// all (V. Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009).
    /// </summary>
    private static uint Fold(ReadOnlySpan<byte> bytes)
    {
        var factors = Vector128.Create(0x1751997D0UL, 0x0CCAA009EUL);
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var folded = blocks[0] ^ Vector128.CreateScalar((ulong)uint.MaxValue);
        foreach (var block in blocks[1..])
            folded = Pclmulqdq.CarrylessMultiply(folded, factors, 0x00) ^ Pclmulqdq.CarrylessMultiply(folded, factors, 0x11) ^ block;
        ref var tables = ref MemoryMarshal.GetArrayDataReference(Tables);
        return Step(ref tables, folded[1] ^ Step(ref tables, folded[0]));
    }

    /// <summary>Table k holds what a byte contributes when k more bytes follow it in the step. A byte is never outside its table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(ref uint tables, ulong word) =>
        Unsafe.Add(ref tables, (7 * 256) + (byte)word)
        ^ Unsafe.Add(ref tables, (6 * 256) + (byte)(word >> 8))
        ^ Unsafe.Add(ref tables, (5 * 256) + (byte)(word >> 16))
        ^ Unsafe.Add(ref tables, (4 * 256) + (byte)(word >> 24))
        ^ Unsafe.Add(ref tables, (3 * 256) + (byte)(word >> 32))
        ^ Unsafe.Add(ref tables, (2 * 256) + (byte)(word >> 40))
        ^ Unsafe.Add(ref tables, 256 + (byte)(word >> 48))
        ^ Unsafe.Add(ref tables, (byte)(word >> 56));

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
