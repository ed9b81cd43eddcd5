using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>substr(X, Y, Z): positions from 1, negative ones from the end; a negative length takes what stands before.</summary>
internal static class SubstringFunction
{
    public static Value Call(Value[] arguments)
    {
        if (arguments[0].IsNull || arguments[1].IsNull || (arguments.Length == 3 && arguments[2].IsNull))
            return Value.Null;
        var isBlob = arguments[0].Kind == ValueKind.Blob;
        var bytes = isBlob ? arguments[0].Bytes.Span : Utf8Text.UpToNul(SqliteArithmetic.ToText(arguments[0]).Bytes.Span);
        var start = Math.Clamp(SqliteArithmetic.ToInteger(arguments[1]), -int.MaxValue, int.MaxValue);
        var length = arguments.Length == 3 ? Math.Clamp(SqliteArithmetic.ToInteger(arguments[2]), -int.MaxValue, int.MaxValue) : int.MaxValue;
        var (first, count) = Window(start, length, isBlob ? bytes.Length : Utf8Text.CountCharacters(bytes));
        if (isBlob)
        {
            var from = (int)Math.Min(first, bytes.Length);
            return Value.FromBlob(bytes.Slice(from, (int)Math.Min(count, bytes.Length - from)).ToArray());
        }

        bytes = bytes[Utf8Text.OffsetOf(bytes, first)..];
        return Value.FromUtf8(bytes[..Utf8Text.OffsetOf(bytes, count)].ToArray());
    }

    /// <summary>The first element from 0, and how many.</summary>
    private static (long First, long Count) Window(long start, long length, long available)
    {
        if (start < 0)
        {
            start += available;
            if (start < 0)
            {
                length = length < 0 ? 0 : Math.Max(0, length + start);
                start = 0;
            }
        }
        else if (start > 0)
        {
            start--;
        }
        else if (length > 0)
        {
            length--;
        }

        if (length >= 0)
            return (start, length);
        var before = Math.Min(start, -length);
        return (start - before, before);
    }
}
