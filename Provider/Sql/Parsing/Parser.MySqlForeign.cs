using System.Collections.Frozen;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Statements of MySQL that are known by their first words and keep their text.</content>
internal sealed partial class Parser
{
    // Words that start a statement of one server, or one that ShardClient does not know.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ForeignWords = new[]
    {
        "ANALYZE", "BACKUP", "BINLOG", "CACHE", "CHANGE", "CHECK", "CHECKSUM", "CLONE", "DEALLOCATE", "DO", "EXECUTE", "FLUSH", "GET", "GRANT",
        "HANDLER", "HELP", "IMPORT", "INSTALL", "KILL", "LOAD", "LOCK", "OPTIMIZE", "PREPARE", "PURGE", "RENAME", "REPAIR", "RESET", "RESIGNAL", "RESTART",
        "REVOKE", "SHUTDOWN", "SIGNAL", "START", "STOP", "UNINSTALL", "UNLOCK", "XA",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // MariaDB runs the statements of routines outside of them too: https://mariadb.com/kb/en/using-compound-statements-outside-of-stored-programs.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BlockWords =
        new[] { "BEGIN", "CASE", "DECLARE", "FOR", "IF", "LOOP", "REPEAT", "WHILE" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Where the statement that is being read began.
    private Bookmark _first;

    /// <summary>A statement that its first word names; null for any other.</summary>
    private ForeignStatement? ParseForeignWord(int start)
    {
        if (_token.Kind != TokenKind.Word)
            return null;
        var word = _text.AsSpan(_token.Start, _token.End - _token.Start);
        if (ForeignWords.Contains(word))
            return ParseMySqlUnavailable(start);
        return BlockWords.Contains(word) || Peek().Kind == TokenKind.Colon ? ParseForeignText(start, toTheEnd: true) : null;
    }

    /// <summary>Reads a statement over from its beginning, as a text.</summary>
    /// <param name="toTheEnd">True where the statement has semicolons of its own, so that it goes on to the end of the text.</param>
    private ForeignStatement ParseForeignText(int start, bool toTheEnd = false)
    {
        Restore(_first);
        var words = ForeignName();
        var text = TakeWords(static _ => false, toTheEnd);
        return new ForeignStatement(words) { Text = text, Span = From(start) };
    }

    /// <summary>The first two words, or what is shown.</summary>
    private string ForeignName()
    {
        var bookmark = _lexer;
        var name = WordText(_token);
        var most = name is "SHOW" ? 3 : name is "CALL" or "DO" or "HELP" ? 1 : 2;
        for (var words = 1; words < most; words++)
        {
            var next = bookmark.Next();
            if (next.Kind != TokenKind.Word || next.Keyword is Keyword.Like or Keyword.Where or Keyword.From or Keyword.In or Keyword.For or Keyword.Limit)
                break;
            if (name is "CREATE" or "ALTER" && next.Keyword is Keyword.Or or Keyword.Replace)
            {
                words--;
                continue;
            }

            name = $"{name} {WordText(next)}";
            if (name is "SHOW FULL" or "SHOW GLOBAL" or "SHOW SESSION")
                most = 3;
        }

        return name;
    }

    private string WordText(Token token) => Slice(token.Start, token.End).ToUpperInvariant();

    private Bookmark Place() => new(_lexer, _token, _previousEnd);

    private void Restore(Bookmark bookmark) => (_lexer, _token, _previousEnd) = (bookmark.Lexer, bookmark.Token, bookmark.PreviousEnd);

    /// <summary>A place in the text to come back to.</summary>
    private readonly record struct Bookmark(Lexer Lexer, Token Token, int PreviousEnd);
}
