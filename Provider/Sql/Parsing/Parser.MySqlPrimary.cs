using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>What MySQL's operators stand between.</content>
internal sealed partial class Parser
{
    private Expression ParseMySqlPrimary()
    {
        switch (_token.Kind)
        {
            case TokenKind.Word:
                return ParseMySqlWord();
            case TokenKind.GraveQuoted or TokenKind.DoubleQuoted:
                return ParseMySqlNamed();
            case TokenKind.Integer or TokenKind.Real:
                return ParseMySqlNumber();
            case TokenKind.String:
                return ParseStrings();
            case TokenKind.Blob or TokenKind.Bits:
                return ParseBytes();
            case TokenKind.Parameter:
                return _text[_token.Start] == '@' && Peek().Kind == TokenKind.Assign ? ParseUserVariable() : ParseParameter();
            case TokenKind.SystemVariable:
                return ParseSystemVariable();
            case TokenKind.LeftParenthesis:
                return ParseMySqlParenthesized();
            case TokenKind.LeftBrace:
                return ParseBraced();
            default:
                throw Unexpected("an expression");
        }
    }

    private UserVariableExpression ParseUserVariable()
    {
        var span = Here;
        var name = TakeVariableName();
        return new UserVariableExpression(name) { Span = span };
    }

    private string TakeVariableName()
    {
        if (!At(TokenKind.Parameter) || _text[_token.Start] != '@')
            throw Unexpected("a variable");
        var name = _text[_token.Start + 1] is '`' or '\'' or '"' ? $"@{UnquotedVariable()}" : Slice(_token.Start, _token.End);
        Advance();
        return name;
    }

    private Expression ParseMySqlWord()
    {
        switch (_token.Keyword)
        {
            case Keyword.None:
                return ParseWordOrPrefix();
            case Keyword.Null:
                return Literal(LiteralKind.Null);
            case Keyword.True or Keyword.False:
                return Literal(At(Keyword.True) ? LiteralKind.True : LiteralKind.False);
            case Keyword.CurrentDate or Keyword.CurrentTime or Keyword.CurrentTimestamp:
                return ParseMySqlMoment();
            case Keyword.Case:
                return ParseCase();
            case Keyword.Cast when Peek().Kind == TokenKind.LeftParenthesis:
                return ParseMySqlCast();
            case Keyword.Convert:
                return ParseConvert();
            case Keyword.Exists:
                return ParseExists();
            case Keyword.Interval:
                return ParseInterval();
            case Keyword.Match:
                return ParseFullText();
            case Keyword.Row when Peek().Kind == TokenKind.LeftParenthesis:
                return ParseRowWord();
            case Keyword.Default when Peek().Kind != TokenKind.LeftParenthesis:
                var span = Here;
                Advance();
                return new DefaultExpression { Span = span };
            default:
                return MySqlKeywords.MayBeName(_token.Keyword) ? ParseMySqlNamed() : ParseReservedCall();
        }
    }

    /// <summary>Words that are names nowhere and functions before a parenthesis, or even without one.</summary>
    private Expression ParseReservedCall()
    {
        var start = _token.Start;
        var callable = _token.Keyword is Keyword.If or Keyword.Left or Keyword.Right or Keyword.Replace or Keyword.Insert or Keyword.Mod
            or Keyword.Database or Keyword.Values or Keyword.Default or Keyword.Reserved;
        var isCall = callable && Peek().Kind == TokenKind.LeftParenthesis && !AtWord("DISTINCTROW");
        if (!isCall && !(At(Keyword.Reserved) && AtMomentWord()))
            throw Unexpected("an expression");
        var name = TakeName();
        return isCall ? ParseMySqlCall(name, start) : new FunctionExpression(name, default) { Span = From(start) };
    }

    private bool AtMomentWord() => AtWord("UTC_DATE") || AtWord("UTC_TIME") || AtWord("UTC_TIMESTAMP") || AtWord("LOCALTIME") || AtWord("LOCALTIMESTAMP") || AtWord("CURRENT_USER");

    private Expression ParseMySqlMoment()
    {
        if (Peek().Kind == TokenKind.LeftParenthesis)
        {
            var start = _token.Start;
            return ParseMySqlCall(TakeName(), start);
        }

        return Literal(_token.Keyword switch
        {
            Keyword.CurrentDate => LiteralKind.CurrentDate,
            Keyword.CurrentTime => LiteralKind.CurrentTime,
            _ => LiteralKind.CurrentTimestamp,
        });
    }

    /// <summary>A name; or DATE, N or _utf8mb4 before a literal.</summary>
    private Expression ParseWordOrPrefix()
    {
        var next = Peek();
        if (next.Kind is not (TokenKind.String or TokenKind.Blob or TokenKind.Bits))
            return AtSequenceValue(next) ? ParseSequenceValue() : ParseMySqlNamed();
        var start = _token.Start;
        var word = Slice(start, _token.End);
        if (word[0] == '_' && MySqlText.IsIntroducer(word))
        {
            Advance();
            return ParseIntroduced(word.ToLowerInvariant(), start);
        }

        if (next.Kind != TokenKind.String)
            return ParseMySqlNamed();
        if (word is "N" or "n" && next.Start == _token.End)
        {
            Advance();
            return ParseIntroduced("N", start);
        }

        return word.ToUpperInvariant() is "DATE" or "TIME" or "TIMESTAMP" ? ParseTemporal() : ParseMySqlNamed();
    }

    private PrefixedLiteral ParseTemporal()
    {
        var start = _token.Start;
        var prefix = TakeWord();
        return new PrefixedLiteral(prefix, ParseMomentText()) { Span = From(start) };
    }

    /// <summary>No moment has a backslash, and none could be written.</summary>
    private LiteralExpression ParseMomentText()
    {
        var start = _token.Start;
        var text = ParseStrings();
        return MustBeBytes(text.Text) ? throw SyntaxErrors.Invalid(_text, start, "this is no date or time") : text;
    }

    /// <summary>ODBC's <c>{d '2026-01-31'}</c>, <c>{t ...}</c>, <c>{ts ...}</c> and <c>{fn f(x)}</c>.</summary>
    private Expression ParseBraced()
    {
        var start = _token.Start;
        Advance();
        var word = TakeWord();
        var prefix = word switch { "D" => "DATE", "T" => "TIME", "TS" => "TIMESTAMP", _ => null };
        var inner = ParseExpression();
        if (prefix is not null && inner is LiteralExpression { Kind: LiteralKind.String } text)
            inner = MustBeBytes(text.Text) ? throw SyntaxErrors.Invalid(_text, start, "this is no date or time") : new PrefixedLiteral(prefix, text);
        Expect(TokenKind.RightBrace);
        return inner with { Span = From(start) };
    }

    private Expression ParseMySqlNamed()
    {
        var start = _token.Start;
        var first = TakeName();
        if (At(TokenKind.LeftParenthesis))
        {
            CheckBlank(first);
            return ParseMySqlCall(first, start);
        }

        if (!Accept(TokenKind.Dot))
            return new ColumnExpression(null, null, first) { Span = From(start) };
        var second = ParseNameAfterDot("a column");
        if (At(TokenKind.LeftParenthesis))
            return new FunctionExpression(second, ParseArguments()) { Schema = first, Span = From(start) };
        if (!Accept(TokenKind.Dot))
            return new ColumnExpression(null, first, second) { Span = From(start) };
        return new ColumnExpression(first, second, ParseNameAfterDot("a column")) { Span = From(start) };
    }

    private Expression ParseMySqlParenthesized()
    {
        var start = _token.Start;
        Advance();
        if (AtQuery() && !(At(Keyword.Values) && _readsDuplicates))
        {
            var query = ParseSelect();
            Expect(TokenKind.RightParenthesis);
            return new SubqueryExpression(query) { Span = From(start) };
        }

        var first = ParseExpression();
        if (first is SubqueryExpression subquery && AtQueryTail())
            first = new SubqueryExpression(ContinueQuery(subquery));
        if (!Accept(TokenKind.Comma))
        {
            Expect(TokenKind.RightParenthesis);
            return first with { Span = From(start) };
        }

        var items = ParseExpressions(first);
        Expect(TokenKind.RightParenthesis);
        return new RowExpression(items) { Span = From(start) };
    }

    private Expression ParseRowWord()
    {
        var start = _token.Start;
        Advance();
        var items = ParseArguments();
        if (items.Count == 0)
            throw Unexpected("a row's values");
        return items.Count == 1 ? items[0] : new RowExpression(items) { Span = From(start) };
    }

    /// <summary>INTERVAL n unit; with several arguments it is a function.</summary>
    private Expression ParseInterval()
    {
        var start = _token.Start;
        var name = TakeName();
        var first = At(TokenKind.LeftParenthesis) ? ParseMySqlParenthesized() : null;
        if (first is RowExpression row)
            return new FunctionExpression(name, row.Items) { Span = From(start) };
        var value = first is null ? ParseExpression() : GoOn(first);
        if (value is RowExpression)
            throw SyntaxErrors.Invalid(_text, start, "an interval is one value");
        return new IntervalExpression(value, TakeWord()) { Span = From(start) };
    }

    /// <summary>Goes on with an expression whose first operand has been read.</summary>
    private Expression GoOn(Expression left)
    {
        while (ParseMySqlContinuation(left, MySqlPrecedence.Assign) is { } longer)
        {
            left = longer;
            Deepen();
        }

        return left;
    }

    private FullTextExpression ParseFullText()
    {
        var start = _token.Start;
        Advance();
        var enclosed = Accept(TokenKind.LeftParenthesis);
        var columns = new NodeListBuilder<Expression>();
        do
            columns.Add(ParseMySqlColumn());
        while (Accept(TokenKind.Comma));
        if (enclosed)
            Expect(TokenKind.RightParenthesis);
        ExpectWord("AGAINST");
        Expect(TokenKind.LeftParenthesis);
        var against = ParseExpression(MySqlPrecedence.BitOr);
        var mode = "";
        while (!At(TokenKind.RightParenthesis))
            mode += (mode.Length > 0 ? " " : "") + TakeWord();
        Advance();
        return new FullTextExpression(columns.ToList(), against, mode) { Span = From(start) };
    }
}
