using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>trim(X, Y), ltrim and rtrim: drops any of Y's characters from the ends; spaces without Y.</summary>
internal static class TrimFunction
{
    public static Value Call(Value[] arguments, bool left, bool right)
    {
        if (arguments[0].IsNull || (arguments.Length == 2 && arguments[1].IsNull))
            return Value.Null;
        var text = SqliteArithmetic.ToText(arguments[0]).Bytes.Span;
        var characters = arguments.Length == 2 ? Utf8Text.UpToNul(SqliteArithmetic.ToText(arguments[1]).Bytes.Span) : " "u8;
        while (left && LengthOfAny(text, characters, atStart: true) is var length and > 0)
            text = text[length..];
        while (right && LengthOfAny(text, characters, atStart: false) is var length and > 0)
            text = text[..^length];
        return Value.FromUtf8(text.ToArray());
    }

    /// <summary>The bytes of the character, one of those given, that stands at an end; 0 when none does.</summary>
    private static int LengthOfAny(ReadOnlySpan<byte> text, ReadOnlySpan<byte> characters, bool atStart)
    {
        while (!characters.IsEmpty)
        {
            var length = Utf8Text.OffsetOf(characters, 1);
            if (atStart ? text.StartsWith(characters[..length]) : text.EndsWith(characters[..length]))
                return length;
            characters = characters[length..];
        }

        return 0;
    }
}
