using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Locality;

/// <summary>
/// From conditions to the shards that can hold matching rows. A condition narrows only when it compares the key, or a column equal to it,
/// with a value, under the column's own collation; what is not understood narrows nothing.
/// </summary>
internal sealed class KeyConditions
{
    private readonly ColumnBinding _key;
    private readonly LogicalTable _table;
    private readonly Facts _facts;
    private readonly Placement _placement;

    /// <param name="key">A column that the key is equal to in every row that matters, or the key itself.</param>
    private KeyConditions(ColumnBinding key, LogicalTable table, Facts facts)
    {
        _key = key;
        _table = table;
        _facts = facts;
        _placement = table.Placement!;
    }

    /// <summary>The shards of the mention's rows that matter.</summary>
    public static RouteRule Rule(TableLeaf leaf, Facts facts)
    {
        var rules = new List<RouteRule>();
        new KeyConditions(leaf.Key, leaf.Table, facts).AddTo(rules, seesNull: true);
        return rules.Count == 0 ? new FixedRoute(leaf.Table.Shards) : RouteRules.Intersect(rules);
    }

    private void AddTo(List<RouteRule> rules, bool seesNull)
    {
        for (var level = _facts; level is not null; level = level.Outer)
        {
            foreach (var condition in level.Conditions)
            {
                if (Narrow(condition, level.Scope!, negated: false, seesNull) is { } rule)
                    rules.Add(rule);
            }

            if (level.Given is { } given)
                AddInner(given, rules);
            seesNull &= !level.BehindOuterJoin;
        }
    }

    /// <summary>Where the key is equal to what a query in FROM hands on, the conditions in that query hold of the key.</summary>
    private void AddInner(DerivedSource derived, List<RouteRule> rules)
    {
        StackGuard.Check();
        if (derived.Query.Plain is not { From: { } from } core)
            return;
        Facts? facts = null;
        var asked = new List<ColumnBinding>();
        for (var ordinal = 0; ordinal < core.Outputs?.Count; ordinal++)
        {
            if (derived.HandsOn(ordinal) is not { } inner || !_facts.AreEqual(Origins.Of(new ColumnBinding(derived, ordinal)), _key))
                continue;
            facts ??= LocalityAnalyzer.Joined(from, Facts.None.With(core.Syntax.Where, core.Scope), core.Scope);

            // Columns that are equal inside say the same: asking each would double the work with each query in a query.
            var origin = Origins.Of(inner);
            if (asked.Exists(known => facts.AreEqual(known, origin)))
                continue;
            asked.Add(origin);
            new KeyConditions(origin, _table, facts).AddTo(rules, seesNull: false);
        }
    }

    /// <param name="seesNull">False where a NULL key may be one that an outer join put there: IS NULL then says nothing of the table.</param>
    private RouteRule? Narrow(Expression condition, Scope scope, bool negated, bool seesNull)
    {
        StackGuard.Check();
        switch (condition)
        {
            case UnaryExpression { Operator: UnaryOperator.Not } not:
                return Narrow(not.Operand, scope, !negated, seesNull);
            case UnaryExpression { Operator: UnaryOperator.IsNull or UnaryOperator.NotNull } test:
                return (test.Operator == UnaryOperator.IsNull) != negated && seesNull && IsKeyItself(test.Operand, scope) ? Null() : null;
            case BinaryExpression { Operator: BinaryOperator.And or BinaryOperator.Or } both:
                var left = Narrow(both.Left, scope, negated, seesNull);
                var right = Narrow(both.Right, scope, negated, seesNull);
                if ((both.Operator == BinaryOperator.And) != negated)
                    return left is null ? right : right is null ? left : RouteRules.Intersect([left, right]);
                return left is null || right is null ? null : RouteRules.Union([left, right]);
            case BinaryExpression comparison:
                return Compare(comparison, scope, negated, seesNull);
            case BetweenExpression between when between.Not == negated && IsKey(between.Operand, scope):
                return Range(between.Low, true, between.High, true);
            case InExpression { Query: null, Table: null } list when list.Not == negated && IsKey(list.Operand, scope):
                return List(list.Values);
            case InExpression { Query: { } query } list when list.Not == negated && IsKey(list.Operand, scope):
                return Among(GivenValues.Selected(query));
            case ExistsExpression exists when !negated:
                return Among(GivenValues.Matched(exists.Query, column => IsKey(column, scope)));
            default:
                return null;
        }
    }

    private RouteRule? Among(GivenValues? values) => values switch
    {
        null => null,
        { Array: { } array } => Input(array) is { } input ? new KeyJsonRoute(_placement, _table.KeyType, input) : null,
        _ => List(values.List),
    };

    private RouteRule? Compare(BinaryExpression comparison, Scope scope, bool negated, bool seesNull)
    {
        var (key, value, operation) = (comparison.Left, comparison.Right, comparison.Operator);
        if (key is RowExpression left && value is RowExpression right)
            return Rows(left, right, operation, scope, negated, seesNull);
        if (!IsValue(key) && !IsValue(value))
            return (negated ? Negate(operation) : operation) == BinaryOperator.Equal ? Element(key, value, scope) ?? Element(value, key, scope) : null;
        if (!IsKey(key, scope))
        {
            if (!IsKey(value, scope))
                return null;
            (key, value, operation) = (value, key, Mirror(operation));
        }

        return (negated ? Negate(operation) : operation) switch
        {
            BinaryOperator.Equal => Equal(value, nullMatches: false),
            BinaryOperator.Is or BinaryOperator.IsNotDistinctFrom => seesNull && IsKeyItself(key, scope) ? Equal(value, nullMatches: true) : null,
            BinaryOperator.Less => Range(null, false, value, false),
            BinaryOperator.LessOrEqual => Range(null, false, value, true),
            BinaryOperator.Greater => Range(value, false, null, false),
            BinaryOperator.GreaterOrEqual => Range(value, true, null, false),
            _ => null,
        };
    }

    /// <summary>The key is equal to one of the values that FROM lists.</summary>
    private RouteRule? Element(Expression key, Expression element, Scope scope) => IsKey(key, scope) ? Among(GivenValues.Of(scope.Origin(element))) : null;

    private RouteRule? Rows(RowExpression left, RowExpression right, BinaryOperator operation, Scope scope, bool negated, bool seesNull)
    {
        if (negated || left.Items.Count != right.Items.Count || operation is not (BinaryOperator.Equal or BinaryOperator.Is))
            return null;
        var rules = new List<RouteRule>();
        for (var item = 0; item < left.Items.Count; item++)
        {
            if (Compare(new BinaryExpression(operation, left.Items[item], right.Items[item]), scope, false, seesNull) is { } rule)
                rules.Add(rule);
        }

        return rules.Count == 0 ? null : RouteRules.Intersect(rules);
    }

    private RouteRule? Equal(Expression value, bool nullMatches)
    {
        if (value is LiteralExpression { Kind: LiteralKind.Null })
            return nullMatches ? Null() : new EmptyRoute();
        return Input(value) is { } input ? new KeyRoute(_placement, _table.KeyType, input, nullMatches) : null;
    }

    private FixedRoute? Null() => _placement.NullShard >= 0 ? new FixedRoute(ShardSet.Of(_placement.NullShard)) : null;

    private RouteRule? List(IReadOnlyList<Expression> values)
    {
        var inputs = new List<int>(values.Count);
        foreach (var value in values)
        {
            if (value is LiteralExpression { Kind: LiteralKind.Null })
                continue;
            if (Input(value) is not { } input)
                return null;
            inputs.Add(input);
        }

        return inputs.Count == 0 ? new EmptyRoute() : new KeyListRoute(_placement, _table.KeyType, [.. inputs], IncludesNull: false);
    }

    private RouteRule? Range(Expression? low, bool lowIncluded, Expression? high, bool highIncluded)
    {
        if (low is LiteralExpression { Kind: LiteralKind.Null } || high is LiteralExpression { Kind: LiteralKind.Null })
            return new EmptyRoute();
        if (_placement.Rule != RangePlacement.RuleName || _table.KeyType.IsServerText)
            return null;
        var from = low is null ? -1 : Input(low) ?? -1;
        var to = high is null ? -1 : Input(high) ?? -1;
        return from < 0 && to < 0 ? null : new KeyRangeRoute(_placement, _table.KeyType, from, lowIncluded, to, highIncluded);
    }

    private bool IsKey(Expression expression, Scope scope) =>
        scope.Origin(expression) is { } column && _facts.AreEqual(column, _key);

    /// <summary>Equality with another column says nothing of NULL.</summary>
    private bool IsKeyItself(Expression expression, Scope scope) => scope.Origin(expression) == _key;

    private static int? Input(Expression value) => value switch
    {
        ParameterExpression parameter => parameter.Ordinal,
        InputExpression input => input.Ordinal,
        _ => null,
    };

    private static bool IsValue(Expression expression) => expression is LiteralExpression { Kind: LiteralKind.Null } || Input(expression) is not null;

    private static BinaryOperator Mirror(BinaryOperator operation) => operation switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => operation,
    };

    private static BinaryOperator? Negate(BinaryOperator operation) => operation switch
    {
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        BinaryOperator.IsNot or BinaryOperator.IsDistinctFrom => BinaryOperator.Is,
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        BinaryOperator.GreaterOrEqual => BinaryOperator.Less,
        _ => null,
    };
}
