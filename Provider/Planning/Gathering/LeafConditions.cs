using ShardClient.Planning.Binding;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Which of the facts around a mention of a table speak of that table alone, so that its shards can judge them row by row.</summary>
/// <param name="isOnServers">True for a table of MySQL shards.</param>
internal sealed class LeafConditions(TableLeaf leaf, Identifier alias, bool isOnServers = false)
{
    public List<LeafCondition> Of(Facts facts)
    {
        var conditions = new List<LeafCondition>();
        var seesNull = true;
        for (var level = facts; level is not null; level = level.Outer)
        {
            foreach (var condition in level.Conditions)
            {
                if (Usable(condition, level.Scope!, seesNull) is { } usable)
                    conditions.Add(new LeafCondition(usable, seesNull && IsOwn(condition, level.Scope!) ? condition : null));
            }

            seesNull &= !level.BehindOuterJoin;
        }

        return conditions;
    }

    /// <summary>What holds of each row that one of several mentions of a table needs; empty when one of them needs all.</summary>
    public static List<Expression> OfAnyOnServers(IReadOnlyList<(TableLeaf Leaf, Facts Facts)> places, Identifier alias)
    {
        Expression? any = null;
        foreach (var (leaf, facts) in places)
        {
            List<Expression> own = [.. new LeafConditions(leaf, alias, isOnServers: true).Of(facts).Select(static condition => condition.Own).Distinct()];
            if (places.Count == 1 || own.Count == 0)
                return own;
            var all = own.Aggregate(static (all, next) => new BinaryExpression(BinaryOperator.And, all, next));
            any = any is null ? all : new BinaryExpression(BinaryOperator.Or, any, all);
        }

        return any is null ? [] : [any];
    }

    /// <param name="seesNull">False where an outer join may have put NULL in the place of the row: only what no NULL satisfies is said of the row itself.</param>
    private Expression? Usable(Expression condition, Scope scope, bool seesNull)
    {
        if (IsOwn(condition, scope))
            return seesNull || RejectsNull(condition) ? new Renaming(this, scope).Rewrite(condition) : null;
        return condition is BinaryExpression { Operator: BinaryOperator.Or } ? Implied(condition, scope, seesNull) : null;
    }

    /// <summary>What every branch of an OR says of this table: (a AND b) OR (c AND d) implies a OR c.</summary>
    private Expression? Implied(Expression condition, Scope scope, bool seesNull)
    {
        StackGuard.Check();
        if (condition is BinaryExpression { Operator: BinaryOperator.Or } or)
        {
            return Implied(or.Left, scope, seesNull) is { } left && Implied(or.Right, scope, seesNull) is { } right
                ? new BinaryExpression(BinaryOperator.Or, left, right)
                : null;
        }

        Expression? all = null;
        foreach (var part in Conjuncts.Of(condition))
        {
            if (Usable(part, scope, seesNull) is { } usable)
                all = all is null ? usable : new BinaryExpression(BinaryOperator.And, all, usable);
        }

        return all;
    }

    private bool IsOwn(Expression condition, Scope scope)
    {
        var finder = new Finder(leaf, scope, isOnServers);
        finder.Visit(condition);
        return finder is { IsForeign: false, FoundColumn: true };
    }

    /// <summary>True when the condition is never true of a row of NULLs.</summary>
    private static bool RejectsNull(Expression condition)
    {
        StackGuard.Check();
        return condition switch
        {
            BinaryExpression { Operator: BinaryOperator.And } and => RejectsNull(and.Left) || RejectsNull(and.Right),
            BinaryExpression { Operator: BinaryOperator.Or } or => RejectsNull(or.Left) && RejectsNull(or.Right),
            BinaryExpression { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual or (>= BinaryOperator.Less and <= BinaryOperator.GreaterOrEqual) } comparison =>
                comparison.Left is ColumnExpression || comparison.Right is ColumnExpression,
            BetweenExpression between => between is { Not: false, Operand: ColumnExpression },
            InExpression list => list is { Not: false, Operand: ColumnExpression },
            PatternExpression pattern => pattern is { Not: false, Operand: ColumnExpression },
            UnaryExpression { Operator: UnaryOperator.NotNull, Operand: ColumnExpression } => true,
            _ => false,
        };
    }

    /// <summary>Columns by the mention's own names.</summary>
    private sealed class Renaming(LeafConditions conditions, Scope scope) : SyntaxRewriter
    {
        public override Node Visit(Node node) => node is ColumnExpression column && scope.Origin(column) is { } binding
            ? conditions.Name(binding.Ordinal, column)
            : VisitChildren(node);
    }

    private ColumnExpression Name(int ordinal, ColumnExpression column) =>
        ordinal < 0 ? new ColumnExpression(null, alias, column.Column) : ScratchNames.Column(alias, leaf.Table.Columns[ordinal].Name);

    /// <summary>Looks for what only the whole statement can judge: other tables' columns, subqueries, what differs from call to call.</summary>
    private sealed class Finder(TableLeaf leaf, Scope scope, bool isOnServers) : SyntaxWalker
    {
        public bool IsForeign { get; private set; }

        public bool FoundColumn { get; private set; }

        public override void Visit(Node node)
        {
            switch (node)
            {
                case ColumnExpression column:
                    FoundColumn = true;
                    IsForeign |= scope.Origin(column)?.Source != leaf;
                    return;
                case SelectStatement or TableSource or StarExpression or RaiseExpression or PatternExpression { Operator: PatternOperator.Match or PatternOperator.Regexp }:
                case FullTextExpression or UserVariableExpression or BinaryExpression { Operator: BinaryOperator.Assign or BinaryOperator.MemberOf }:
                case BinaryExpression { Operator: BinaryOperator.JsonExtract or BinaryOperator.JsonExtractText } when isOnServers:
                    IsForeign = true;
                    return;
                case FunctionExpression call:
                    IsForeign |= call.Over is not null || AggregateFunctions.Is(call) || (isOnServers
                        ? !ServerFunctions.IsSteady(call.Name.Name)
                        : !AggregateFunctions.IsKnownScalar(call) || call.Name.Is("random") || call.Name.Is("randomblob"));
                    break;
            }

            VisitChildren(node);
        }
    }
}
