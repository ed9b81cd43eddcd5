using ShardClient.Planning.Binding;
using ShardClient.Planning.Gathering;
using ShardClient.Planning.Locality;
using ShardClient.Planning.Operators;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Selecting;

/// <summary>A query of MySQL shards whose result rows are each made by one of them: merged by ORDER BY, without doubles under DISTINCT, cut by LIMIT.</summary>
internal sealed class ServerScatter
{
    private readonly ScatterSource _source;
    private readonly IReadOnlyList<OutputColumn> _outputs;
    private readonly ServerKeys _keys;

    private ServerScatter(ScatterSource source)
    {
        _source = source;
        _outputs = source.Core.Outputs ?? throw RefusedException.NotSupported(
            "ORDER BY and DISTINCT over several shards need to know the columns of *", "Name the columns instead of *.", source.Core.Syntax.Span);
        _keys = new ServerKeys(source.Core.Scope, _outputs.Count);
    }

    public static PlanOperator Plan(ScatterSource source)
    {
        var (core, select) = (source.Core, source.Select);
        if (!LocalityAnalyzer.WindowsStayOnShards(core, select.OrderBy, source.Rows, source.Facts))
            throw new RefusedException(LocalityRefusals.InnerWindow(core));
        PlainScatter.CheckFunctions(core.Syntax, select, static call => ServerFunctions.IsOwn(call.Name.Name));
        var needsDistinct = core.Syntax.Distinct && !LocalityAnalyzer.DistinctStaysOnShards(core, source.Rows, source.Facts);
        var limit = ServerLimit.ForShard(source.Context, select.Limit);
        if (select.OrderBy.Count == 0 && !needsDistinct)
            return Cut(source, new Concat(PlainScatter.Scan(source, select with { Limit = limit })));
        return new ServerScatter(source).Plan(needsDistinct, limit);
    }

    private PlanOperator Plan(bool needsDistinct, LimitClause? limit)
    {
        var (core, select) = (_source.Core, _source.Select);
        List<SortKey> order = [.. select.OrderBy.Select(Sort)];

        // Equal texts with other trailing spaces have other weights: beside those a shard's own DISTINCT, and what it leaves of LIMIT, do not tell.
        needsDistinct |= core.Syntax.Distinct && _keys.Hidden.Count > 0;
        var distinct = needsDistinct ? Distinct() : null;
        var text = select with
        {
            Body = core.Syntax with { Columns = NodeList.Wrap<ResultColumn>([.. core.Syntax.Columns, .. _keys.Hidden]) },
            Limit = needsDistinct && _keys.Hidden.Count > 0 ? null : limit,
        };
        var scan = PlainScatter.Scan(_source, text);
        PlanOperator rows = order.Count > 0 ? new MergeSort(scan, order) : new Concat(scan);
        if (distinct is not null)
            rows = new Distinct(rows, distinct, Streamed: false);
        if (_keys.Hidden.Count > 0)
            rows = new Trim(rows, _outputs.Count);
        return Cut(_source, rows);
    }

    private SortKey Sort(OrderingTerm term)
    {
        var column = IndexOf(term.Expression);
        if (column < 0 && _source.Core.Syntax.Distinct)
        {
            throw RefusedException.NotSupported(
                "SELECT DISTINCT over several shards cannot be ordered by what it does not select", "Add the ORDER BY expression to the select list.", term.Span);
        }

        var key = column >= 0 ? KeyOf(column) : _keys.KeyOf(new AliasSubstitution(_source.Core).Rewrite(term.Expression), null, -1);
        return new SortKey(key.Column, term.Descending, SortTerms.NullsFirst(term), key.Collation);
    }

    /// <summary>The columns that tell rows apart, texts by their weights.</summary>
    private List<GroupKey> Distinct() => [.. Enumerable.Range(0, _outputs.Count).Select(KeyOf)];

    private GroupKey KeyOf(int column)
    {
        var output = _outputs[column];
        return _keys.KeyOf(output.Expression ?? Name(output), output.Binding, column);
    }

    /// <summary>A column that a star gave, by its name.</summary>
    private static ColumnExpression Name(OutputColumn output) =>
        new(null, output.Binding!.Value.Source.Name is { } source ? new Identifier(source, NameQuotes.Grave) : null, new Identifier(output.Name, NameQuotes.Grave));

    /// <summary>The result column that an ORDER BY term means or equals; -1 for none.</summary>
    private int IndexOf(Expression term)
    {
        if (GroupTerms.Position(term) is { } position)
        {
            return position >= 1 && position <= _outputs.Count
                ? position - 1
                : throw RefusedException.NotSupported($"The ORDER BY position {position} is out of range", "", term.Span);
        }

        var binding = term is ColumnExpression column ? _source.Core.Scope.Resolve(column) : null;
        var alias = term is ColumnExpression { Table: null } name ? GroupTerms.Alias(_source.Core, name.Column) : null;
        for (var index = 0; index < _outputs.Count; index++)
        {
            var output = _outputs[index];
            var isMeant = alias is { } at
                ? ReferenceEquals(output.Expression, _source.Core.Syntax.Columns[at].Expression)
                : binding is not null ? output.Binding == binding : output.Expression is { } expression && expression.Equals(term);
            if (isMeant)
                return index;
        }

        return -1;
    }

    public static PlanOperator Cut(ScatterSource source, PlanOperator rows) =>
        source.Select.Limit is { } limit ? LimitTerms.OverMerged(limit, rows) : rows;
}
