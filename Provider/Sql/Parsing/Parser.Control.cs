using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Parsing;

/// <content>Transactions, PRAGMA and what looks after a database.</content>
internal sealed partial class Parser
{
    private Statement? ParseControl()
    {
        var start = _token.Start;
        switch (_token.Keyword)
        {
            case Keyword.Begin:
                return ParseBegin(start);
            case Keyword.Start when PeekKeyword() == Keyword.Transaction:
                Advance();
                Advance();
                return ParseCharacteristics(start);
            case Keyword.Commit or Keyword.End:
                Advance();
                ParseTransactionWord();
                return new CommitStatement { Span = From(start) };
            case Keyword.Rollback:
                return ParseRollback(start);
            case Keyword.Savepoint:
                Advance();
                return new SavepointStatement(ParseName("a savepoint")) { Span = From(start) };
            case Keyword.Release:
                Advance();
                Accept(Keyword.Savepoint);
                return new ReleaseStatement(ParseName("a savepoint")) { Span = From(start) };
            case Keyword.Pragma:
                return ParsePragma(start);
            default:
                return ParseMaintenance(start);
        }
    }

    private Statement? ParseMaintenance(int start)
    {
        switch (_token.Keyword)
        {
            case Keyword.Analyze:
                Advance();
                return new AnalyzeStatement(ParseOptionalObject()) { Span = From(start) };
            case Keyword.Reindex:
                Advance();
                return new ReindexStatement(ParseOptionalObject()) { Span = From(start) };
            case Keyword.Vacuum:
                Advance();
                Identifier? schema = IsName(_token) ? TakeName() : null;
                return new VacuumStatement(schema, Accept(Keyword.Into) ? ParseExpression() : null) { Span = From(start) };
            case Keyword.Attach:
                Advance();
                AcceptDatabase();
                var file = ParseExpression();
                Expect(Keyword.As);
                return new AttachStatement(file, ParseExpression()) { Span = From(start) };
            case Keyword.Detach:
                Advance();
                AcceptDatabase();
                return new DetachStatement(ParseExpression()) { Span = From(start) };
            case Keyword.Check when PeekKeyword() == Keyword.Cluster:
                Advance();
                Advance();
                return new CheckClusterStatement { Span = From(start) };
            default:
                return null;
        }
    }

    private void AcceptDatabase() => Accept(Keyword.Database);

    private ObjectName? ParseOptionalObject() => IsName(_token) ? ParseObjectName("a name") : null;

    private BeginStatement ParseBegin(int start)
    {
        Advance();
        var kind = Accept(Keyword.Deferred) ? TransactionKind.Deferred
            : Accept(Keyword.Immediate) ? TransactionKind.Immediate
            : Accept(Keyword.Exclusive) ? TransactionKind.Exclusive
            : TransactionKind.Default;
        ParseTransactionWord();
        return new BeginStatement(kind) { Span = From(start) };
    }

    /// <summary>[TRANSACTION [name] | WORK]; the name means nothing.</summary>
    private void ParseTransactionWord()
    {
        if (AcceptWord("WORK"))
            return;
        if (Accept(Keyword.Transaction) && IsName(_token))
            TakeName();
    }

    private RollbackStatement ParseRollback(int start)
    {
        Advance();
        ParseTransactionWord();
        if (!Accept(Keyword.To))
            return new RollbackStatement(null) { Span = From(start) };
        Accept(Keyword.Savepoint);
        return new RollbackStatement(ParseName("a savepoint")) { Span = From(start) };
    }

    private PragmaStatement ParsePragma(int start)
    {
        Advance();
        var name = ParseObjectName("a pragma");
        if (Accept(TokenKind.Equal))
            return new PragmaStatement(name, ParsePragmaValue(), IsCall: false) { Span = From(start) };
        if (!Accept(TokenKind.LeftParenthesis))
            return new PragmaStatement(name, null, IsCall: false) { Span = From(start) };
        var value = ParsePragmaValue();
        Expect(TokenKind.RightParenthesis);
        return new PragmaStatement(name, value, IsCall: true) { Span = From(start) };
    }

    private Expression ParsePragmaValue()
    {
        var start = _token.Start;
        if (_token.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            var sign = At(TokenKind.Minus) ? UnaryOperator.Negate : UnaryOperator.Plus;
            Advance();
            if (_token.Kind is not (TokenKind.Integer or TokenKind.Real))
                throw Unexpected("a number");
            return new UnaryExpression(sign, ParsePrimary()) { Span = From(start) };
        }

        if (_token.Kind is TokenKind.Integer or TokenKind.Real or TokenKind.String)
            return ParsePrimary();
        if (!IsName(_token) && _token.Keyword is not (Keyword.On or Keyword.Delete or Keyword.Default))
            throw Unexpected("a number", "a word", "a string");
        return new ColumnExpression(null, null, TakeName()) { Span = From(start) };
    }
}
