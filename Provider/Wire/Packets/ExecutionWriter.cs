using System.Buffers.Binary;
using ShardClient.Values;
using ShardClient.Wire.Framing;

namespace ShardClient.Wire.Packets;

/// <summary>Writes COM_STMT_EXECUTE: a bit for each NULL, the types, the values (MySQL Internals, "COM_STMT_EXECUTE").</summary>
internal static class ExecutionWriter
{
    private const byte NoCursor = 0;
    private const byte TypesFollow = 1;

    /// <param name="order">For each parameter the index of its value; null when they are in order.</param>
    public static void Write(PacketWriter writer, uint statement, ReadOnlySpan<Value> values, ReadOnlySpan<int> order)
    {
        Commands.Write(writer, CommandCode.Execute, statement);
        writer.WriteByte(NoCursor);
        writer.WriteUInt32(1);
        if (order.IsEmpty)
            return;
        var map = writer.Offset;
        writer.WriteZeros((order.Length + 7) >> 3);
        writer.WriteByte(TypesFollow);
        for (var index = 0; index < order.Length; index++)
        {
            ref readonly var value = ref values[order[index]];
            if (value.IsNull)
                writer.At(map + (index >> 3), 1)[0] |= (byte)(1 << (index & 7));
            writer.WriteUInt16((ushort)TypeOf(value));
        }

        foreach (var index in order)
            WriteValue(writer, values[index]);
    }

    private static WireType TypeOf(in Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Form == ValueForm.Int32 ? WireType.Int : WireType.BigInt,
        ValueKind.Real => WireType.Double,
        ValueKind.Text => TextType(value.Form),
        ValueKind.Blob => WireType.Blob,
        _ => WireType.Null,
    };

    private static WireType TextType(ValueForm form) => form switch
    {
        ValueForm.Number => WireType.Decimal,
        ValueForm.DateTime => WireType.DateTime,
        ValueForm.Date => WireType.Date,
        ValueForm.Time => WireType.Time,
        _ => WireType.VarChar,
    };

    private static void WriteValue(PacketWriter writer, in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Integer when value.Form == ValueForm.Int32:
                writer.WriteUInt32((uint)value.Integer);
                break;
            case ValueKind.Integer:
                writer.WriteUInt64((ulong)value.Integer);
                break;
            case ValueKind.Real:
                BinaryPrimitives.WriteDoubleLittleEndian(writer.Append(sizeof(double)), value.Real);
                break;
            case ValueKind.Text when value.Form is ValueForm.DateTime or ValueForm.Date:
                BinaryMomentWriter.WriteDateTime(writer, value.GetText());
                break;
            case ValueKind.Text when value.Form == ValueForm.Time:
                BinaryMomentWriter.WriteTime(writer, value.GetText());
                break;
            case ValueKind.Text when value.TextString is { } text:
                writer.WriteLengthEncoded(text);
                break;
            case ValueKind.Text or ValueKind.Blob:
                writer.WriteLengthEncoded(value.Bytes.Span);
                break;
        }
    }
}
