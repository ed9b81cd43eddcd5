using System.Globalization;
using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Planning.Operators;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Selecting;

/// <summary>
/// What servers are asked for beside the result, so that the merge compares as they do: the weight of a text column (its collation's own word on
/// the order), the number of an ENUM. Numbers, moments and bytes compare by themselves.
/// </summary>
/// <param name="first">The number of the first column that is added.</param>
internal sealed class ServerKeys(Scope scope, int first)
{
    // A letter weighs up to four bytes under the collations that there are, and a few weigh more.
    private const int MostSortedLetters = 191;

    private readonly List<ResultColumn> _hidden = [];

    /// <summary>The columns to append to the select list.</summary>
    public IReadOnlyList<ResultColumn> Hidden => _hidden;

    /// <summary>The column and collation by which an expression is compared.</summary>
    /// <param name="column">Its place in the select list; -1 to add it when it has none.</param>
    public GroupKey KeyOf(Expression expression, ColumnBinding? binding, int column)
    {
        if (expression is CollateExpression)
            throw RefusedException.NotSupported("COLLATE in an order over several MySQL shards is not supported", "Order by the column's own collation.", expression.Span);
        var declared = (binding ?? scope.Origin(expression))?.Compared;
        return declared is null ? Plain(expression, column) : ColumnTypes.BaseName(declared.DeclaredType).ToUpperInvariant() switch
        {
            "ENUM" or "SET" => new GroupKey(Add(new BinaryExpression(BinaryOperator.Add, expression, new LiteralExpression(LiteralKind.Integer, "0"))), ServerCollations.ByColumn),
            _ when declared.Collation is "binary" => Plain(expression, column),
            _ => new GroupKey(Add(WeightOf(expression)), ServerCollations.OfWeight(PadOf(declared, expression))),
        };
    }

    /// <summary>True for a text that servers may sort by its first bytes only (<c>max_sort_length</c>, 1,024): equal ones need not come together.</summary>
    public bool MayComeApart(Expression expression) =>
        scope.Origin(expression)?.Compared is { Collation: not "binary" } declared
        && declared.Affinity == Affinity.Text && Length(declared.DeclaredType) is null or > MostSortedLetters;

    /// <summary>The weight of a text, in the words of the servers.</summary>
    private static FunctionExpression WeightOf(Expression expression) => new(new Identifier("weight_string"), [expression]);

    private GroupKey Plain(Expression expression, int column) => new(column >= 0 ? column : Add(expression), ServerCollations.ByColumn);

    private static string PadOf(LogicalColumn column, Expression expression) => column.PadWeight ?? throw RefusedException.NotSupported(
        $"The order of texts under {column.Collation}, the collation of {column.Name}, takes several passes, which a merge of MySQL shards does not make",
        "Give the column a collation such as utf8mb4_general_ci or utf8mb4_0900_ai_ci, or name the sharding key so that one shard answers.",
        expression.Span);

    /// <summary>How many letters a column holds; null for TEXT.</summary>
    private static int? Length(string declaredType)
    {
        var (open, close) = (declaredType.IndexOf('(', StringComparison.Ordinal), declaredType.IndexOf(')', StringComparison.Ordinal));
        return open > 0 && close > open && int.TryParse(declaredType.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
    }

    private int Add(Expression expression)
    {
        var known = _hidden.FindIndex(hidden => hidden.Expression.Equals(expression));
        if (known >= 0)
            return first + known;
        _hidden.Add(new ResultColumn(expression, new Identifier($"~{_hidden.Count + 1}", NameQuotes.Grave)));
        return first + _hidden.Count - 1;
    }
}
