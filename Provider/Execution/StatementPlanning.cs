using ShardClient.Backends;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ShardClient.Catalog;
using ShardClient.Diagnostics;
using ShardClient.Planning;
using ShardClient.Planning.Normalizing;
using ShardClient.Planning.Routes;
using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Scanning;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>From text to plan, once: the caches of parsed texts and of plans, and what makes them void.</summary>
internal sealed class StatementPlanning(RuntimeParts parts)
{
    // A tree takes about this many bytes for each character of its text.
    private const int TreeBytesPerCharacter = 24;

    private readonly BoundedCache<ModalText, PreparedText> _texts =
        new(parts.Settings.PlanCacheSize, static (key, _) => 512 + ((long)key.Text.Length * TreeBytesPerCharacter));

    private readonly PlanCache _plans = new(parts.Settings.PlanCacheSize);
    private readonly ParserLimits _limits = new(MaxDepth: parts.Settings.MaxNestingDepth, MaxLength: parts.Settings.MaxStatementLength);
    private readonly ServerRelease _release = parts.Metadata.Topology.Engine == EngineKind.MySql ? ServerRelease.Of(parts.ServerVersion) : default;
    private volatile object _epoch = new();

    public SqlDialect Dialect { get; } = SqlDialects.Of(parts.Metadata.Topology.Engine);

    public object Epoch => _epoch;

    public void Renew() => _epoch = new object();

    public PreparedText Prepare(string text, ServerMode mode)
    {
        // A text of many rows hardly ever comes again, so it is not looked for in the cache.
        if (LongInsertReader.Read(text, Dialect, mode.Reading, _limits, _release) is { } insert && Prepare(insert, mode) is { } prepared)
            return prepared;
        var key = new ModalText(text, mode.Reading);
        if (_texts.Find(key) is { } known)
            return known;
        if (DirectText.ShardOf(text) is { } shard)
            return DirectText.Prepare(text, shard, Dialect, mode.Reading);
        var parsed = Parse(text, mode);
        _texts.Keep(key, parsed);
        return parsed;
    }

    // By itself, because what its lambda captures is made where a method begins, and so for each text that is known already.
    private PreparedText Parse(string text, ServerMode mode)
    {
        var statements = SqlParser.Parse(text, Dialect, mode.Reading, _limits, _release);
        return new PreparedText(text, [.. statements.Select(statement => new PreparedStatement(text, statement) { Engine = parts.Metadata.Topology.Engine })]);
    }

    /// <summary>A long INSERT by its shape; null where the whole text is to be parsed, which then tells what is wrong with it too.</summary>
    private PreparedText? Prepare(LongInsert insert, ServerMode mode)
    {
        try
        {
            if (Prepare(insert.Shape, mode).Statements is not [{ Parsed.Statement: InsertStatement { Rows: [var row, _] } } shape])
                return null;
            if (row.Items.Count != insert.Width || row.Span.Start != insert.Start)
                return null;
            var statement = PreparedStatement.Of(insert, shape);
            return shape.PlanFor(_epoch) is { } plan && statement.PlanAs(plan) is null ? null : new PreparedText(insert.Text, [statement]);
        }
        catch (ShardException)
        {
            return null;
        }
    }

    public async ValueTask<BoundPlan> PlanAsync(
        LogicalSession session, PreparedStatement statement, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        await session.RefreshPinAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);

        // The epoch is taken first: a change during planning makes the plan void at once instead of never.
        var epoch = session.Epoch;
        if (statement.Parsed.Statement is DirectStatement direct)
            return Keep(statement, Direct(session.Runtime, statement, direct), [], "DIRECT", epoch);
        if (statement.Long is { Shape: var shape })
        {
            var planned = shape.PlanFor(epoch) ?? await PlanAsync(session, shape, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            if (statement.PlanAs(planned) is { } own)
                return own;
            statement.Expand(SqlParser.Parse(statement.Source, Dialect, session.Mode.Reading, _limits, _release)[0]);
        }

        var keepsBlanks = session.Mode.Reading.HasFlag(SqlModes.IgnoreSpace) && _release.NamesKeepBlanks;
        var normalized = StatementNormalizer.Normalize(statement.Parsed, statement.Source, Dialect, keepsBlanks) with { Modes = session.Mode.Reading };
        var names = Planner.TablesOf(normalized.Statement);
        var schema = await parts.Loader.EnsureLoadedAsync(names, session.DefinedIn, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var topology = parts.Metadata.Topology;
        if (session.Pin is { } pin)
            return Keep(statement, Planner.Plan(normalized, schema, topology, pin.Objects), normalized.Literals, normalized.Key, epoch);
        var key = new PlanKey(normalized.Key, Dialect, session.Mode.Reading, topology.Version, schema.Version);
        var plan = _plans.Find(key);
        if (plan is null)
        {
            var started = Stopwatch.GetTimestamp();
            plan = Planner.Plan(normalized, schema, topology);
            _plans.Keep(key, plan);
            if (session.Runtime.Logger.IsEnabled(LogLevel.Debug))
                session.Runtime.Logger.Planned(StatementDigest.Of(normalized.Key), Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return Keep(statement, plan, normalized.Literals, normalized.Key, epoch);
    }

    private BoundPlan Keep(PreparedStatement statement, StatementPlan plan, Value[] literals, string key, object epoch)
    {
        var own = new SessionStatement(statement.Text, Identity(statement.Parameters.Count), Reusable: literals.Length == 0);
        var facts = new StatementFacts(parts.Metadata.Topology.Name, ClusterFile.EngineName(parts.Metadata.Topology.Engine), Verb(statement.Parsed.Statement), FirstTable(statement.Parsed.Statement), StatementDigest.Of(key));
        var bound = new BoundPlan(plan, own, literals, facts, epoch);
        statement.Keep(bound);
        return bound;
    }

    private static StatementPlan Direct(ClusterRuntime runtime, PreparedStatement statement, DirectStatement direct)
    {
        var route = new FixedRoute(ShardSet.Of(runtime.ShardIndex(direct.Shard)));
        if (direct.MayGiveSeveral)
        {
            // Servers prepare one statement at a time.
            var count = statement.Parameters.Count;
            var several = direct.HasSeveral ? new SessionStatement(statement.Text, Identity(count), Reusable: false) : null;
            return new CallPlan(route) { ParameterCount = count, Statement = several };
        }

        return direct.Reads
            ? new SelectPlan(route) { ParameterCount = statement.Parameters.Count }
            : new WritePlan(route) { ParameterCount = statement.Parameters.Count, IsInsert = true };
    }

    private static string FirstTable(Statement statement) =>
        statement is DirectStatement ? "" : LogicalNames.Shown(Planner.TablesOf(statement).FirstOrDefault() ?? "");

    private static string Verb(Statement statement)
    {
        var name = statement.GetType().Name;
        return name[..^nameof(Statement).Length].ToUpperInvariant();
    }

    private static int[] Identity(int count)
    {
        var inputs = new int[count];
        for (var index = 0; index < count; index++)
            inputs[index] = index;
        return inputs;
    }

    /// <summary>A text and how it is read.</summary>
    private readonly record struct ModalText(string Text, SqlModes Reading)
    {
        // The text tells nearly all of them apart. Written out, because a comparer of enums would be made at run time.
        public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

        public bool Equals(ModalText other) => Text == other.Text && Reading == other.Reading;
    }
}
