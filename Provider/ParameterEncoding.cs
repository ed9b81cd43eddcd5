using System.Data;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient;

/// <summary>How .NET values are kept in SQLite: as Microsoft.Data.Sqlite writes them, so that both can share a file.</summary>
internal static class ParameterEncoding
{
    /// <exception cref="InvalidOperationException">No value was set, or its type has no mapping.</exception>
    public static Value Encode(object? value, DbType? type, int size, string name) => value switch
    {
        string text => Values.Value.FromText(size > 0 && size < text.Length ? text[..size] : text),
        int number => Values.Value.FromInteger(number),
        long number => Values.Value.FromInteger(number),
        DBNull => Values.Value.Null,
        bool truth => Values.Value.FromBoolean(truth),
        double number => FromReal(number, name),
        DateTime moment => FromDateTime(moment, type),
        Guid guid when type == DbType.Binary => Values.Value.FromBlob(guid.ToByteArray()),
        Guid guid => Values.Value.FromText(guid.ToString().ToUpperInvariant()),
        byte[] bytes => Values.Value.FromBlob(size > 0 && size < bytes.Length ? bytes.AsMemory(0, size) : bytes),
        decimal number => Values.Value.FromText(number.ToString("0.0###########################", CultureInfo.InvariantCulture)),
        null => throw new InvalidOperationException(
            $"Parameter '{name}' has no value. Set Value; DBNull.Value is NULL."),
        _ => EncodeRare(value, size, name),
    };

    private static Value EncodeRare(object value, int size, string name) => value switch
    {
        byte number => Values.Value.FromInteger(number),
        sbyte number => Values.Value.FromInteger(number),
        short number => Values.Value.FromInteger(number),
        ushort number => Values.Value.FromInteger(number),
        uint number => Values.Value.FromInteger(number),
        ulong number when number <= long.MaxValue => Values.Value.FromInteger((long)number),
        ulong => throw new OverflowException($"Parameter '{name}' is larger than the largest 64-bit integer that SQLite keeps. Send it as text or decimal."),
        float number => FromReal(number, name),
        char letter => Values.Value.FromText(letter.ToString()),
        Enum member => Values.Value.FromInteger(EnumNumber(member)),
        DateTimeOffset moment => Values.Value.FromText(moment.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture)),
        DateOnly date => Values.Value.FromText(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        TimeOnly time => Values.Value.FromText(
            time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fffffff", CultureInfo.InvariantCulture)),
        TimeSpan span => Values.Value.FromText(span.ToString("c", CultureInfo.InvariantCulture)),
        ReadOnlyMemory<byte> bytes => Values.Value.FromBlob(Cut(bytes, size)),
        Memory<byte> bytes => Values.Value.FromBlob(Cut(bytes, size)),
        ArraySegment<byte> bytes => Values.Value.FromBlob(Cut(bytes.AsMemory(), size)),
        Stream stream => Values.Value.FromBlob(Cut(ReadAll(stream), size)),
        char[] letters => Values.Value.FromText(new string(letters)),
        _ => throw new InvalidOperationException(
            $"Parameter '{name}' is of type {value.GetType()}, which no column can keep. Convert it to a number, text, date or bytes first."),
    };

    private static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> bytes, int size) => size > 0 && size < bytes.Length ? bytes[..size] : bytes;

    private static Value FromReal(double number, string name) => double.IsNaN(number)
        ? throw new InvalidOperationException($"Parameter '{name}' is NaN, which SQLite would keep as NULL. Send DBNull.Value, or text.")
        : Values.Value.FromReal(number);

    private static Value FromDateTime(DateTime moment, DbType? type) => Values.Value.FromText(
        moment.ToString(type == DbType.Date ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));

    private static long EnumNumber(Enum member) => member.GetTypeCode() == TypeCode.UInt64
        ? checked((long)Convert.ToUInt64(member, CultureInfo.InvariantCulture))
        : Convert.ToInt64(member, CultureInfo.InvariantCulture);

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
