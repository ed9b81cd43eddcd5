using ShardClient.Planning.Scalars;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>Works out scalars over a row and the execution's inputs, by SQLite's rules. What it gives holds text as UTF-8.</summary>
/// <param name="inputs">Text among them is UTF-8.</param>
internal sealed class ScalarEvaluator(Value[] inputs)
{
    /// <param name="row">Null where no column can stand (LIMIT).</param>
    public Value Evaluate(Scalar scalar, RowCursor? row = null) => scalar switch
    {
        ColumnScalar column => (row ?? throw new ArgumentNullException(nameof(row))).GetValue(column.Column).ToUtf8(),
        InputScalar input => inputs[input.Input],
        ConstantScalar constant => constant.Value.ToUtf8(),
        OperatorScalar operation => Operate(operation, row),
        CaseScalar choice => Choose(choice, row),
        CastScalar cast => ScalarCast.Apply(Evaluate(cast.Operand, row), cast.Type),
        FunctionScalar function => Call(function, row),
        _ => throw new ArgumentOutOfRangeException(nameof(scalar), scalar.GetType().Name, "Merging cannot evaluate this scalar."),
    };

    private Value Operate(OperatorScalar operation, RowCursor? row)
    {
        var left = Evaluate(operation.Left, row);
        switch (operation.Operator)
        {
            case ScalarOperator.And or ScalarOperator.Or:
                return Connect(operation, left, row);
            case ScalarOperator.Not:
                return Logical(!SqliteArithmetic.ToTruth(left));
            case ScalarOperator.IsNull:
                return Value.FromBoolean(left.IsNull);
            case ScalarOperator.NotNull:
                return Value.FromBoolean(!left.IsNull);
            case ScalarOperator.Negate:
                return left.IsNull ? left : SqliteArithmetic.Subtract(Value.FromInteger(0), left);
        }

        var right = Evaluate(operation.Right!, row);
        return operation.Operator switch
        {
            ScalarOperator.Add => SqliteArithmetic.Add(left, right),
            ScalarOperator.Subtract => SqliteArithmetic.Subtract(left, right),
            ScalarOperator.Multiply => SqliteArithmetic.Multiply(left, right),
            ScalarOperator.Divide => SqliteArithmetic.Divide(left, right),
            ScalarOperator.Modulo => SqliteArithmetic.Modulo(left, right),
            ScalarOperator.Concat => SqliteArithmetic.Concat(left, right),
            _ => Compare(operation, left, right),
        };
    }

    /// <summary>Three-valued AND and OR; the right side is left alone when the left one decides.</summary>
    private Value Connect(OperatorScalar operation, in Value left, RowCursor? row)
    {
        var decides = operation.Operator == ScalarOperator.Or;
        var first = SqliteArithmetic.ToTruth(left);
        if (first == decides)
            return Value.FromBoolean(decides);
        var second = SqliteArithmetic.ToTruth(Evaluate(operation.Right!, row));
        return second == decides ? Value.FromBoolean(decides) : Logical(first is null || second is null ? null : !decides);
    }

    private static Value Compare(OperatorScalar operation, in Value left, in Value right)
    {
        var isNullSafe = operation.Operator is ScalarOperator.Is or ScalarOperator.IsNot;
        if (!isNullSafe && (left.IsNull || right.IsNull))
            return Value.Null;
        var a = ScalarCast.ForComparison(left, operation.LeftAffinity);
        var b = ScalarCast.ForComparison(right, operation.RightAffinity);
        var order = ValueComparer.Compare(ValueView.Of(a), ValueView.Of(b), Collation.Find(operation.Collation));
        return Value.FromBoolean(operation.Operator switch
        {
            ScalarOperator.Equal or ScalarOperator.Is => order == 0,
            ScalarOperator.NotEqual or ScalarOperator.IsNot => order != 0,
            ScalarOperator.Less => order < 0,
            ScalarOperator.LessOrEqual => order <= 0,
            ScalarOperator.Greater => order > 0,
            ScalarOperator.GreaterOrEqual => order >= 0,
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation.Operator, "No comparison."),
        });
    }

    private Value Choose(CaseScalar choice, RowCursor? row)
    {
        var operand = choice.Operand is null ? default : Evaluate(choice.Operand, row);
        foreach (var (when, then) in choice.Branches)
        {
            var condition = Evaluate(when, row);
            var holds = choice.Operand is null
                ? SqliteArithmetic.ToTruth(condition) == true
                : !operand.IsNull && !condition.IsNull
                    && ValueComparer.AreEqual(ValueView.Of(operand), ValueView.Of(condition), Collation.Binary);
            if (holds)
                return Evaluate(then, row);
        }

        return choice.Else is null ? Value.Null : Evaluate(choice.Else, row);
    }

    private Value Call(FunctionScalar function, RowCursor? row)
    {
        if (function.Name.Equals("coalesce", StringComparison.OrdinalIgnoreCase) || function.Name.Equals("ifnull", StringComparison.OrdinalIgnoreCase))
            return FirstNotNull(function.Arguments, row);
        if (function.Name.Equals("iif", StringComparison.OrdinalIgnoreCase))
        {
            var holds = SqliteArithmetic.ToTruth(Evaluate(function.Arguments[0], row)) == true;
            return Evaluate(function.Arguments[holds ? 1 : 2], row);
        }

        var arguments = new Value[function.Arguments.Count];
        for (var index = 0; index < arguments.Length; index++)
            arguments[index] = Evaluate(function.Arguments[index], row);
        return ScalarFunction.Call(function.Name, arguments, Collation.Find(function.Collation));
    }

    private Value FirstNotNull(IReadOnlyList<Scalar> arguments, RowCursor? row)
    {
        foreach (var argument in arguments)
        {
            var value = Evaluate(argument, row);
            if (!value.IsNull)
                return value;
        }

        return Value.Null;
    }

    private static Value Logical(bool? truth) => truth is { } known ? Value.FromBoolean(known) : Value.Null;
}
