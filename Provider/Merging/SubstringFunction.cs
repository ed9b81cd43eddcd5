using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>substr(X, Y, Z): positions from 1, negative ones from the end; a negative length takes what stands before. Of an empty blob it is NULL.</summary>
internal static class SubstringFunction
{
    /// <summary>What the engine takes for "to the end": its limit of a value's length.</summary>
    private const long EngineLongest = 1_000_000_000;

    public static Value Call(Value[] arguments)
    {
        if (arguments[0].IsNull || arguments[1].IsNull || (arguments.Length == 3 && arguments[2].IsNull))
            return Value.Null;
        var isBlob = arguments[0].Kind == ValueKind.Blob;
        if (isBlob && arguments[0].Bytes.IsEmpty)
            return Value.Null;
        var bytes = isBlob ? arguments[0].Bytes.Span : Utf8Text.UpToNul(SqliteArithmetic.ToText(arguments[0]).Bytes.Span);
        var start = SqliteArithmetic.ToInteger(arguments[1]);
        var length = arguments.Length == 3 ? SqliteArithmetic.ToInteger(arguments[2]) : EngineLongest;
        var (first, count) = Window(start, length, isBlob ? bytes.Length : Utf8Text.CountCharacters(bytes));
        if (isBlob)
            return Value.FromBlob(bytes.Slice(first, Math.Min(count, bytes.Length - first)).ToArray());
        bytes = bytes[Utf8Text.OffsetOf(bytes, first)..];
        return Value.FromUtf8(bytes[..Utf8Text.OffsetOf(bytes, count)].ToArray());
    }

    /// <summary>The first element from 0, and how many.</summary>
    private static (int First, int Count) Window(Int128 start, Int128 length, int available)
    {
        if (start < 0)
        {
            start += available;
            if (start < 0)
            {
                length = length < 0 ? 0 : Int128.Max(0, length + start);
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

        var before = length < 0 ? Int128.Min(start, -length) : 0;
        return ((int)Int128.Min(start - before, available), (int)Int128.Min(length < 0 ? before : length, available));
    }
}
