using ShardClient.Planning.Binding;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// A grouped SELECT of MySQL shards in two steps: each shard groups its own rows by the keys, and by the values that DISTINCT aggregates must see whole;
/// then one server groups these partial groups. HAVING, the expressions around aggregates, ROLLUP, windows and orders are the server's own.
/// </summary>
internal sealed class ServerGroups
{
    private readonly BoundCore _core;
    private readonly bool _isInner;
    private readonly Identifier _table;
    private readonly AnswerColumns _columns;
    private readonly List<(Expression Expression, ColumnBinding? Binding, Expression Column)> _keys = [];
    private readonly List<Expression> _groupBy = [];
    private readonly List<Expression> _partials = [];
    private readonly List<int> _terms = [];

    /// <param name="table">The scratch table of the partial groups.</param>
    /// <param name="isInner">True for a query inside another one, which goes on with what it answers.</param>
    /// <exception cref="RefusedException">The groups cannot be put together from the shards' parts.</exception>
    public ServerGroups(BoundCore core, string table, bool isInner)
    {
        _core = core;
        _isInner = isInner;
        _table = ScratchNames.Quoted(table);
        _columns = new AnswerColumns(core.Scope);
        foreach (var term in core.Syntax.GroupBy)
        {
            var expression = GroupTerms.Resolve(core, term);
            if (AggregateFunctions.Any<Expression>([expression]))
                throw new RefusedException(AggregateRefusals.Expression(expression));
            _terms.Add(AddKey(expression));
        }
    }

    private SelectCore Syntax => _core.Syntax;

    /// <summary>The SELECT over the partial groups, with the ORDER BY of its query.</summary>
    public SelectCore Rewrite(NodeList<OrderingTerm> orderBy, out NodeList<OrderingTerm> sorted)
    {
        var outside = new GroupedExpressions(this, _core, takesAliases: false);
        var after = new GroupedExpressions(this, _core, takesAliases: true);
        var columns = Syntax.Columns.AsSpan().ToArray();
        for (var index = 0; index < columns.Length; index++)
        {
            var alias = columns[index].Alias ?? (columns[index].Expression as ColumnExpression)?.Column;
            columns[index] = new ResultColumn(Average(columns[index].Expression) ?? outside.Rewrite(columns[index].Expression), alias is { } name ? ScratchNames.Quoted(name.Name) : null) { Span = columns[index].Span };
        }

        sorted = after.RewriteList(orderBy);
        return Syntax with
        {
            Columns = NodeList.Wrap(columns),
            From = new TableReference(new ObjectName(null, _table), null, null, false),
            Where = null,
            GroupBy = [.. _terms.Select(term => _keys[term].Column)],
            Having = after.Rewrite(Syntax.Having),
            Windows = outside.RewriteList(Syntax.Windows),
            Modifiers = default,
            OptimizerHints = null,
        };
    }

    /// <summary>What each shard is asked for, and the columns of its answer; known once <see cref="Rewrite"/> has seen what is selected.</summary>
    public (SelectStatement Asked, SelectStatement Typed, IReadOnlyList<AnswerColumn> Columns) Partial()
    {
        var asked = Syntax with
        {
            Distinct = false,
            Columns = _columns.Asked,
            GroupBy = [.. _groupBy],
            Having = null,
            Windows = default,
            Rollup = false,
        };
        return (new SelectStatement(null, asked, default, null), new SelectStatement(null, asked with { Columns = _columns.Typed, Where = null }, default, AnswerColumns.NoRows), _columns.All);
    }

    /// <summary>The column of the partial groups that an expression is a key in; null for any other.</summary>
    public Expression? KeyOf(Expression expression)
    {
        var binding = expression is ColumnExpression column ? _core.Scope.Resolve(column) : null;
        foreach (var key in _keys)
        {
            if (binding is not null ? key.Binding == binding : key.Expression.Equals(expression))
                return key.Column;
        }

        return null;
    }

    /// <summary>An aggregate over the partial groups.</summary>
    public Expression Combine(FunctionExpression call)
    {
        if (call.OrderBy.Count > 0 || call.WithinGroup.Count > 0 || call.Filter is not null || call.Limit is not null)
            throw new RefusedException(AggregateRefusals.Aggregate(call));
        CheckArguments(call);
        var name = call.Name.Name.ToUpperInvariant();
        if (name is "MIN" or "MAX")
            return Call(name, AddPartial(call with { Distinct = false }));

        // Where a unique key makes the values of each group distinct, MariaDB forgets DISTINCT in ROLLUP's totals too: only over the rows themselves it does the same.
        if (call.Distinct)
            return name is "COUNT" or "SUM" or "AVG" && !Syntax.Rollup ? call with { Arguments = [.. call.Arguments.Select(argument => _keys[AddKey(argument)].Column)] } : throw new RefusedException(AggregateRefusals.Aggregate(call));
        return name switch
        {
            "COUNT" => Whole(AddPartial(call)),
            "SUM" or "BIT_AND" or "BIT_OR" or "BIT_XOR" => Call(name, AddPartial(call)),
            _ => throw new RefusedException(AggregateRefusals.Aggregate(call)),
        };
    }

    /// <summary>
    /// An average that the caller gets as it is; null for any other expression. One that is gone on with has to be of the rows themselves: whether that is
    /// with the digits it does not show follows the server's plan, and a quotient of sums has another precision, which FLOOR chooses its type by.
    /// </summary>
    private BinaryExpression? Average(Expression expression)
    {
        if (_isInner || expression is not FunctionExpression { Distinct: false, Over: null, Filter: null } call || !call.Name.Is("avg"))
            return null;
        CheckArguments(call);
        return new BinaryExpression(BinaryOperator.Divide, Call("SUM", AddPartial(call with { Name = new Identifier("SUM") })), Call("SUM", AddPartial(call with { Name = new Identifier("COUNT") })));
    }

    /// <summary>Only what gives the same for the same rows on every shard, and whose digits all come along.</summary>
    private void CheckArguments(FunctionExpression call)
    {
        if (UnroundedNumbers.Find(call.Arguments, _core.Scope) is { } division)
            throw new RefusedException(AggregateRefusals.Unrounded(call, division));
        var finder = new AggregateFunctions.Finder(static inner => ServerFunctions.IsSteady(inner.Name.Name));
        finder.VisitAll(call.Arguments);
        if (finder.FoundAggregate || finder.Windows.Count > 0 || finder.Unknown is not null || NodeFinder<SelectStatement>.IsIn(call))
            throw new RefusedException(AggregateRefusals.Expression(call));
    }

    private static FunctionExpression Call(string name, Expression argument) => new(new Identifier(name), [argument]);

    /// <summary>A count, which is never NULL, of counts.</summary>
    private static CastExpression Whole(Expression count) => new(
        new FunctionExpression(new Identifier("COALESCE"), [Call("SUM", count), new LiteralExpression(LiteralKind.Integer, "0")]), new TypeName("SIGNED", default));

    private int AddKey(Expression expression)
    {
        var binding = expression is ColumnExpression column ? _core.Scope.Resolve(column) : null;
        var known = _keys.FindIndex(key => binding is not null ? key.Binding == binding : key.Expression.Equals(expression));
        if (known >= 0)
            return known;
        var finder = new AggregateFunctions.Finder(static inner => ServerFunctions.IsSteady(inner.Name.Name));
        finder.Visit(expression);
        if (finder.FoundAggregate || finder.Windows.Count > 0 || finder.Unknown is not null || NodeFinder<SelectStatement>.IsIn(expression) || UnroundedNumbers.Find([expression], _core.Scope) is not null || !NodeFinder<ColumnExpression>.IsIn(expression))
            throw new RefusedException(AggregateRefusals.Expression(expression));
        _keys.Add((expression, binding, ScratchNames.Column(_table, _columns.AddKey(expression))));
        _groupBy.Add(expression);
        return _keys.Count - 1;
    }

    private ColumnExpression AddPartial(FunctionExpression partial)
    {
        var known = _partials.FindIndex(other => other.Equals(partial));
        if (known < 0)
        {
            known = _partials.Count;
            _partials.Add(partial);
            _columns.AddPartial(partial);
        }

        return ScratchNames.Column(_table, AnswerColumns.PartialName(known));
    }
}
