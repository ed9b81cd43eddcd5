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
        var (files, servers) = (AskFiles(text, isAsync), AskServers(text, isAsync));
        return OfErrors(files, servers) ?? Compare(AnswerShape.Of(tree), files, servers);
    }

    public Outcome Write(Node tree, EngineTable table, bool countsAlike, bool isAsync)
    {
        // A write that servers decline is not done on SQLite either, so that the tables stay alike.
        var text = SqlText.Of(tree);
        var servers = AskServers(text, isAsync);
        if (Judgement.Refusal(servers) is { } refusal)
            return new Outcome(Verdict.Refused, refusal, null, servers);
        var files = AskFiles(text, isAsync);
        var outcome = Judgement.Refusal(files) is { } alone
            ? new Outcome(Verdict.Wrong, $"only SQLite declines a write: {alone}", files, servers)
            : OfErrors(files, servers) ?? Outcome.Same;
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

    private Answer AskFiles(SqlText text, bool isAsync)
    {
        Trial.PlainTime.Start();
        var answer = Ask(_files, text, isAsync);
        Trial.PlainTime.Stop();
        return answer;
    }

    private Answer AskServers(SqlText text, bool isAsync)
    {
        Trial.ClusterTime.Start();
        var answer = Ask(_servers, text, isAsync);
        Trial.ClusterTime.Stop();
        return answer;
    }

    private static Answer Ask(Database database, SqlText text, bool isAsync) => isAsync ? database.AskAsync(text).GetAwaiter().GetResult() : database.Ask(text);

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
