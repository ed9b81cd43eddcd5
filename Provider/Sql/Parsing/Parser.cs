using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <summary>
/// Recursive descent over one text, by the grammar of https://sqlite.org/src/file/src/parse.y. This part holds the place in the text and
/// the guard against depth; the others hold one family of statements or clauses each.
/// </summary>
internal sealed partial class Parser
{
    private readonly string _text;
    private readonly ParserLimits _limits;
    private readonly SqlModes _modes;
    private readonly bool _isMySql;
    private Lexer _lexer;
    private Token _token;
    private int _previousEnd;
    private int _depth;

    // The deepest node of what is being parsed: a chain of operators pushes its left side down without any recursion here.
    private int _deepest;

    public Parser(string text, SqlDialect dialect, SqlModes modes, ParserLimits limits, ServerRelease release = default)
    {
        _text = text;
        _limits = limits;
        _modes = modes;
        _isMySql = dialect == SqlDialect.MySql;
        _lexer = new Lexer(text, dialect, modes, release);
        if (text.Contains('\0'))
            throw SyntaxErrors.At(text, text.IndexOf('\0'), "a NUL character", ["text"]);
    }

    private void Advance()
    {
        _previousEnd = _token.End;
        _token = _lexer.Next();
        if (_token.Kind >= TokenKind.Unterminated)
            throw SyntaxErrors.BadToken(_text, _token);
    }

    private Token Peek()
    {
        var bookmark = _lexer;
        return bookmark.Next();
    }

    private Keyword PeekKeyword() => Peek().Keyword;

    private bool At(TokenKind kind) => _token.Kind == kind;

    private bool At(Keyword keyword) => _token.Keyword == keyword;

    private bool Accept(TokenKind kind)
    {
        if (_token.Kind != kind)
            return false;
        Advance();
        return true;
    }

    private bool Accept(Keyword keyword)
    {
        if (_token.Keyword != keyword)
            return false;
        Advance();
        return true;
    }

    private bool Accept(Keyword first, Keyword second)
    {
        if (_token.Keyword != first || PeekKeyword() != second)
            return false;
        Advance();
        Advance();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        if (!Accept(kind))
            throw Unexpected(SyntaxErrors.Spell(kind));
    }

    private void Expect(Keyword keyword)
    {
        if (!Accept(keyword))
            throw Unexpected(Keywords.Text(keyword));
    }

    private void Expect(Keyword first, Keyword second)
    {
        Expect(first);
        Expect(second);
    }

    private ShardException Unexpected(params string[] expected) =>
        SyntaxErrors.At(_text, _token.Start, SyntaxErrors.Describe(_text, _token), expected);

    private SourceSpan From(int start) => new(start, _previousEnd - start);

    private SourceSpan Here => new(_token.Start, _token.End - _token.Start);

    private string Slice(int start, int end) => _text[start..end];

    /// <summary>Goes one level deeper; <see cref="Leave"/> comes back.</summary>
    private void Enter()
    {
        if (++_depth > _limits.MaxDepth || ((_depth & 7) == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
            ThrowTooDeep();
        if (_depth > _deepest)
            _deepest = _depth;
    }

    private void Leave() => _depth--;

    /// <summary>Notes that all that was parsed at this level came one level deeper, as the left side of a chain.</summary>
    private void Deepen()
    {
        if (++_deepest > _limits.MaxDepth)
            ThrowTooDeep();
    }

    [DoesNotReturn]
    private void ThrowTooDeep() => throw SyntaxErrors.TooDeep(_text, _token.Start, _limits.MaxDepth);
}
