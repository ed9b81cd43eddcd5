using ShardClient.Backends.MySql;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>
/// What a text does to its session, as far as its words tell: drivers have no member that says whether the engine is in a transaction, or what a
/// session keeps. Rather one new session too many: whatever is not known to be plain leaves traces.
/// </summary>
internal readonly struct TextEffects
{
    private TextEffects(bool leavesTraces, bool? transaction, bool isInsert)
    {
        LeavesTraces = leavesTraces;
        Transaction = transaction;
        IsInsert = isInsert;
    }

    /// <summary>True when the session may not be given to somebody else afterwards.</summary>
    public bool LeavesTraces { get; }

    /// <summary>True when the text begins a transaction, false when it ends one, null when it does neither.</summary>
    public bool? Transaction { get; }

    /// <summary>True when a new key may come of it.</summary>
    public bool IsInsert { get; }

    public static TextEffects Of(ReadOnlySpan<char> text, EngineKind engine, bool leavesNoTraces = false)
    {
        var rest = text;
        var word = Word(ref rest);
        var traces = !leavesNoTraces && (SessionTraces.MayLeave(text) || text.Contains('@') || HasSecondStatement(text));
        return word switch
        {
            "SELECT" or "WITH" or "VALUES" or "UPDATE" or "DELETE" or "EXPLAIN" or "SHOW" or "SAVEPOINT" or "RELEASE" => new(traces, null, false),
            "INSERT" or "REPLACE" => new(traces, null, true),
            "BEGIN" or "START" => new(traces, true, false),
            "COMMIT" or "END" => new(traces, Chains(text), false),
            "ROLLBACK" => new(traces, IsToSavepoint(rest) ? null : Chains(text), false),
            "XA" => Branch(text, Word(ref rest)),
            "CREATE" or "ALTER" or "DROP" or "TRUNCATE" or "RENAME" => Definition(text, traces, engine),
            _ => new(true, null, false),
        };
    }

    private static bool? Chains(ReadOnlySpan<char> text) => Has(text, "CHAIN") && !Has(text, "NO CHAIN");

    private static TextEffects Branch(ReadOnlySpan<char> text, string word) => new(
        SessionTraces.MayPrepareBranch(text), word switch { "START" or "BEGIN" => true, "COMMIT" or "ROLLBACK" or "PREPARE" => false, _ => null }, false);

    // A definition commits what is open, except in SQLite and except on temporary tables.
    private static TextEffects Definition(ReadOnlySpan<char> text, bool traces, EngineKind engine)
    {
        var isTemporary = Has(text, "TEMP");
        return new(traces || isTemporary, engine == EngineKind.Sqlite || isTemporary ? null : false, false);
    }

    private static bool IsToSavepoint(ReadOnlySpan<char> rest)
    {
        for (var word = Word(ref rest); word.Length > 0; word = Word(ref rest))
        {
            if (word == "TO")
                return true;
        }

        return false;
    }

    private static bool HasSecondStatement(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        return end >= 0 && !text[(end + 1)..].IsWhiteSpace();
    }

    private static bool Has(ReadOnlySpan<char> text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The next word in capitals; empty when something else comes, such as a comment.</summary>
    private static string Word(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var length = 0;
        while (length < text.Length && char.IsAsciiLetter(text[length]))
            length++;
        var word = text[..length].ToString().ToUpperInvariant();
        text = text[length..];
        return word;
    }
}
