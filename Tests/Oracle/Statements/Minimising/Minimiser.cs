using System.Diagnostics;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Minimising;

/// <summary>Makes a failing case smaller while it fails in the same way: statement, tables, rows.</summary>
internal sealed class Minimiser(Outcome first)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private Outcome? _last;

    /// <summary>The smallest case found, and what came of it.</summary>
    /// <param name="failing">The statement on the rows that it met.</param>
    /// <param name="whole">The same with all statements before it, where the rows alone do not make it fail.</param>
    public (Case Smallest, Outcome Outcome) Shrink(Case failing, Case whole)
    {
        if (!Fails(failing))
        {
            failing = whole;
            if (!Fails(failing))
                return (failing, first with { Problem = first.Problem + " (and not again when all statements were repeated)" });
        }

        failing = ShrinkBefore(failing);
        var before = 0;
        while (before != Size(failing) && _clock.Elapsed < Patience)
        {
            before = Size(failing);
            failing = ShrinkTree(failing);
            failing = ShrinkRows(failing);
            failing = ShrinkSchema(failing);
        }

        return (failing, _last ?? first);
    }

    private static int Size(Case of) => SqlText.Of(of.Statement.Tree).Text.Length + of.Tables.Sum(static table => table.Rows.Count + 1) + of.Extras.Count;

    private Case ShrinkTree(Case failing)
    {
        for (var isSmaller = true; isSmaller && _clock.Elapsed < Patience;)
        {
            isSmaller = false;
            var shrunk = OnOneTrial(failing);
            if (!ReferenceEquals(shrunk, failing))
                (failing, isSmaller) = (shrunk, true);
        }

        return failing;
    }

    /// <summary>Tries smaller trees; reads share one pair of databases, because they change nothing.</summary>
    private Case OnOneTrial(Case failing)
    {
        if (!failing.Statement.IsRead)
        {
            foreach (var tree in Reductions.Of(failing.Statement.Tree))
            {
                var smaller = failing with { Statement = failing.Statement with { Tree = tree } };
                if (Fails(smaller))
                    return smaller;
                if (_clock.Elapsed > Patience)
                    break;
            }

            return failing;
        }

        using var trial = Trial.Of(failing);
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            foreach (var tree in Reductions.Of(failing.Statement.Tree))
            {
                if (_clock.Elapsed > Patience)
                    return failing;
                var smaller = failing with { Statement = failing.Statement with { Tree = tree } };
                if (!IsAlike(trial.Judge(smaller.Statement, isAsync: false)))
                    continue;
                (failing, isSmaller) = (smaller, true);
                break;
            }
        }

        return failing;
    }

    private Case ShrinkBefore(Case failing)
    {
        for (var count = failing.Before.Count; count > 0; count /= 2)
        {
            for (var start = 0; start < failing.Before.Count && _clock.Elapsed < Patience;)
            {
                var smaller = failing with { Before = [.. failing.Before.Take(start), .. failing.Before.Skip(start + count)] };
                if (Fails(smaller))
                    failing = smaller;
                else
                    start += count;
            }
        }

        return failing;
    }

    private Case ShrinkRows(Case failing)
    {
        for (var index = 0; index < failing.Tables.Count; index++)
        {
            for (var count = failing.Tables[index].Rows.Count; count > 0; count /= 2)
            {
                for (var start = 0; start < failing.Tables[index].Rows.Count && _clock.Elapsed < Patience;)
                {
                    var smaller = WithRows(failing, index, [.. failing.Tables[index].Rows.Take(start), .. failing.Tables[index].Rows.Skip(start + count)]);
                    if (Fails(smaller))
                        failing = smaller;
                    else
                        start += count;
                }
            }
        }

        return failing;
    }

    private Case ShrinkSchema(Case failing)
    {
        for (var index = failing.Tables.Count - 1; index >= 0 && _clock.Elapsed < Patience; index--)
        {
            var smaller = failing with { Tables = [.. failing.Tables.Where((_, at) => at != index)] };
            if (Fails(smaller))
                failing = smaller;
        }

        for (var index = failing.Extras.Count - 1; index >= 0 && _clock.Elapsed < Patience; index--)
        {
            var smaller = failing with { Extras = [.. failing.Extras.Where((_, at) => at != index)] };
            if (Fails(smaller))
                failing = smaller;
        }

        if (failing.Layout.OtherPlacements is not null && failing with { Layout = failing.Layout with { OtherPlacements = null } } is var single && Fails(single))
            failing = single;
        foreach (var shards in new[] { 1, 2 })
        {
            var smaller = failing with { Layout = failing.Layout with { Shards = shards } };
            if (failing.Layout is { Placements: null, OtherPlacements: null } && shards < failing.Layout.Shards && Fails(smaller))
                return smaller;
        }

        return failing;
    }

    private static Case WithRows(Case of, int index, IReadOnlyList<object?[]> rows) =>
        of with { Tables = [.. of.Tables.Select((table, at) => at == index ? table with { Rows = rows } : table)] };

    private bool Fails(Case of)
    {
        try
        {
            using var trial = Trial.Of(of);
            return IsAlike(trial.Judge(of.Statement, isAsync: false));
        }
        catch (Exception error) when (error is InvalidOperationException or ShardException)
        {
            // What was left out is needed to set the case up.
            return false;
        }
    }

    private bool IsAlike(Outcome outcome)
    {
        if (!outcome.IsWrong || outcome.Kind != first.Kind)
            return false;
        _last = outcome;
        return true;
    }
}
