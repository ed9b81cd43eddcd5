using ShardClient.Values;

namespace ShardClient;

/// <summary>The types of <c>GetFieldValue</c>.</summary>
internal static class FieldValues
{
    // Of the first comparisons the compiler keeps one at most for each T, and no box.
    public static T Get<T>(ColumnGetters getters, RowCursor rows, int ordinal)
    {
        if (typeof(T) == typeof(long))
            return (T)(object)getters.GetInt64(rows, ordinal);
        if (typeof(T) == typeof(int))
            return (T)(object)getters.GetInt32(rows, ordinal);
        if (typeof(T) == typeof(bool))
            return (T)(object)getters.GetBoolean(rows, ordinal);
        if (typeof(T) == typeof(double))
            return (T)(object)getters.GetDouble(rows, ordinal);
        if (typeof(T) == typeof(decimal))
            return (T)(object)getters.GetDecimal(rows, ordinal);
        if (typeof(T) == typeof(DateTime))
            return (T)(object)getters.GetDateTime(rows, ordinal);
        if (typeof(T) == typeof(Guid))
            return (T)(object)getters.GetGuid(rows, ordinal);
        if (typeof(T) == typeof(ulong))
            return (T)(object)getters.GetUInt64(rows, ordinal);
        if (typeof(T) == typeof(uint))
            return (T)(object)getters.GetUInt32(rows, ordinal);
        if (typeof(T) == typeof(short))
            return (T)(object)getters.GetInt16(rows, ordinal);
        if (typeof(T) == typeof(ushort))
            return (T)(object)getters.GetUInt16(rows, ordinal);
        if (typeof(T) == typeof(byte))
            return (T)(object)getters.GetByte(rows, ordinal);
        if (typeof(T) == typeof(sbyte))
            return (T)(object)getters.GetSByte(rows, ordinal);
        if (typeof(T) == typeof(float))
            return (T)(object)getters.GetFloat(rows, ordinal);
        if (typeof(T) == typeof(char))
            return (T)(object)getters.GetChar(rows, ordinal);
        if (typeof(T) == typeof(DateTimeOffset))
            return (T)(object)getters.GetDateTimeOffset(rows, ordinal);
        if (typeof(T) == typeof(TimeSpan))
            return (T)(object)getters.GetTimeSpan(rows, ordinal);
        if (typeof(T) == typeof(DateOnly))
            return (T)(object)getters.GetDateOnly(rows, ordinal);
        if (typeof(T) == typeof(TimeOnly))
            return (T)(object)getters.GetTimeOnly(rows, ordinal);
        if (typeof(T) == typeof(string))
            return (T)(object)getters.GetString(rows, ordinal);
        if (typeof(T) == typeof(object))
            return (T)getters.GetValue(rows, ordinal);
        var isNull = rows.GetKind(ordinal) == ValueKind.Null;
        if (typeof(T) == typeof(DBNull))
            return isNull ? (T)(object)DBNull.Value : throw new InvalidCastException($"Column '{rows.Columns[ordinal].Name}' is not NULL in this row.");
        if (Nullable.GetUnderlyingType(typeof(T)) is { } underlying)
            return isNull ? default! : (T)Boxed(underlying, getters, rows, ordinal);
        return (T)Boxed(typeof(T), getters, rows, ordinal);
    }

    private static object Boxed(Type type, ColumnGetters getters, RowCursor rows, int ordinal)
    {
        if (type.IsEnum)
            return Enum.ToObject(type, getters.GetInt64(rows, ordinal));
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => getters.GetBoolean(rows, ordinal),
            TypeCode.Char => getters.GetChar(rows, ordinal),
            TypeCode.SByte => getters.GetSByte(rows, ordinal),
            TypeCode.Byte => getters.GetByte(rows, ordinal),
            TypeCode.Int16 => getters.GetInt16(rows, ordinal),
            TypeCode.UInt16 => getters.GetUInt16(rows, ordinal),
            TypeCode.Int32 => getters.GetInt32(rows, ordinal),
            TypeCode.UInt32 => getters.GetUInt32(rows, ordinal),
            TypeCode.Int64 => getters.GetInt64(rows, ordinal),
            TypeCode.UInt64 => getters.GetUInt64(rows, ordinal),
            TypeCode.Single => getters.GetFloat(rows, ordinal),
            TypeCode.Double => getters.GetDouble(rows, ordinal),
            TypeCode.Decimal => getters.GetDecimal(rows, ordinal),
            TypeCode.DateTime => getters.GetDateTime(rows, ordinal),
            TypeCode.String => getters.GetString(rows, ordinal),
            _ => Other(type, getters, rows, ordinal),
        };
    }

    private static object Other(Type type, ColumnGetters getters, RowCursor rows, int ordinal)
    {
        if (type == typeof(Guid))
            return getters.GetGuid(rows, ordinal);
        if (type == typeof(DateTimeOffset))
            return getters.GetDateTimeOffset(rows, ordinal);
        if (type == typeof(TimeSpan))
            return getters.GetTimeSpan(rows, ordinal);
        if (type == typeof(DateOnly))
            return getters.GetDateOnly(rows, ordinal);
        if (type == typeof(TimeOnly))
            return getters.GetTimeOnly(rows, ordinal);
        if (type == typeof(byte[]))
            return getters.GetBinary(rows, ordinal);
        if (type == typeof(ReadOnlyMemory<byte>))
            return new ReadOnlyMemory<byte>(getters.GetBinary(rows, ordinal));
        if (type == typeof(Memory<byte>))
            return new Memory<byte>(getters.GetBinary(rows, ordinal));
        if (type == typeof(Stream) || type == typeof(MemoryStream))
            return getters.GetStream(rows, ordinal);
        if (type == typeof(TextReader) || type == typeof(StringReader))
            return getters.GetTextReader(rows, ordinal);
        throw new InvalidCastException($"Column '{rows.Columns[ordinal].Name}' cannot be read as {type}.");
    }
}
