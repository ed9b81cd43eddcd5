using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Values;

namespace ShardClient.Planning.Normalizing;

/// <summary>
/// Turns literals into inputs where a parameter means the same: operands of comparisons, members of IN lists, VALUES, SET, LIMIT. Never
/// in select lists, GROUP BY, ORDER BY, casts or arguments of functions, where the text itself has a meaning. Moments and the session's
/// functions become inputs everywhere, so that all shards see one value.
/// </summary>
internal sealed partial class StatementNormalizer : SyntaxRewriter
{
    /// <summary>Over so many literals the rest stay in the text: an engine takes 32,766 parameters at most.</summary>
    public const int MaxLiterals = 8192;

    private readonly string _text;
    private readonly int _parameters;
    private readonly bool _isForServers;
    private readonly bool _keepsBlanks;
    private readonly List<InputSource> _extras = [];
    private readonly List<Value> _literals = [];
    private bool _extracts;
    private bool _mustBeWritten;

    private StatementNormalizer(string text, int parameters, SqlDialect dialect, bool keepsBlanks)
    {
        _text = text;
        _parameters = parameters;
        _isForServers = dialect == SqlDialect.MySql;
        _keepsBlanks = keepsBlanks;
    }

    /// <param name="text">The whole text that the spans of <paramref name="original"/> point into.</param>
    /// <param name="keepsBlanks">True where a column without alias keeps the blanks after its text in its name: <see cref="ServerNames.BlanksAfter"/>.</param>
    public static NormalizedStatement Normalize(ParsedStatement original, string text, SqlDialect dialect = SqlDialect.Sqlite, bool keepsBlanks = false)
    {
        var parsed = Restatement.Of(original);
        var normalizer = new StatementNormalizer(text, parsed.Parameters.Count, dialect, keepsBlanks);
        var statement = IsNormalized(parsed.Statement) && !IsForOneShard(parsed) ? normalizer.Rewrite(parsed.Statement) : parsed.Statement;
        var written = SqlWriter.Write(statement, WriterOptions.Shard with { OwnClauses = true, Dialect = dialect });

        // A text that can be sent as it is and one that cannot may mean the same, but not share a plan.
        var mustBeWritten = normalizer._mustBeWritten || parsed.Statement.IsRespelled || !ReferenceEquals(parsed, original)
            || (normalizer._isForServers && parsed.Parameters.Any(static name => name is { Length: > 1 }));
        var key = $"{parsed.Parameters.Count}{(mustBeWritten ? "w" : "")}|{string.Join(',', written.Inputs)}|{string.Join(' ', parsed.Hints)}|{written.Text}";
        return new NormalizedStatement(parsed, text, statement, key, [.. normalizer._literals], normalizer._extras)
        {
            MustBeWritten = mustBeWritten,
            Refusal = normalizer._refusal,
        };
    }

    /// <summary>True for a text that a hint sends to one shard as it is.</summary>
    public static bool IsForOneShard(ParsedStatement parsed)
    {
        foreach (var hint in parsed.Hints)
        {
            if (hint.Name.Equals("shard", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsNormalized(Statement statement) => statement switch
    {
        SelectStatement or InsertStatement or UpdateStatement or DeleteStatement or MultiUpdateStatement or MultiDeleteStatement or CallStatement => true,
        ExplainStatement { Kind: ExplainKind.Route or ExplainKind.RouteAnalyze } explain => IsNormalized(explain.Inner),
        _ => false,
    };

    public override Node Visit(Node node) => node switch
    {
        SelectCore core => Core(core),
        ResultColumn column => Column(column),
        OrderingTerm or WindowDefinition or CastExpression => Under(false, node),
        IndexedColumn => node,
        UpsertClause upsert => upsert with { Assignments = RewriteList(upsert.Assignments), Where = Rewrite(upsert.Where) },
        FunctionExpression call => Call(call),
        SelectStatement or UpdateStatement or DeleteStatement or MultiUpdateStatement or MultiDeleteStatement => Under(true, node),
        InsertStatement insert => Insert(insert),
        LimitClause limit => limit with { Count = Operand(limit.Count), Offset = limit.Offset is { } offset ? Operand(offset) : null },
        Assignment assignment => assignment with { Value = Operand(assignment.Value) },
        BinaryExpression { Operator: >= BinaryOperator.Equal and <= BinaryOperator.GreaterOrEqual } comparison when _extracts =>
            comparison with { Left = Operand(comparison.Left), Right = Operand(comparison.Right) },
        BetweenExpression between when _extracts => between with { Operand = Operand(between.Operand), Low = Operand(between.Low), High = Operand(between.High) },
        InExpression { Query: null, Table: null } list when _extracts => list with { Operand = Operand(list.Operand), Values = Members(list.Values) },
        LiteralExpression literal => Moment(literal),
        _ => VisitChildren(node),
    };

    private Node Under(bool extracts, Node node)
    {
        var before = _extracts;
        _extracts = extracts;
        var result = VisitChildren(node);
        _extracts = before;
        return result;
    }

    private SelectCore Core(SelectCore core)
    {
        var before = _extracts;
        _extracts = false;
        var columns = RewriteList(core.Columns);
        _extracts = true;
        var from = Rewrite(core.From);
        var where = Rewrite(core.Where);
        _extracts = false;
        var groupBy = RewriteList(core.GroupBy);
        var windows = RewriteList(core.Windows);
        _extracts = true;
        var having = Rewrite(core.Having);
        _extracts = before;
        return core with { Columns = columns, From = from, Where = where, GroupBy = groupBy, Having = having, Windows = windows };
    }

    /// <summary>
    /// A column without alias is named by its text: the name is kept when the text is written anew. MySQL names one that is a string by the string,
    /// which is written as it was unless it has a backslash.
    /// </summary>
    private ResultColumn Column(ResultColumn column)
    {
        if (_isForServers && column is { Alias: null, Expression: LiteralExpression { Kind: LiteralKind.String, Text: var text } })
            return text.Contains('\\', StringComparison.Ordinal) ? column with { Alias = new Identifier(ServerNames.Of(text), NameQuotes.Grave) } : column;
        if (_isForServers && column.Expression is LiteralExpression { Kind: LiteralKind.String })
            return column;
        var before = _extracts;
        _extracts = false;
        var expression = Rewrite(column.Expression);
        _extracts = before;
        return column with { Expression = expression, Alias = AliasOf(column) ?? column.Alias };
    }

    private Identifier? AliasOf(ResultColumn column)
    {
        if (ColumnNaming.AliasOf(column, _text) is not { } alias)
            return null;
        if (!_isForServers)
            return alias;
        var blanks = _keepsBlanks ? ServerNames.BlanksAfter(_text, column.Span.End) : 0;
        return alias with { Name = ServerNames.Of(_text.Substring(column.Span.Start, column.Span.Length + blanks)) };
    }

    private InsertStatement Insert(InsertStatement insert)
    {
        var result = (InsertStatement)Under(true, insert with { Rows = default });
        if (insert.Rows.Count == 0)
            return result;
        _extracts = true;
        var count = 0;
        foreach (var row in insert.Rows)
            count += row.Items.Count;
        var rows = new RowExpression[insert.Rows.Count];
        for (var index = 0; index < rows.Length; index++)
            rows[index] = insert.Rows[index] with { Items = Items(insert.Rows[index].Items, count <= MaxLiterals) };
        _extracts = false;
        return result with { Rows = NodeList.Wrap(rows) };
    }

    private NodeList<Expression> Items(NodeList<Expression> items, bool extracts)
    {
        var rewritten = new Expression[items.Count];
        for (var index = 0; index < rewritten.Length; index++)
            rewritten[index] = extracts ? Operand(items[index]) : Rewrite(items[index]);
        return NodeList.Wrap(rewritten);
    }

    /// <summary>Lists of literals share plans by powers of two: the last value repeated changes no answer.</summary>
    private NodeList<Expression> Members(NodeList<Expression> values)
    {
        var members = new List<Expression>(values.Count);
        var literals = 0;
        foreach (var value in values)
        {
            members.Add(Operand(value));
            literals += LiteralValues.TryGet(value, out _) && members[^1] is InputExpression ? 1 : 0;
        }

        if (literals == values.Count && literals > 1)
        {
            var bucket = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)literals);
            for (var more = literals; more < bucket && _literals.Count < MaxLiterals; more++)
                members.Add(Literal(_literals[^1], values[^1].Span));
        }

        return NodeList.Wrap(members.ToArray());
    }

    private Expression Operand(Expression expression)
    {
        if (expression is RowExpression row)
            return row with { Items = Items(row.Items, true) };
        var literal = expression is UnaryExpression { Operator: UnaryOperator.Negate } negated ? negated.Operand : expression;
        if (literal is not LiteralExpression { Kind: LiteralKind.Integer or LiteralKind.Real or LiteralKind.String or LiteralKind.Blob } constant)
            return Rewrite(expression);

        // To a server 1.5 is a DECIMAL and x'41' a text or a number, which no parameter is.
        if (_isForServers && constant.Kind is not (LiteralKind.Integer or LiteralKind.String))
            return expression;
        if (_literals.Count >= MaxLiterals || (constant.Kind == LiteralKind.Real && !IsExact(constant.Text)))
            return expression;
        if (!ReferenceEquals(literal, expression) && constant.Kind is not (LiteralKind.Integer or LiteralKind.Real))
            return expression;
        return LiteralValues.TryGet(expression, out var value) && value.Kind != ValueKind.Real == (constant.Kind != LiteralKind.Real)
            ? Literal(value, expression.Span)
            : expression;
    }

    /// <summary>Engines and the client read such a number as the same double: at most 15 digits and a small exponent.</summary>
    private static bool IsExact(string number) => number.Length <= 16 && number.AsSpan().IndexOfAny('e', 'E') < 0;

    private InputExpression Literal(Value value, SourceSpan span)
    {
        _literals.Add(value);
        return Input(new InputSource(InputKind.Literal, _literals.Count - 1), span);
    }

    private InputExpression Input(InputSource source, SourceSpan span)
    {
        _extras.Add(source);
        return new InputExpression(_parameters + _extras.Count - 1) { Span = span };
    }
}
