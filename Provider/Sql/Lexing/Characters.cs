namespace ShardClient.Sql.Lexing;

/// <summary>What characters are to SQLite: every one beyond ASCII is a letter.</summary>
internal static class Characters
{
    private const byte BlankBit = 1;
    private const byte DigitBit = 2;
    private const byte StartBit = 4;
    private const byte PartBit = 8;
    private const byte HexBit = 16;

    private static readonly byte[] Classes = MakeClasses();

    public static bool IsBlank(char c) => c < 128 ? (Classes[c] & BlankBit) != 0 : c == '\uFEFF';

    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    public static bool IsHexDigit(char c) => c < 128 && (Classes[c] & HexBit) != 0;

    /// <summary>True for what an unquoted name starts with.</summary>
    public static bool IsNameStart(char c) => c >= 128 || (Classes[c] & StartBit) != 0;

    /// <summary>True for what an unquoted name goes on with.</summary>
    public static bool IsNamePart(char c) => c >= 128 || (Classes[c] & PartBit) != 0;

    private static byte[] MakeClasses()
    {
        var classes = new byte[128];
        foreach (var c in " \t\n\f\r")
            classes[c] = BlankBit;
        for (var c = '0'; c <= '9'; c++)
            classes[c] = DigitBit | PartBit | HexBit;
        for (var c = 'a'; c <= 'z'; c++)
            classes[c] = classes[c - 32] = (byte)(StartBit | PartBit | (c <= 'f' ? HexBit : 0));
        classes['_'] = StartBit | PartBit;
        classes['$'] = PartBit;
        return classes;
    }
}
