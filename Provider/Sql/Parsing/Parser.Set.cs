using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>SET of session settings: https://dev.mysql.com/doc/refman/8.4/en/set-variable.html.</content>
internal sealed partial class Parser
{
    private static readonly string[] Scopes = ["SESSION", "GLOBAL", "LOCAL", "PERSIST", "PERSIST_ONLY"];

    private Statement ParseSet(int start)
    {
        if (_isMySql && ParseSpecialSet(start) is { } special)
            return special;
        var items = new NodeListBuilder<SetItem>();
        do
        {
            var itemStart = _token.Start;
            var item = ParseSetItem() with { Span = From(itemStart) };
            items.Add(item);
            while (AtTransactionSetting() && item.Name.StartsWith("transaction_", StringComparison.Ordinal))
            {
                Advance();
                items.Add(ParseTransactionSetting(item.Scope) with { Span = From(itemStart) });
            }

            if (items.Count == 1 && AcceptWord("COLLATE"))
                items.Add(new SetItem("", "collation_connection", ParseSetWord()) { Span = From(itemStart) });
        }
        while (Accept(TokenKind.Comma));
        return new SetStatement(items.ToList()) { Span = From(start) };
    }

    /// <summary>True at a comma and another characteristic of SET TRANSACTION.</summary>
    private bool AtTransactionSetting() => At(TokenKind.Comma) && Peek() is var next
        && (IsWord(next, "READ") || IsWord(next, "ISOLATION")) && NthAhead().Kind == TokenKind.Word;

    private SetItem ParseSetItem()
    {
        if (AcceptWord("NAMES") || AcceptCharset())
            return new SetItem("", "names", ParseSetWord());

        var scope = ParseScope();
        if (Accept(Keyword.Transaction))
            return ParseTransactionSetting(scope);
        var name = ParseSettingName(ref scope);
        if (!Accept(TokenKind.Assign))
            Expect(TokenKind.Equal);
        return new SetItem(scope, name, ParseSetValue());
    }

    private string ParseScope()
    {
        foreach (var scope in Scopes)
        {
            if (AtWord(scope) && Peek().Kind != TokenKind.Equal)
            {
                Advance();
                return scope;
            }
        }

        return "";
    }

    private string ParseSettingName(ref string scope)
    {
        if (_token.Kind is TokenKind.SystemVariable or TokenKind.Parameter)
        {
            var text = Slice(_token.Start, _token.End);
            if (_isMySql && At(TokenKind.Parameter))
                return TakeVariableName();
            Advance();
            if (!text.StartsWith("@@", StringComparison.Ordinal))
                return text;
            var dot = text.IndexOf('.', StringComparison.Ordinal);
            if (_isMySql && dot > 0 && !Scopes.Contains(text[2..dot].ToUpperInvariant()))
                dot = -1;
            if (dot > 0)
                scope = text[2..dot].ToUpperInvariant();
            var rest = text[(dot > 0 ? dot + 1 : 2)..];
            return rest.IndexOf('.', StringComparison.Ordinal) is var inner and > 0 && Scopes.Contains(rest[..inner].ToUpperInvariant())
                ? throw SyntaxErrors.Invalid(_text, _previousEnd, "a setting has one scope")
                : rest.ToLowerInvariant();
        }

        var name = _isMySql && At(Keyword.Default) ? TakeName() : ParseName("a setting");
        if (_isMySql && !IsPlainWord(name.Name))
            throw SyntaxErrors.Invalid(_text, _previousEnd, "no setting has this name");
        return _isMySql && Accept(TokenKind.Dot) ? $"{name.Name}.{ParseNameAfterDot("a setting").Name}".ToLowerInvariant() : name.Name.ToLowerInvariant();
    }

    private SetItem ParseTransactionSetting(string scope)
    {
        var start = _token.Start;
        if (AcceptWord("READ"))
        {
            var readOnly = AcceptWord("ONLY");
            if (!readOnly)
                ExpectWord("WRITE");
            return new SetItem(scope, "transaction_read_only", new LiteralExpression(LiteralKind.Integer, readOnly ? "1" : "0") { Span = From(start) });
        }

        ExpectWord("ISOLATION");
        ExpectWord("LEVEL");
        var level = "";
        while (_token.Kind == TokenKind.Word)
        {
            level += (level.Length > 0 ? "-" : "") + Slice(_token.Start, _token.End);
            Advance();
        }

        return new SetItem(scope, "transaction_isolation", new LiteralExpression(LiteralKind.String, level) { Span = From(start) });
    }

    private Expression ParseSetValue() => _isMySql ? ParseSettingWord() ?? ParseExpression() : _token.Keyword is Keyword.On or Keyword.Default ? ParseSetWord() : ParseExpression();

    /// <summary>A name or text; COLLATE after it is not the value's.</summary>
    private Expression ParseSetWord()
    {
        var start = _token.Start;
        if (_isMySql && ParseSettingWord() is { } setting)
            return setting;
        if (_token.Keyword is not (Keyword.On or Keyword.Default))
            return ParsePrimary();
        var word = Slice(_token.Start, _token.End);
        Advance();
        return new LiteralExpression(LiteralKind.String, word) { Span = From(start) };
    }
}
