using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ShardClient.Tests.Integration.Answers;

/// <summary>One plain SQLite database and clusters of several sizes, all with the same rows. Made once.</summary>
public sealed class AnswerDatabases : IDisposable
{
    public static readonly int[] ClusterSizes = [1, 2, 4, 7];

    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    private readonly Dictionary<int, ShardConnection> _clusters = [];

    public AnswerDatabases()
    {
        _plain.Open();
        AnswerData.Fill(_plain, isCluster: false);
        foreach (var size in ClusterSizes)
        {
            var cluster = new ShardConnection($"Data Source=:memory:;Shards={size};Cluster Name=answers{Guid.NewGuid():N};Sqlite Types=Storage;Transaction Mode=BestEffort");
            cluster.Open();
            AnswerData.Fill(cluster, isCluster: true);
            _clusters.Add(size, cluster);
        }
    }

    /// <summary>What one database says.</summary>
    public Answer Expected(Question question) => Read(_plain, question);

    /// <summary>What a cluster of that many shards says.</summary>
    public Answer Actual(int shards, Question question) => Read(_clusters[shards], question);

    public void Dispose()
    {
        foreach (var cluster in _clusters.Values)
            cluster.Dispose();
        _plain.Dispose();
    }

    private static Answer Read(DbConnection connection, Question question)
    {
        using var command = AnswerData.Command(connection, question.Text, question.Parameters);
        using var reader = command.ExecuteReader();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Show(reader.GetValue(column)))));
        return new Answer(columns, rows);
    }

    private static string Show(object value) => value switch
    {
        DBNull => "NULL",
        string text => $"'{text}'",
        byte[] bytes => "x" + Convert.ToHexString(bytes),
        double real => real.ToString("R", CultureInfo.InvariantCulture) + "r",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
