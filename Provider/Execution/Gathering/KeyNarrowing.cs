using ShardClient.Planning.Gathering;
using ShardClient.Routing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Gathering;

/// <summary>Makes the texts of a table's shards with the keys that are known by now; keys of the sharding key go only to the shards they live on.</summary>
internal sealed class KeyNarrowing(TableInput input, in StatementCall call)
{
    private readonly Value[] _inputs = call.Inputs.ToArray();
    private readonly EngineKind _engine = call.Runtime.Engine;
    private readonly List<(KeyRestriction Restriction, List<Value> Keys)> _lists = [];

    public void Add(KeyRestriction restriction, List<Value> keys) => _lists.Add((restriction, keys));

    /// <param name="inputs">The execution's inputs with the lists behind them.</param>
    /// <returns>Empty when no row can matter.</returns>
    public IReadOnlyList<RoutedStatement> Steps(out Value[] inputs)
    {
        // The shortest list comes first, and only it may lead the engine to an index: several would compete for one scan.
        _lists.Sort(static (one, other) => one.Keys.Count.CompareTo(other.Keys.Count));
        var all = new List<Value>(_inputs);
        var steps = new List<RoutedStatement>();
        var shared = new int[_lists.Count];
        for (var index = 0; index < shared.Length; index++)
        {
            if (IsShardingKey(_lists[index].Restriction) || _engine == EngineKind.MySql)
                continue;
            shared[index] = all.Count;
            all.Add(KeyLists.ToJson(_lists[index].Keys));
        }

        if (!_lists.Exists(static list => list.Keys.Count == 0))
        {
            foreach (var shard in Router.Route(input.Route, _inputs, input.AnyShard))
                AddStep(shard, shared, all, steps);
        }

        inputs = [.. all];
        return steps;
    }

    private bool IsShardingKey(KeyRestriction restriction) => restriction.Column == input.Source.KeyColumn;

    private void AddStep(int shard, int[] shared, List<Value> all, List<RoutedStatement> steps)
    {
        var text = new TextAssembler(_engine).Add(input.Before);
        if (_lists.Count == 0)
            text.Add("1");
        for (var index = 0; index < _lists.Count; index++)
        {
            var (restriction, keys) = _lists[index];
            var place = shared[index];
            if (IsShardingKey(restriction))
            {
                var own = keys.FindAll(key => LivesOn(shard, key));
                if (own.Count == 0)
                    return;
                keys = own;
                place = all.Count;
                if (_engine != EngineKind.MySql)
                    all.Add(KeyLists.ToJson(own));
            }

            if (_engine == EngineKind.MySql)
            {
                text.Add($"{(index == 0 ? "" : " AND ")}{restriction.Condition} IN ({string.Join(',', keys.Select(static key => key.Integer))})");
                continue;
            }

            text.Add(index == 0 ? "" : " AND +").Add($"{restriction.Condition} IN (SELECT value FROM json_each(").AddInput(place).Add("))");
        }

        steps.Add(new RoutedStatement(shard, text.Add(input.After).Build(reusable: _engine != EngineKind.MySql || _lists.Count == 0)));
    }

    private bool LivesOn(int shard, Value key)
    {
        var home = Router.ShardOf(input.Source.Placement!, input.Source.KeyType, key);
        return home < 0 || home == shard;
    }
}
