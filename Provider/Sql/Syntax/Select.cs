namespace ShardClient.Sql.Syntax;

internal sealed record SelectStatement(WithClause? With, SelectBody Body, NodeList<OrderingTerm> OrderBy, LimitClause? Limit) : Statement
{
    /// <summary>FOR UPDATE and its kin.</summary>
    public NodeList<LockingClause> Locks { get; init; }

    /// <summary>MariaDB's LIMIT ROWS EXAMINED: the rows to look at before the answer is cut off.</summary>
    public Expression? RowsExamined { get; init; }

    /// <summary>MariaDB's PROCEDURE ANALYSE (...), as it is written.</summary>
    public string? Procedure { get; init; }

    /// <summary>What follows INTO: variables or a file, as MySQL writes them.</summary>
    public string? Into { get; init; }
}

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
    /// <summary>MySQL's words between SELECT and the columns, DISTINCT excepted: STRAIGHT_JOIN, SQL_NO_CACHE, ...</summary>
    public NodeList<string> Modifiers { get; init; }

    /// <summary>What stands in <c>/*+ */</c> for MySQL's optimizer.</summary>
    public string? OptimizerHints { get; init; }

    /// <summary>GROUP BY ... WITH ROLLUP.</summary>
    public bool Rollup { get; init; }

    /// <summary>True when the text ends with its FROM clause, so that a following ON is read as a join's.</summary>
    public bool EndsInFrom => From is not null && Where is null && GroupBy.Count == 0 && Having is null && Windows.Count == 0;
}

/// <summary>VALUES (...), (...).</summary>
internal sealed record ValuesBody(NodeList<RowExpression> Rows) : SelectBody
{
    /// <summary>VALUES ROW(...), ROW(...), as MySQL writes it and MariaDB does not.</summary>
    public bool HasRowWord { get; init; }
}

/// <summary>A query in parentheses that is an operand of a set operation, or has ORDER BY or LIMIT outside of them: MySQL's.</summary>
internal sealed record NestedBody(SelectStatement Query) : SelectBody;

/// <summary>Set operations, which SQLite evaluates from left to right with equal precedence.</summary>
internal sealed record CompoundBody(SelectBody First, NodeList<CompoundTerm> Rest) : SelectBody;

internal enum CompoundOperator
{
    Union,
    UnionAll,
    Intersect,
    Except,
    IntersectAll,
    ExceptAll,
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

internal sealed record LimitClause(Expression Count, Expression? Offset) : Node
{
    /// <summary>MariaDB's FETCH FIRST n ROWS WITH TIES: rows that are equal to the last one by ORDER BY come too.</summary>
    public bool WithTies { get; init; }
}

internal sealed record NamedWindow(Identifier Name, WindowDefinition Definition) : Node;

internal sealed record WithClause(bool Recursive, NodeList<CommonTable> Tables) : Node;

/// <param name="Materialized">True for MATERIALIZED, false for NOT MATERIALIZED, null when not said.</param>
internal sealed record CommonTable(Identifier Name, NodeList<Identifier> Columns, bool? Materialized, SelectStatement Query) : Node
{
    /// <summary>The columns of MariaDB's CYCLE ... RESTRICT.</summary>
    public NodeList<Identifier> Cycle { get; init; }
}

/// <summary>Anything that stands in FROM.</summary>
internal abstract record TableSource : Node;

/// <param name="IndexedBy">The index of INDEXED BY; null without one.</param>
internal sealed record TableReference(ObjectName Name, Identifier? Alias, Identifier? IndexedBy, bool NotIndexed) : TableSource
{
    /// <summary>The names in MySQL's PARTITION (...).</summary>
    public NodeList<Identifier> Partitions { get; init; }

    /// <summary>MariaDB's FOR SYSTEM_TIME and FOR PORTION OF.</summary>
    public PeriodClause? Period { get; init; }

    /// <summary>MySQL's USE INDEX, FORCE INDEX and IGNORE INDEX.</summary>
    public NodeList<IndexHint> IndexHints { get; init; }
}

internal sealed record TableFunctionReference(ObjectName Name, NodeList<Expression> Arguments, Identifier? Alias) : TableSource
{
    /// <summary>What follows the arguments inside the parentheses: COLUMNS (...) of JSON_TABLE.</summary>
    public string? Tail { get; init; }
}

internal sealed record SubqueryReference(SelectStatement Query, Identifier? Alias) : TableSource
{
    public bool Lateral { get; init; }

    /// <summary>The names of the columns after the alias, which MySQL allows.</summary>
    public NodeList<Identifier> Columns { get; init; }
}

internal enum JoinKind
{
    Comma,
    Inner,
    Cross,
    Left,
    Right,
    Full,

    /// <summary>MySQL's STRAIGHT_JOIN.</summary>
    Straight,
}

internal sealed record JoinSource(
    TableSource Left, JoinKind Kind, bool Natural, TableSource Right, Expression? On, NodeList<Identifier> Using) : TableSource;
