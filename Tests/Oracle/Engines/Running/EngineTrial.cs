using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Servers.Running;
using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Engines.Running;

/// <summary>A cluster of each engine with the same tables, made by the same texts.</summary>
internal sealed class EngineTrial : IDisposable
{
    // A difference of days that was divided has its last digit from the engine.
    private const double Noise = 1e-9;

    private readonly Database _files;
    private readonly Database _servers;

    public EngineTrial(string server, int shards, EngineSchema schema, Dice dice)
    {
        _files = new ClusterDatabase(shards, null);
        _servers = ServerDatabase.Cluster(server, shards);
        try
        {
            // Those of the scenario before, of which the servers' databases know.
            _servers.Execute($"DROP TABLE IF EXISTS {string.Join(", ", Enumerable.Range(0, EngineSchema.MostTables).Select(static table => $"t{table}"))}");
            foreach (var text in schema.Tables.SelectMany(static table => table.Definitions).Concat(schema.Tables.SelectMany(table => EngineSchema.Rows(table, dice))))
            {
                _files.Execute(text);
                _servers.Execute(text);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Outcome Read(Node tree, bool isAsync)
    {
        var text = SqlText.Of(tree);
        var (files, servers) = Ask(text, isAsync);
        return OfErrors(files, servers) ?? Compare(AnswerShape.Of(tree), files, servers);
    }

    public Outcome Write(Node tree, EngineTable table, bool countsAlike, bool isAsync)
    {
        var (files, servers) = Ask(SqlText.Of(tree), isAsync);
        var outcome = OfErrors(files, servers) ?? Outcome.Same;
        if (outcome.Verdict == Verdict.Same && countsAlike && files.Affected != servers.Affected)
            outcome = new Outcome(Verdict.Wrong, $"{files.Affected} rows written on SQLite, {servers.Affected} on servers", files, servers);
        if (outcome.IsWrong)
            return outcome;
        var content = new SqlText($"SELECT * FROM {table.Name}", []);
        var left = Compare(AnswerShape.Rows, _files.Ask(content), _servers.Ask(content));
        return left.IsWrong ? left with { Problem = $"table {table.Name} afterwards: {left.Problem}" } : outcome;
    }

    public void Dispose()
    {
        _files.Dispose();
        _servers.Dispose();
    }

    private (Answer Files, Answer Servers) Ask(SqlText text, bool isAsync)
    {
        Trial.PlainTime.Start();
        var files = isAsync ? _files.AskAsync(text).GetAwaiter().GetResult() : _files.Ask(text);
        Trial.PlainTime.Stop();
        Trial.ClusterTime.Start();
        var servers = isAsync ? _servers.AskAsync(text).GetAwaiter().GetResult() : _servers.Ask(text);
        Trial.ClusterTime.Stop();
        return (files, servers);
    }

    /// <summary>What one engine answers and the other not is wrong, unless it is refused by name.</summary>
    private static Outcome? OfErrors(Answer files, Answer servers)
    {
        if ((Judgement.Refusal(files) ?? Judgement.Refusal(servers)) is { } refusal)
            return new Outcome(Verdict.Refused, refusal, files, servers);
        if (files.Error is null && servers.Error is null)
            return null;
        return files.Error is not null && servers.Error is not null
            ? new Outcome(Verdict.BothFailed, $"{files.Error.Message} / {servers.Error.Message}", files, servers)
            : new Outcome(Verdict.Wrong, $"only {(files.Error is null ? "servers" : "SQLite")} fail: {(files.Error ?? servers.Error)!.Message}", files, servers);
    }

    private static Outcome Compare(AnswerShape shape, Answer files, Answer servers)
    {
        if (!files.Names.SequenceEqual(servers.Names))
            return new Outcome(Verdict.Wrong, $"columns [{string.Join(", ", files.Names)}] on SQLite, [{string.Join(", ", servers.Names)}] on servers", files, servers);
        return new RowComparison(shape, Noise).Difference(CommonValues.Of(files).Rows, CommonValues.Of(servers).Rows, null) is { } difference
            ? new Outcome(Verdict.Wrong, difference, files, servers)
            : Outcome.Same;
    }
}
