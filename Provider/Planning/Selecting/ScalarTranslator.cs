using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Scalars;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Selecting;

/// <summary>Expressions over merged groups as scalars that the client computes exactly as the engine; others are refused.</summary>
internal sealed class ScalarTranslator(ScatterSource source, PartialGroups groups)
{
    private Scope Scope => source.Core.Scope;

    public Scalar Translate(Expression expression)
    {
        StackGuard.Check();
        var column = groups.IndexOfAggregate(expression);
        if (column < 0)
            column = groups.IndexOfKey(expression);
        if (column >= 0)
            return new ColumnScalar(column);
        return expression switch
        {
            ParameterExpression parameter => new InputScalar(parameter.Ordinal),
            InputExpression input => new InputScalar(input.Ordinal),
            ColumnExpression name => Column(name),
            CollateExpression collate => Translate(collate.Operand),
            CastExpression cast => new CastScalar(Translate(cast.Operand), TypeText(cast.Type)),
            CaseExpression choice => Case(choice),
            UnaryExpression { Operator: UnaryOperator.Plus } plus => Translate(plus.Operand),
            UnaryExpression unary when !LiteralValues.TryGet(unary, out _) => Unary(unary),
            BinaryExpression binary => Binary(binary),
            BetweenExpression between => Between(between),
            InExpression { Query: null, Table: null, Operand: not RowExpression } list => List(list),
            FunctionExpression call => Function(call),
            _ => LiteralValues.TryGet(expression, out var value) ? new ConstantScalar(value) : throw new RefusedException(AggregateRefusals.Expression(expression)),
        };
    }

    /// <summary>A column that is not grouped by: an alias, or one that the group's keys determine.</summary>
    private Scalar Column(ColumnExpression column)
    {
        if (Scope.Resolve(column) is not { } binding)
        {
            if (column.Table is null && GroupTerms.Alias(source.Core, column.Column) is { } alias && source.Core.Syntax.Columns[alias].Expression is var meant && !meant.Equals(column))
                return Translate(meant);
            throw new RefusedException(AggregateRefusals.BareColumn(column));
        }

        if (binding.Source is TableLeaf { Table.Kind: TableKind.Reference } leaf && IsDetermined(leaf))
            return new ColumnScalar(groups.AddFirst(column));
        throw new RefusedException(AggregateRefusals.BareColumn(column));
    }

    /// <summary>True when the group's keys hold a unique key of the table: all rows of a group show one row of it.</summary>
    private bool IsDetermined(TableLeaf leaf)
    {
        foreach (var key in leaf.Table.UniqueKeys)
        {
            if (key.Columns.Count > 0 && key.Columns.All(ordinal => ordinal >= 0 && (key.IsPrimary || leaf.Table.Columns[ordinal].NotNull) && IsGrouped(new ColumnBinding(leaf, ordinal))))
                return true;
        }

        return leaf.Table.RowIdColumn >= 0 && IsGrouped(new ColumnBinding(leaf, leaf.Table.RowIdColumn));
    }

    private bool IsGrouped(ColumnBinding column) =>
        groups.Keys.Any(key => key.Binding == column && key.Collation.Equals(column.Column?.Collation, StringComparison.OrdinalIgnoreCase));

    private OperatorScalar Unary(UnaryExpression unary) => unary.Operator switch
    {
        UnaryOperator.Not => new OperatorScalar(ScalarOperator.Not, Translate(unary.Operand), null),
        UnaryOperator.Negate => new OperatorScalar(ScalarOperator.Negate, Translate(unary.Operand), null),
        UnaryOperator.IsNull => new OperatorScalar(ScalarOperator.IsNull, Translate(unary.Operand), null),
        UnaryOperator.NotNull => new OperatorScalar(ScalarOperator.NotNull, Translate(unary.Operand), null),
        _ => throw new RefusedException(AggregateRefusals.Expression(unary)),
    };

    private OperatorScalar Binary(BinaryExpression binary)
    {
        ScalarOperator? plain = binary.Operator switch
        {
            BinaryOperator.Or => ScalarOperator.Or,
            BinaryOperator.And => ScalarOperator.And,
            BinaryOperator.Add => ScalarOperator.Add,
            BinaryOperator.Subtract => ScalarOperator.Subtract,
            BinaryOperator.Multiply => ScalarOperator.Multiply,
            BinaryOperator.Divide => ScalarOperator.Divide,
            BinaryOperator.Modulo => ScalarOperator.Modulo,
            BinaryOperator.Concat => ScalarOperator.Concat,
            _ => null,
        };
        if (plain is { } operation)
            return new OperatorScalar(operation, Translate(binary.Left), Translate(binary.Right));
        ScalarOperator? comparison = binary.Operator switch
        {
            BinaryOperator.Equal => ScalarOperator.Equal,
            BinaryOperator.NotEqual => ScalarOperator.NotEqual,
            BinaryOperator.Is when !IsTruth(binary.Right) => ScalarOperator.Is,
            BinaryOperator.IsNot when !IsTruth(binary.Right) => ScalarOperator.IsNot,
            BinaryOperator.IsNotDistinctFrom => ScalarOperator.Is,
            BinaryOperator.IsDistinctFrom => ScalarOperator.IsNot,
            BinaryOperator.Less => ScalarOperator.Less,
            BinaryOperator.LessOrEqual => ScalarOperator.LessOrEqual,
            BinaryOperator.Greater => ScalarOperator.Greater,
            BinaryOperator.GreaterOrEqual => ScalarOperator.GreaterOrEqual,
            _ => null,
        };
        return comparison is { } compare && binary.Left is not RowExpression
            ? Compare(compare, binary.Left, binary.Right)
            : throw new RefusedException(AggregateRefusals.Expression(binary));
    }

    // x IS TRUE asks for truth, not for equality with 1.
    private static bool IsTruth(Expression expression) => expression is LiteralExpression { Kind: LiteralKind.True or LiteralKind.False };

    private OperatorScalar Compare(ScalarOperator operation, Expression left, Expression right)
    {
        var (toLeft, toRight) = Conversions(AffinityOf(left), AffinityOf(right));
        return new OperatorScalar(operation, Translate(left), Translate(right), Collations.OfPair(left, right, Scope), toLeft, toRight);
    }

    /// <summary>https://sqlite.org/datatype3.html#type_conversions_prior_to_comparison; a column without a type is no bare value and stays as it is.</summary>
    private static (ScalarAffinity Left, ScalarAffinity Right) Conversions(Affinity? left, Affinity? right)
    {
        var (leftIsNumeric, rightIsNumeric) = (IsNumeric(left), IsNumeric(right));
        if (leftIsNumeric && !rightIsNumeric)
            return (ScalarAffinity.None, ScalarAffinity.Numeric);
        if (rightIsNumeric && !leftIsNumeric)
            return (ScalarAffinity.Numeric, ScalarAffinity.None);
        if (left == Affinity.Text && right is null)
            return (ScalarAffinity.None, ScalarAffinity.Text);
        return right == Affinity.Text && left is null ? (ScalarAffinity.Text, ScalarAffinity.None) : (ScalarAffinity.None, ScalarAffinity.None);
    }

    private static bool IsNumeric(Affinity? affinity) => affinity is Affinity.Numeric or Affinity.Integer or Affinity.Real;

    private Affinity? AffinityOf(Expression expression) => expression switch
    {
        CollateExpression collate => AffinityOf(collate.Operand),
        CastExpression cast => Affinities.Of(cast.Type.Name, strict: false),
        ColumnExpression column => Scope.Origin(column)?.Column?.Affinity,
        _ => null,
    };

    private static string TypeText(TypeName type) => type.Arguments.Count == 0 ? type.Name : $"{type.Name}({string.Join(", ", type.Arguments)})";

    private CaseScalar Case(CaseExpression choice)
    {
        var branches = new List<(Scalar, Scalar)>();
        foreach (var when in choice.Whens)
        {
            var condition = choice.Operand is { } operand ? Compare(ScalarOperator.Equal, operand, when.When) : Translate(when.When);
            branches.Add((condition, Translate(when.Then)));
        }

        return new CaseScalar(null, branches, choice.Else is { } otherwise ? Translate(otherwise) : null);
    }

    private OperatorScalar Between(BetweenExpression between)
    {
        var both = new OperatorScalar(
            ScalarOperator.And,
            Compare(ScalarOperator.GreaterOrEqual, between.Operand, between.Low),
            Compare(ScalarOperator.LessOrEqual, between.Operand, between.High));
        return between.Not ? new OperatorScalar(ScalarOperator.Not, both, null) : both;
    }

    private Scalar List(InExpression list)
    {
        // The list's members are compared under the left side's affinity and collation alone.
        if (list.Values.Count == 0 || list.Values.Any(value => value is not (LiteralExpression or ParameterExpression or InputExpression)))
            throw new RefusedException(AggregateRefusals.Expression(list));
        Scalar? any = null;
        foreach (var value in list.Values)
        {
            var equal = Compare(ScalarOperator.Equal, list.Operand, value);
            any = any is null ? equal : new OperatorScalar(ScalarOperator.Or, any, equal);
        }

        return list.Not ? new OperatorScalar(ScalarOperator.Not, any!, null) : any!;
    }

    private FunctionScalar Function(FunctionExpression call)
    {
        if (call.Star || call.Distinct || call.Filter is not null || call.Over is not null || !ScalarFunctions.IsKnown(call.Name.Name, call.Arguments.Count))
            throw new RefusedException(AggregateRefusals.Expression(call));
        var collation = Collations.Binary;
        foreach (var argument in call.Arguments)
        {
            collation = Collations.Of(argument, Scope);
            if (collation != Collations.Binary || argument is ColumnExpression or CollateExpression)
                break;
        }

        return new FunctionScalar(call.Name.Name, [.. call.Arguments.Select(Translate)], collation);
    }
}
