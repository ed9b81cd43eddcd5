using ShardClient.Planning.Binding;
using ShardClient.Planning.Operators;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>ORDER BY of a plain SELECT: which result columns it sorts by, and which must be added to see them.</summary>
internal sealed class SortTerms
{
    private readonly BoundCore _core;
    private readonly List<SortKey> _keys = [];
    private readonly List<ResultColumn> _hidden = [];

    private SortTerms(BoundCore core, int visible)
    {
        _core = core;
        Visible = visible;
    }

    public IReadOnlyList<SortKey> Keys => _keys;

    /// <summary>The columns to append to the select list.</summary>
    public IReadOnlyList<ResultColumn> Hidden => _hidden;

    public int Visible { get; }

    public static SortTerms Of(BoundCore core, NodeList<OrderingTerm> orderBy)
    {
        if (core.Outputs is not { } outputs)
        {
            throw RefusedException.NotSupported(
                "ORDER BY over several shards needs to know the columns of *", "Name the columns instead of *.", core.Syntax.Span);
        }

        var terms = new SortTerms(core, outputs.Count);
        foreach (var term in orderBy)
            terms.Add(term);
        return terms;
    }

    public static bool NullsFirst(OrderingTerm term) =>
        term.Nulls == NullsOrder.Default ? !term.Descending : term.Nulls == NullsOrder.First;

    private void Add(OrderingTerm term)
    {
        var expression = term.Expression;
        while (expression is CollateExpression collate)
            expression = collate.Operand;
        var column = Find(expression);
        var collation = term.Expression is CollateExpression explicitly ? explicitly.Collation.Name.ToUpperInvariant() : null;
        if (column < 0)
        {
            var hidden = new AliasSubstitution(_core).Rewrite(expression);
            collation ??= Collations.Of(hidden, _core.Scope);
            column = Visible + _hidden.Count;
            _hidden.Add(new ResultColumn(hidden, new Identifier($"~{_hidden.Count + 1}", NameQuotes.Grave)));
        }

        _keys.Add(new SortKey(column, term.Descending, NullsFirst(term), collation ?? CollationOf(column)));
    }

    private string CollationOf(int column)
    {
        var output = _core.Outputs![column];
        return output.Binding is { } binding ? Collations.Of(binding) : Collations.Of(output.Expression!, _core.Scope);
    }

    /// <summary>The result column that the term means or equals; -1 for none.</summary>
    private int Find(Expression term)
    {
        var outputs = _core.Outputs!;
        if (GroupTerms.Position(term) is { } position)
            return position >= 1 && position <= outputs.Count ? position - 1 : throw OutOfRange(term, outputs.Count);
        if (term is ColumnExpression { Table: null } name && GroupTerms.Alias(_core, name.Column) is { } alias)
            return IndexOf(_core.Syntax.Columns[alias].Expression);
        var binding = term is ColumnExpression column ? _core.Scope.Resolve(column) : null;
        for (var index = 0; index < outputs.Count; index++)
        {
            var same = binding is not null ? outputs[index].Binding == binding : outputs[index].Expression is { } expression && expression.Equals(term);
            if (same)
                return index;
        }

        return -1;
    }

    private int IndexOf(Expression expression)
    {
        for (var index = 0; index < _core.Outputs!.Count; index++)
        {
            if (ReferenceEquals(_core.Outputs[index].Expression, expression))
                return index;
        }

        return -1;
    }

    private static RefusedException OutOfRange(Expression term, int count) =>
        RefusedException.NotSupported($"The ORDER BY position is out of range: it must be between 1 and {count}", "", term.Span);
}

/// <summary>Inside expressions of ORDER BY a name that is no column may be an alias of the select list.</summary>
internal sealed class AliasSubstitution(BoundCore core) : SyntaxRewriter
{
    public override Node Visit(Node node)
    {
        if (node is SelectStatement)
            return node;
        if (node is ColumnExpression { Table: null } name && core.Scope.Resolve(name) is null && GroupTerms.Alias(core, name.Column) is { } alias)
            return core.Syntax.Columns[alias].Expression;
        return VisitChildren(node);
    }
}
