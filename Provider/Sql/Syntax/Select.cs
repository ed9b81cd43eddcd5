namespace ShardClient.Sql.Syntax;

internal sealed record SelectStatement(WithClause? With, SelectBody Body, NodeList<OrderingTerm> OrderBy, LimitClause? Limit) : Statement;

/// <summary>What stands between WITH and ORDER BY.</summary>
internal abstract record SelectBody : Node;

internal sealed record SelectCore(
    bool Distinct,
    NodeList<ResultColumn> Columns,
    TableSource? From,
    Expression? Where,
    NodeList<Expression> GroupBy,
    Expression? Having,
    NodeList<NamedWindow> Windows) : SelectBody
{
    /// <summary>True when the text ends with its FROM clause, so that a following ON is read as a join's.</summary>
    public bool EndsInFrom => From is not null && Where is null && GroupBy.Count == 0 && Having is null && Windows.Count == 0;
}

/// <summary>VALUES (...), (...).</summary>
internal sealed record ValuesBody(NodeList<RowExpression> Rows) : SelectBody;

/// <summary>Set operations, which SQLite evaluates from left to right with equal precedence.</summary>
internal sealed record CompoundBody(SelectBody First, NodeList<CompoundTerm> Rest) : SelectBody;

internal enum CompoundOperator
{
    Union,
    UnionAll,
    Intersect,
    Except,
}

internal sealed record CompoundTerm(CompoundOperator Operator, SelectBody Body) : Node;

/// <summary>
/// An expression of the select list or of RETURNING; a star has no alias. The span is the text that SQLite names the column by when it
/// has no better name: from the expression's start to the next token (AS, a comma, FROM), blanks trimmed.
/// </summary>
internal sealed record ResultColumn(Expression Expression, Identifier? Alias) : Node;

internal enum NullsOrder
{
    Default,
    First,
    Last,
}

internal sealed record OrderingTerm(Expression Expression, bool Descending, NullsOrder Nulls) : Node;

internal sealed record LimitClause(Expression Count, Expression? Offset) : Node;

internal sealed record NamedWindow(Identifier Name, WindowDefinition Definition) : Node;

internal sealed record WithClause(bool Recursive, NodeList<CommonTable> Tables) : Node;

/// <param name="Materialized">True for MATERIALIZED, false for NOT MATERIALIZED, null when not said.</param>
internal sealed record CommonTable(Identifier Name, NodeList<Identifier> Columns, bool? Materialized, SelectStatement Query) : Node;

/// <summary>Anything that stands in FROM.</summary>
internal abstract record TableSource : Node;

/// <param name="IndexedBy">The index of INDEXED BY; null without one.</param>
internal sealed record TableReference(ObjectName Name, Identifier? Alias, Identifier? IndexedBy, bool NotIndexed) : TableSource;

internal sealed record TableFunctionReference(ObjectName Name, NodeList<Expression> Arguments, Identifier? Alias) : TableSource;

internal sealed record SubqueryReference(SelectStatement Query, Identifier? Alias) : TableSource;

internal enum JoinKind
{
    Comma,
    Inner,
    Cross,
    Left,
    Right,
    Full,
}

internal sealed record JoinSource(
    TableSource Left, JoinKind Kind, bool Natural, TableSource Right, Expression? On, NodeList<Identifier> Using) : TableSource;
