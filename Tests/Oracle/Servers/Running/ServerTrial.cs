using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Comparing;
using ShardClient.Tests.Oracle.Statements.Running;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Running;

/// <summary>A cluster and a plain database with the same tables: asked the same, their answers compared.</summary>
internal sealed class ServerTrial : IDisposable
{
    // Sums of squares in another order; and a deviation has few digits as a text, and all in the other protocol.
    private const double Noise = 2e-3;

    private readonly ServerDatabase _cluster;
    private readonly ServerDatabase _plain;
    private readonly ServerSchema _schema;
    private string _mode = "";

    public ServerTrial(string server, int shards, ServerSchema schema, Dice dice)
    {
        _schema = schema;
        _cluster = ServerDatabase.Cluster(server, shards);
        _plain = ServerDatabase.Plain(server);
        try
        {
            for (var table = 0; table < ServerSchema.MostTables; table++)
            {
                _cluster.Execute($"DROP TABLE IF EXISTS t{table}");
                _plain.Execute(Raw($"DROP TABLE IF EXISTS t{table}"));
            }

            foreach (var table in schema.Tables)
            {
                _cluster.Execute(table.Definition(isCluster: true));
                _plain.Execute(Raw(table.Definition(isCluster: false)));
                foreach (var insert in ServerSchema.Rows(table, dice))
                    Load(insert);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void SetMode(string mode)
    {
        _mode = mode;
        var text = $"SET SESSION sql_mode = '{mode}'";
        _cluster.Execute(text);
        _plain.Execute(text);
    }

    public Outcome Read(Node tree, bool isAsync)
    {
        var text = SqlText.Of(tree);
        var expected = AskPlain(Raw(text.Text));
        var actual = AskCluster(text, isAsync);
        var outcome = Judge(tree, expected, actual);
        return outcome.IsWrong && Disputed(tree, text, outcome) is { } disputed ? disputed : outcome;
    }

    /// <summary>The outcome where the plain database answers as the cluster once it plans otherwise; null where it stays with its answer.</summary>
    private Outcome? Disputed(Node tree, SqlText text, Outcome outcome)
    {
        foreach (var (way, other) in OtherPlans.For(text.Text, outcome.Expected!, _mode))
        {
            if (Judge(tree, AskPlain(Raw(other)), outcome.Actual!).Verdict == Verdict.Same)
                return outcome with { Verdict = Verdict.Disputed, Problem = $"{outcome.Problem}; as the cluster with {way}" };
        }

        return null;
    }

    private static Outcome Judge(Node tree, Answer expected, Answer actual) =>
        ServerJudgement.OfErrors(expected, actual) ?? Compare(AnswerShape.Of(tree), expected, actual);

    public Outcome Write(Node tree, ServerTable table, bool isAsync)
    {
        var text = SqlText.Of(tree);
        var actual = AskCluster(text, isAsync);
        if (Judgement.Refusal(actual) is { } refusal)
            return new Outcome(Verdict.Refused, refusal, null, actual);
        var expected = AskPlain(Raw(text.Text));
        var outcome = ServerJudgement.OfErrors(expected, actual) ?? Outcome.Same;
        if (outcome.Verdict == Verdict.Same && expected.Affected != actual.Affected)
            outcome = new Outcome(Verdict.Wrong, $"{expected.Affected} rows written expected, {actual.Affected} got", expected, actual);
        return outcome.IsWrong ? outcome : Contents(table) ?? outcome;
    }

    /// <summary>BEGIN, COMMIT, ROLLBACK: on both.</summary>
    public Outcome Control(string text)
    {
        var actual = _cluster.Ask(text);
        var expected = _plain.Ask(text);
        return ServerJudgement.OfErrors(expected, actual) ?? _schema.Tables.Select(Contents).FirstOrDefault(static outcome => outcome is not null) ?? Outcome.Same;
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _plain.Dispose();
    }

    private static Outcome Compare(AnswerShape shape, Answer expected, Answer actual)
    {
        if (!expected.Names.SequenceEqual(actual.Names))
            return new Outcome(Verdict.Wrong, $"columns [{string.Join(", ", expected.Names)}] expected, [{string.Join(", ", actual.Names)}] got", expected, actual);
        (expected, actual) = (ServerValues.Plain(expected, shape), ServerValues.Plain(actual, shape));
        return new RowComparison(shape, Noise).Difference(expected.Rows, actual.Rows, null) is { } difference
            ? new Outcome(Verdict.Wrong, difference, expected, actual)
            : Outcome.Same;
    }

    private Answer AskPlain(string text)
    {
        Trial.PlainTime.Start();
        var answer = _plain.Ask(text);
        Trial.PlainTime.Stop();
        return answer;
    }

    private Answer AskCluster(SqlText text, bool isAsync)
    {
        Trial.ClusterTime.Start();
        var answer = isAsync ? _cluster.AskAsync(text).GetAwaiter().GetResult() : _cluster.Ask(text);
        Trial.ClusterTime.Stop();
        return answer;
    }

    private Outcome? Contents(ServerTable table)
    {
        var text = $"SELECT * FROM {table.Name}";
        var outcome = Compare(AnswerShape.Rows, _plain.Ask(Raw(text)), _cluster.Ask(text));
        return outcome.IsWrong ? outcome with { Problem = $"table {table.Name} afterwards: {outcome.Problem}" } : null;
    }

    /// <summary>A row whose key no cluster takes (letters of which a collation says what the client does not know) is left out.</summary>
    private void Load(string text)
    {
        if (_cluster.Ask(text) is { Error: not null } answer && Judgement.Refusal(answer) is not null)
            return;
        _plain.Execute(Raw(text));
    }

    /// <summary>The text as the server gets it, unread.</summary>
    private static string Raw(string text) => $"/*+ shard(s0) */ {text}";
}
