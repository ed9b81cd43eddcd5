using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>One plain SQLite database and clusters of several sizes, all with the same rows. Made once.</summary>
public sealed class AnswerDatabases : IDisposable
{
    public static readonly int[] ClusterSizes = [1, 2, 4, 7];

    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    private readonly List<ShardDataSource> _sources = [];

    private readonly Dictionary<int, ShardConnection> _clusters = [];

    public AnswerDatabases()
    {
        _plain.Open();
        AnswerData.Fill(_plain, isCluster: false);
        foreach (var size in ClusterSizes)
        {
            // A data source of its own: tests elsewhere end those that connection strings share.
            var source = new ShardDataSource($"Data Source=:memory:;Shards={size};Cluster Name=answers{Guid.NewGuid():N};Sqlite Types=Storage;Transaction Mode=BestEffort");
            _sources.Add(source);
            var cluster = source.OpenConnection();
            AnswerData.Fill(cluster, isCluster: true);
            _clusters.Add(size, cluster);
        }
    }

    /// <summary>What one database says.</summary>
    public Answer Expected(Question question) => Read(_plain, question);

    /// <summary>What a cluster of that many shards says.</summary>
    public Answer Actual(int shards, Question question) => Read(_clusters[shards], question);

    /// <summary>The same, awaited.</summary>
    public async Task<Answer> ActualAsync(int shards, Question question)
    {
        await using var command = AnswerData.Command(_clusters[shards], question.Text, question.Parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(Show(reader));
        return new Answer(Names(reader), rows);
    }

    public void Dispose()
    {
        foreach (var cluster in _clusters.Values)
            cluster.Dispose();
        foreach (var source in _sources)
            source.Dispose();
        _plain.Dispose();
    }

    private static Answer Read(DbConnection connection, Question question)
    {
        using var command = AnswerData.Command(connection, question.Text, question.Parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(Show(reader));
        return new Answer(Names(reader), rows);
    }

    private static List<string> Names(DbDataReader reader) => [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];

    private static string Show(DbDataReader reader) =>
        string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Show(reader.GetValue(column))));

    private static string Show(object value) => value switch
    {
        DBNull => "NULL",
        string text => $"'{text}'",
        byte[] bytes => "x" + Convert.ToHexString(bytes),
        double real => real.ToString("R", CultureInfo.InvariantCulture) + "r",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
