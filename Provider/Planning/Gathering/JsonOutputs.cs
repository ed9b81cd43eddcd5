using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// Which result columns may hold JSON. JSON functions know JSON from text by its subtype (https://sqlite.org/json1.html#interface_overview), which goes
/// with a value through expressions but into no table and no parameter.
/// </summary>
internal static class JsonOutputs
{
    /// <summary>Functions that hand on one of their arguments as it is.</summary>
    private static readonly HashSet<string> HandingOn = new(
        ["coalesce", "ifnull", "iif", "if", "nullif", "min", "max", "likely", "unlikely", "likelihood", "first_value", "last_value", "nth_value", "lag", "lead"],
        StringComparer.OrdinalIgnoreCase);

    public static bool MayBeJson(OutputColumn output)
    {
        StackGuard.Check();
        if (output.Binding is { Source: DerivedSource { Query.Cores: var cores } } binding)
            return cores.Any(core => core.Outputs is { } outputs && binding.Ordinal < outputs.Count && MayBeJson(outputs[binding.Ordinal]));
        return output is { Binding: null, Expression: { } expression } && MayBeJson(expression);
    }

    private static bool MayBeJson(Expression expression)
    {
        StackGuard.Check();
        return expression switch
        {
            FunctionExpression call => call.Name.Name.StartsWith("json", StringComparison.OrdinalIgnoreCase)
                || (HandingOn.Contains(call.Name.Name) && call.Arguments.Any(MayBeJson)),
            BinaryExpression { Operator: BinaryOperator.JsonExtract } => true,
            CaseExpression choice => choice.Whens.Any(static when => MayBeJson(when.Then)) || (choice.Else is { } otherwise && MayBeJson(otherwise)),
            UnaryExpression { Operator: UnaryOperator.Plus } plus => MayBeJson(plus.Operand),
            CollateExpression collate => MayBeJson(collate.Operand),
            SubqueryExpression { Query.Body: SelectCore core } => core.Columns.Any(static column => MayBeJson(column.Expression)),
            _ => false,
        };
    }
}
