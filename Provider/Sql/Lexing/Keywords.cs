namespace ShardClient.Sql.Lexing;

/// <summary>Finds keywords without allocating, and says which of them may be names.</summary>
internal static class Keywords
{
    private const int Slots = 1024;
    private const int LongestKeyword = 17;

    // Folded spellings by keyword, and an open-addressed table from a spelling's hash to its keyword.
    private static readonly string[] Spellings = MakeSpellings();
    private static readonly Keyword[] Table = MakeTable();

    /// <summary>The keyword that the word spells to SQLite, ignoring case; <see cref="Keyword.None"/> for any other.</summary>
    public static Keyword Find(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > LongestKeyword)
            return Keyword.None;
        var slot = Hash(word);
        while (true)
        {
            var keyword = Table[slot];
            if (keyword == Keyword.None || Matches(word, Spellings[(int)keyword]))
                return keyword;
            slot = (slot + 1) & (Slots - 1);
        }
    }

    /// <summary>The keyword in upper case.</summary>
    public static string Text(Keyword keyword) => keyword switch
    {
        Keyword.CurrentDate => "CURRENT_DATE",
        Keyword.CurrentTime => "CURRENT_TIME",
        Keyword.CurrentTimestamp => "CURRENT_TIMESTAMP",
        Keyword.StraightJoin => "STRAIGHT_JOIN",
        _ => keyword.ToString().ToUpperInvariant(),
    };

    /// <summary>True where the word, unquoted, can stand alone as a column or alias.</summary>
    public static bool MayBeColumn(Keyword keyword) => keyword is Keyword.None or >= Keyword.Abort;

    /// <summary>True where the word, unquoted, can be the name of a table or function, or stand beside a dot.</summary>
    public static bool MayBeName(Keyword keyword) => keyword is Keyword.None or >= Keyword.Indexed;

    private static int Hash(ReadOnlySpan<char> word) =>
        ((word.Length * 7) + ((word[0] | 0x20) * 31) + ((word[1] | 0x20) * 5) + ((word[^1] | 0x20) * 131) + ((word[word.Length / 2] | 0x20) * 17))
        & (Slots - 1);

    // Identifier characters fold by one bit: letters to lower case, '_' to a value that no other of them has.
    private static bool Matches(ReadOnlySpan<char> word, string spelling)
    {
        if (word.Length != spelling.Length)
            return false;
        for (var i = 0; i < word.Length; i++)
        {
            if ((word[i] | 0x20) != spelling[i])
                return false;
        }

        return true;
    }

    private static string[] MakeSpellings()
    {
        var keywords = Enum.GetValues<Keyword>();
        var spellings = new string[keywords.Length];
        foreach (var keyword in keywords)
            spellings[(int)keyword] = string.Create(Text(keyword).Length, Text(keyword), Fold);
        return spellings;

        static void Fold(Span<char> target, string source)
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = (char)(source[i] | 0x20);
        }
    }

    private static Keyword[] MakeTable()
    {
        var table = new Keyword[Slots];
        for (var keyword = Keyword.None + 1; keyword < Keyword.Binary; keyword++)
        {
            var slot = Hash(Spellings[(int)keyword]);
            while (table[slot] != Keyword.None)
                slot = (slot + 1) & (Slots - 1);
            table[slot] = keyword;
        }

        return table;
    }
}
