using ShardClient.Catalog;
using ShardClient.Planning.Binding;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Locality;

/// <summary>
/// What is known of every row that matters at a place in the statement: the conditions around it and which columns they make equal.
/// A row that breaks a fact cannot change the answer. Levels chain from the inner place to the outer ones.
/// </summary>
internal sealed class Facts
{
    private Dictionary<ColumnBinding, ColumnBinding>? _classes;
    private ILookup<RowSource, (ColumnBinding Own, ColumnBinding Other)>? _equalities;

    private Facts(
        Facts? outer,
        IReadOnlyList<Expression> conditions,
        Scope? scope,
        IReadOnlyList<(ColumnBinding Left, ColumnBinding Right)> pairs,
        IReadOnlyList<(ColumnBinding Left, ColumnBinding Right)> matched,
        bool behindOuterJoin,
        DerivedSource? given = null)
    {
        Given = given;
        Matched = matched;
        Outer = outer;
        Conditions = conditions;
        Scope = scope;
        Pairs = pairs;
        BehindOuterJoin = behindOuterJoin;
    }

    public static Facts None { get; } = new(null, [], null, [], [], false);

    public Facts? Outer { get; }

    public IReadOnlyList<Expression> Conditions { get; }

    public Scope? Scope { get; }

    /// <summary>
    /// True where the outer levels see the rows after an outer join may have put NULLs in their place: of the outer facts only those hold
    /// inside that no NULL satisfies.
    /// </summary>
    public bool BehindOuterJoin { get; }

    /// <summary>A query in FROM that every row that matters has a row of: its own conditions hold of what it hands on, whatever it does to its rows otherwise.</summary>
    public DerivedSource? Given { get; }

    private IReadOnlyList<(ColumnBinding Left, ColumnBinding Right)> Pairs { get; }

    /// <summary>What earlier outer joins made equal: equal where a row was matched, while others have NULL in its place.</summary>
    private IReadOnlyList<(ColumnBinding Left, ColumnBinding Right)> Matched { get; }

    public Facts With(
        Expression? condition,
        Scope scope,
        IReadOnlyList<(ColumnBinding Left, ColumnBinding Right)>? pairs = null,
        bool behindOuterJoin = false,
        IReadOnlyList<(ColumnBinding Left, ColumnBinding Right)>? matched = null) =>
        new(this, [.. Conjuncts.Of(condition)], scope, pairs ?? [], matched ?? [], behindOuterJoin);

    public Facts With(DerivedSource given) => new(this, [], null, [], [], false, given);

    /// <summary>True when both columns are equal, not NULL, in every row that matters.</summary>
    public bool AreEqual(ColumnBinding one, ColumnBinding other) => one == other || Root(one) == Root(other);

    /// <summary>
    /// The pairs of different columns that are equal in every row that matters, one of a column of this source each. Equal by an outer join's match does not
    /// count: an unmatched row has no such value, and matters all the same.
    /// </summary>
    public IEnumerable<(ColumnBinding Own, ColumnBinding Other)> Equalities(RowSource source) => (_equalities ??= EqualitiesBySource())[source];

    private ILookup<RowSource, (ColumnBinding Own, ColumnBinding Other)> EqualitiesBySource()
    {
        var strict = new Facts(Outer, Conditions, Scope, Pairs, [], BehindOuterJoin);
        strict._classes = strict.Classes(withMatched: false);
        var members = strict._classes.Keys.Union(strict._classes.Values).ToList();
        var classes = members.ToLookup(strict.Root);
        return members
            .SelectMany(own => classes[strict.Root(own)].Where(other => other.Source != own.Source).Select(other => (own, other)))
            .ToLookup(static pair => pair.own.Source);
    }

    private ColumnBinding Root(ColumnBinding column)
    {
        _classes ??= Classes(withMatched: true);
        while (_classes.TryGetValue(column, out var parent) && parent != column)
            column = parent;
        return column;
    }

    private Dictionary<ColumnBinding, ColumnBinding> Classes(bool withMatched)
    {
        _classes = [];
        for (var level = this; level is not null; level = level.Outer)
        {
            foreach (var (left, right) in level.Pairs)
                Unite(Origins.Of(left), Origins.Of(right));
            foreach (var (left, right) in withMatched ? level.Matched : [])
                Unite(Origins.Of(left), Origins.Of(right));
            foreach (var condition in level.Conditions)
                Equate(condition, level.Scope!);
        }

        return _classes;
    }

    private void Equate(Expression condition, Scope scope)
    {
        if (condition is not BinaryExpression { Operator: BinaryOperator.Equal } equality)
            return;
        if (equality is { Left: RowExpression left, Right: RowExpression right } && left.Items.Count == right.Items.Count)
        {
            for (var item = 0; item < left.Items.Count; item++)
                Equate(left.Items[item], right.Items[item], scope);
            return;
        }

        Equate(equality.Left, equality.Right, scope);
    }

    private void Equate(Expression left, Expression right, Scope scope)
    {
        if (scope.Origin(left) is { } one && scope.Origin(right) is { } other)
            Unite(one, other);
    }

    private void Unite(ColumnBinding one, ColumnBinding other)
    {
        if (!SameComparison(one.Compared, other.Compared))
            return;
        var (first, second) = (Root(one), Root(other));
        if (first != second)
            _classes![first] = second;
    }

    /// <summary>Equality carries over a chain of columns only when all compare alike: one affinity, one collation.</summary>
    private static bool SameComparison(LogicalColumn? one, LogicalColumn? other) =>
        one is not null && other is not null && IsNumeric(one) == IsNumeric(other) &&
        (IsNumeric(one) || (one.Affinity == other.Affinity && one.Collation.Equals(other.Collation, StringComparison.OrdinalIgnoreCase)));

    private static bool IsNumeric(LogicalColumn column) => column.Affinity is Affinity.Integer or Affinity.Numeric or Affinity.Real;
}
