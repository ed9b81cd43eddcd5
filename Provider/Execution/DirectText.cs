using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>A statement that goes to one shard as it is, unparsed: <c>/*+ shard(s1) */ ...</c>, or any text of a connection to one shard.</summary>
/// <param name="Shard">The shard's name as asked for.</param>
/// <param name="Reads">True when its first word only reads.</param>
/// <param name="Calls">True for a server's CALL.</param>
/// <param name="HasSeveral">True for a server's text of several statements; a semicolon in a literal counts too.</param>
internal sealed record DirectStatement(string Shard, bool Reads, bool Calls, bool HasSeveral) : Statement
{
    /// <summary>True where the answer may be several results.</summary>
    public bool MayGiveSeveral => Calls || HasSeveral;
}

/// <summary>Recognises texts for one shard.</summary>
internal static class DirectText
{
    private const string HintName = "shard";

    /// <summary>The shard that a leading hint names; null without one.</summary>
    public static string? ShardOf(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (!text.StartsWith("/*+", StringComparison.Ordinal))
            return null;
        var end = text.IndexOf("*/", StringComparison.Ordinal);
        var hint = text[3..(end < 0 ? text.Length : end)].Trim();
        if (!hint.StartsWith(HintName, StringComparison.OrdinalIgnoreCase))
            return null;
        var argument = hint[HintName.Length..].TrimStart();
        return argument.StartsWith('(') && argument.EndsWith(')') ? argument[1..^1].Trim().ToString() : null;
    }

    /// <summary>What would stay in a session that others use next: temporary objects, attached files, settings, an open transaction.</summary>
    private static void RefuseState(string text, string shard, SqlDialect dialect, SqlModes modes)
    {
        var lexer = new Lexer(text, dialect, modes);
        var (first, second) = (lexer.Next(), lexer.Next());
        if (!HasSeveral(text) && Controls(WordOf(text, first), WordOf(text, second)))
        {
            throw new ShardException(
                ShardErrorCode.NotSupported,
                $"{text[first.Start..second.End].TrimEnd(' ', ';').ToUpperInvariant()} on shard {shard} would stay in a session that others use next.",
                "Use BeginTransaction of the connection, or put the whole transaction into one text where the shard is a server's.")
            {
                Position = TextPosition.Of(text, first.Start),
            };
        }

        var stays = first.Keyword switch
        {
            Keyword.Create => second.Keyword is Keyword.Temp or Keyword.Temporary,
            Keyword.Attach or Keyword.Detach => true,
            Keyword.Pragma => IsSetting(text.AsSpan(second.Start, second.End - second.Start), ref lexer),
            _ => false,
        };
        if (!stays)
            return;
        throw new ShardException(
            ShardErrorCode.NotSupported,
            $"{text[first.Start..second.End].ToUpperInvariant()} on shard {shard} would stay in a session that others use next.",
            "Use ConfigureSqliteSession for settings, and a temporary table of the connection itself (CREATE TEMP TABLE without a hint).")
        {
            Position = TextPosition.Of(text, first.Start),
        };
    }

    /// <summary>
    /// Whether a statement of these first words begins, marks or ends a transaction, or locks tables for its session. XA RECOVER, and XA COMMIT of what another
    /// session prepared, are an operator's; so is START REPLICA.
    /// </summary>
    private static bool Controls(string first, string second) => first switch
    {
        "BEGIN" or "COMMIT" or "END" or "ROLLBACK" or "SAVEPOINT" or "RELEASE" => true,
        "START" => second == "TRANSACTION",
        "LOCK" or "UNLOCK" => second is "TABLE" or "TABLES",
        "XA" => second is "START" or "BEGIN" or "END" or "PREPARE",
        _ => false,
    };

    private static string WordOf(string text, in Token token) => text[token.Start..token.End].ToUpperInvariant();

    private static bool HasSeveral(string text) => text.AsSpan().TrimEnd("; \t\r\n").Contains(';');

    private static bool Calls(string text)
    {
        var first = new Lexer(text, SqlDialect.MySql).Next();
        return WordOf(text, first) == "CALL";
    }

    private static bool IsSetting(ReadOnlySpan<char> pragma, ref Lexer lexer) =>
        lexer.Next().Kind == TokenKind.Equal && !pragma.Equals("user_version", StringComparison.OrdinalIgnoreCase) && !pragma.Equals("application_id", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the text as one statement for a shard; only its parameters are looked for.</summary>
    public static PreparedText Prepare(string text, string shard, SqlDialect dialect, SqlModes modes)
    {
        RefuseState(text, shard, dialect, modes);
        var parameters = SqlParser.FindParameters(text, dialect, out var first, modes);
        var isForServer = dialect == SqlDialect.MySql;
        var statement = new DirectStatement(shard, first is Keyword.Select or Keyword.Values or Keyword.Explain, isForServer && Calls(text), isForServer && HasSeveral(text));
        if (isForServer && parameters.FirstOrDefault(static name => name is { Length: > 1 }) is { } named)
        {
            throw new ShardException(
                ShardErrorCode.NotSupported,
                $"A text for one MySQL shard goes there as it is, and {named} would be a variable of the server's session.",
                "Write ? for each parameter, in order.");
        }

        var parsed = new ParsedStatement(statement, new SourceSpan(0, text.Length), parameters, default);
        return new PreparedText(text, [new PreparedStatement(text, parsed) { Engine = isForServer ? EngineKind.MySql : EngineKind.Sqlite }]);
    }
}
