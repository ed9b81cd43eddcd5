using System.Collections.Frozen;
using ShardClient.Sql.Dialects;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Operators and calls of MySQL in a text for SQLite shards, which SQLite would not read.</content>
internal sealed partial class Parser
{
    private static readonly FrozenDictionary<string, Func<Parser, Identifier, Expression?>> MySqlForms =
        new Dictionary<string, Func<Parser, Identifier, Expression?>>(StringComparer.OrdinalIgnoreCase)
        {
            ["CONVERT"] = static (parser, _) => parser.ParseConverted(),
            ["EXTRACT"] = static (parser, _) => parser.ParseExtracted(),
            ["MID"] = static (parser, _) => parser.ParsePartOfText(),
            ["POSITION"] = static (parser, _) => parser.ParsePositionOfText(),
            ["SUBSTR"] = static (parser, _) => parser.ParsePartOfText(),
            ["SUBSTRING"] = static (parser, _) => parser.ParsePartOfText(),
            ["TRIM"] = static (parser, _) => parser.ParseTrimmed(),
        }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // Set by a form that read its first argument and turned out to be an ordinary call.
    private Expression? _firstArgument;

    /// <summary>What SQLite has for a call; null when it is the call itself.</summary>
    private Expression? Respelled(FunctionExpression call)
    {
        try
        {
            if ((_isMySql ? SqliteCalls.Native(call) : MySqlCalls.Native(call)) is not { } native)
                return null;
            _respelled = true;
            return native with { Span = call.Span };
        }
        catch (UntranslatableException problem)
        {
            throw Unsupported(problem, call.Span.Start);
        }
    }

    private ShardException Unsupported(UntranslatableException problem, int start) => SyntaxErrors.Unsupported(_text, start, problem.Message, problem.Advice);

    /// <summary>DIV, MOD and XOR, which are names where no operand follows; null at anything else.</summary>
    private Expression? ParseForeignWordOperator(Expression left, int minimum)
    {
        if (_token.Kind != TokenKind.Word || !BeginsOperand(Peek()))
            return null;
        if (minimum <= Precedence.Multiplicative && (AtWord("DIV") || AtWord("MOD")))
        {
            var name = AtWord("DIV") ? "shardclient_div" : "shardclient_mod";
            Advance();
            _respelled = true;
            var right = ParseExpression(Precedence.Multiplicative + 1);
            return new FunctionExpression(new Identifier(name), [left, right]) { Span = From(left.Span.Start) };
        }

        if (minimum <= Precedence.Equality && AtWord("RLIKE"))
        {
            _respelled = true;
            return ParsePattern(PatternOperator.Regexp, left, not: false);
        }

        if (minimum > Precedence.Xor || !AtWord("XOR"))
            return null;
        Advance();
        _respelled = true;
        Expression either = MySqlCalls.Xor(left, ParseExpression(Precedence.Xor + 1));
        return either with { Span = From(left.Span.Start) };
    }

    private static bool BeginsOperand(Token token) => token.Kind switch
    {
        TokenKind.Integer or TokenKind.Real or TokenKind.String or TokenKind.Blob or TokenKind.Parameter or TokenKind.LeftParenthesis or TokenKind.Minus or TokenKind.Tilde
            or TokenKind.DoubleQuoted or TokenKind.GraveQuoted => true,
        TokenKind.Word => token.Keyword is Keyword.None or Keyword.Not or Keyword.Null or Keyword.Case or Keyword.Cast or Keyword.Exists or Keyword.True or Keyword.False,
        _ => false,
    };

    /// <summary>x + INTERVAL n unit and x - INTERVAL n unit, at the sign; null where it is an ordinary operator.</summary>
    private FunctionExpression? ParseMovedMoment(Expression left)
    {
        var bookmark = _lexer;
        if (!AtIntervalIn(ref bookmark))
            return null;
        var isNegative = At(TokenKind.Minus);
        Advance();
        var interval = ParseMySqlInterval();
        return Moved(left, interval, isNegative) with { Span = From(left.Span.Start) };
    }

    private FunctionExpression Moved(Expression moment, IntervalExpression interval, bool isNegative)
    {
        try
        {
            return Intervals.Add(moment, interval, isNegative);
        }
        catch (UntranslatableException problem)
        {
            throw Unsupported(problem, interval.Span.Start);
        }
    }

    private bool AtInterval()
    {
        if (!AtWord("INTERVAL"))
            return false;
        var bookmark = _lexer;
        return EndsInUnit(ref bookmark, bookmark.Next());
    }

    private bool AtIntervalIn(ref Lexer bookmark) => IsWord(bookmark.Next(), "INTERVAL") && EndsInUnit(ref bookmark, bookmark.Next());

    /// <summary>True where one operand and a unit of time follow INTERVAL, which else is a name.</summary>
    private bool EndsInUnit(ref Lexer bookmark, Token token)
    {
        if (token.Kind == TokenKind.Minus)
            token = bookmark.Next();
        if (token.Kind == TokenKind.LeftParenthesis)
        {
            for (var open = 1; open > 0; open += token.Kind == TokenKind.LeftParenthesis ? 1 : token.Kind == TokenKind.RightParenthesis ? -1 : 0)
            {
                token = bookmark.Next();
                if (token.Kind == TokenKind.End)
                    return false;
            }
        }
        else if (token.Kind is not (TokenKind.Integer or TokenKind.Real or TokenKind.String or TokenKind.Parameter or TokenKind.Word or TokenKind.GraveQuoted or TokenKind.DoubleQuoted))
        {
            return false;
        }

        var next = bookmark.Next();
        while (next.Kind == TokenKind.Dot)
        {
            bookmark.Next();
            next = bookmark.Next();
        }

        return next.Kind == TokenKind.Word && Intervals.IsUnit(_text.AsSpan(next.Start, next.End - next.Start));
    }

    private IntervalExpression ParseMySqlInterval()
    {
        var start = _token.Start;
        _respelled = true;
        Advance();
        var value = ParseExpression(Precedence.Multiplicative);
        return new IntervalExpression(value, WordText(_token)) { Span = AdvanceFrom(start) };
    }

    private SourceSpan AdvanceFrom(int start)
    {
        Advance();
        return From(start);
    }

    /// <summary>The arguments of a call; MySQL's INTERVAL may stand among them.</summary>
    private NodeList<Expression> ParseCallArguments()
    {
        var first = _firstArgument;
        _firstArgument = null;
        if (first is null && !AtInterval())
            return ContinuesWithInterval(ParseExpression());
        return ContinuesWithInterval(first ?? ParseMySqlInterval());
    }

    private NodeList<Expression> ContinuesWithInterval(Expression first)
    {
        var items = new NodeListBuilder<Expression>();
        items.Add(first);
        while (Accept(TokenKind.Comma))
            items.Add(AtInterval() ? ParseMySqlInterval() : ParseExpression());
        return items.ToList();
    }

    /// <summary>A call with words between its arguments, at the first argument; null for an ordinary one.</summary>
    private Expression? ParseMySqlForm(Identifier name, int start)
    {
        if (name.Quoted || At(TokenKind.RightParenthesis) || At(TokenKind.Star) || !MySqlForms.TryGetValue(name.Name, out var parse))
            return null;
        try
        {
            if (parse(this, name) is not { } form)
                return null;
            Expect(TokenKind.RightParenthesis);
            _respelled = true;
            return form with { Span = From(start) };
        }
        catch (UntranslatableException problem)
        {
            throw Unsupported(problem, start);
        }
    }

    private FunctionExpression? ParseExtracted()
    {
        if (_token.Kind != TokenKind.Word || PeekKeyword() != Keyword.From)
            return null;
        var unit = WordText(_token);
        Advance();
        Advance();
        return MySqlCalls.Extract(unit, ParseExpression());
    }

    /// <summary>SUBSTRING(x FROM n FOR m), which counts as MySQL's SUBSTRING does.</summary>
    private FunctionExpression? ParsePartOfText()
    {
        _firstArgument = ParseExpression();
        if (!Accept(Keyword.From))
            return null;
        var text = TakeFirstArgument();
        var from = ParseExpression();
        return Accept(Keyword.For) ? Build.Call("mid", text, from, ParseExpression()) : Build.Call("mid", text, from);
    }

    private FunctionExpression? ParsePositionOfText()
    {
        var part = ParseExpression(Precedence.Equality + 1);
        if (Accept(Keyword.In))
            return Build.Call("locate", part, ParseExpression());
        while (ParseContinuation(part, Precedence.Or, stopAtAnd: false) is { } longer)
            part = longer;
        _firstArgument = part;
        return null;
    }

    private FunctionExpression? ParseTrimmed()
    {
        var side = (AtWord("BOTH") || AtWord("LEADING") || AtWord("TRAILING")) && (BeginsOperand(Peek()) || PeekKeyword() == Keyword.From) ? WordText(_token) : "";
        if (side.Length > 0)
            Advance();
        if (side.Length > 0 && Accept(Keyword.From))
            return MySqlCalls.Trim(side, Build.Text(" "), ParseExpression());
        _firstArgument = ParseExpression();
        if (!Accept(Keyword.From))
            return side.Length == 0 ? null : throw Unexpected("FROM");
        var removed = TakeFirstArgument();
        return MySqlCalls.Trim(side, removed, ParseExpression());
    }

    /// <summary>CONVERT(x, type) is CAST(x AS type); CONVERT(x USING utf8mb4) is x, which is in UTF-8 anyway.</summary>
    private Expression? ParseConverted()
    {
        _firstArgument = ParseExpression();
        if (Accept(Keyword.Using))
        {
            var charset = WordText(_token);
            Advance();
            return charset is "UTF8" or "UTF8MB3" or "UTF8MB4" ? TakeFirstArgument() : throw new UntranslatableException($"CONVERT(... USING {charset})", "Texts are kept in UTF-8: leave it out.");
        }

        if (!At(TokenKind.Comma) || !IsCastType(Peek()))
            return null;
        Advance();
        var cast = new CastExpression(TakeFirstArgument(), ParseType(beforeConstraints: false));
        return MySqlCalls.Cast(cast) ?? cast;
    }

    private bool IsCastType(Token token) => token.Kind == TokenKind.Word && _text[token.Start..token.End].ToUpperInvariant() is "SIGNED" or "UNSIGNED" or "CHAR" or "DATE" or "DATETIME" or "DOUBLE";

    private Expression TakeFirstArgument()
    {
        var first = _firstArgument!;
        _firstArgument = null;
        return first;
    }

    /// <summary>GROUP_CONCAT(x ORDER BY y SEPARATOR '; ').</summary>
    private FunctionExpression ParseSeparated(FunctionExpression call, int start)
    {
        Advance();
        _respelled = true;
        var separator = At(TokenKind.String) ? Unquote(_token) : throw Unexpected("a string");
        Advance();
        try
        {
            return MySqlCalls.Separated(call, separator);
        }
        catch (UntranslatableException problem)
        {
            throw Unsupported(problem, start);
        }
    }

    private bool AtMySqlLock() => At(Keyword.For) ? PeekKeyword() == Keyword.Update || IsWord(Peek(), "SHARE") : AtWord("LOCK") && PeekKeyword() == Keyword.In;

    /// <summary>
    /// FOR UPDATE, FOR SHARE and LOCK IN SHARE MODE hold by themselves: a transaction has the writer of each shard that it has read. What waits otherwise
    /// than until the command's deadline is refused.
    /// </summary>
    private void SkipLocks()
    {
        var start = _token.Start;
        while (AtMySqlLock())
        {
            var isShareMode = !Accept(Keyword.For);
            if (isShareMode)
                Advance();
            if (isShareMode)
                Expect(Keyword.In);
            if (isShareMode || !Accept(Keyword.Update))
                ExpectWord("SHARE");
            if (isShareMode)
                ExpectWord("MODE");
            if (Accept(Keyword.Of))
                ParseNameList();
            if (AtWord("NOWAIT") || AtWord("SKIP") || AtWord("WAIT"))
                throw SyntaxErrors.Unsupported(_text, start, "A locking clause with NOWAIT, SKIP LOCKED or WAIT", "Set CommandTimeout: a statement waits until then.");
            _respelled = true;
        }
    }
}
