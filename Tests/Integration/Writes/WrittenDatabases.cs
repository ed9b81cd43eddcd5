using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ShardClient.Tests.Integration.Writes;

/// <summary>
/// One plain SQLite database and clusters of several sizes that are told the same statements. After each of them all must have answered alike (rows, affected
/// rows, or an error), and every table must hold the same rows; those of a sharded table where their keys say, those of a reference table on every shard.
/// </summary>
public sealed partial class WrittenDatabases : IDisposable
{
    private static readonly int[] Sizes = [1, 2, 4, 7];

    private readonly SqliteConnection _plain = new("Data Source=:memory:");

    private readonly List<(int Size, ShardDataSource Source, ShardConnection Connection)> _clusters = [];

    public WrittenDatabases()
    {
        _plain.Open();
        foreach (var size in Sizes)
        {
            var source = new ShardDataSource($"Data Source=:memory:;Shards={size};Cluster Name=written{Guid.NewGuid():N};Sqlite Types=Storage;Transaction Mode=BestEffort");
            _clusters.Add((size, source, source.OpenConnection()));
        }

        foreach (var definition in WrittenTables.Definitions)
            Define(definition);
    }

    /// <summary>The clauses that only a cluster knows are left out for the plain database.</summary>
    public void Define(string definition)
    {
        Run(_plain, OwnClauses().Replace(definition, "").Replace("CREATE REFERENCE TABLE", "CREATE TABLE", StringComparison.Ordinal), []);
        foreach (var (_, _, connection) in _clusters)
            Run(connection, definition, []);
    }

    /// <summary>One more connection to the cluster of that size.</summary>
    public ShardConnection Cluster(int size) => _clusters.First(cluster => cluster.Size == size).Source.OpenConnection();

    /// <summary>Every table as it was at the beginning.</summary>
    public void Fill()
    {
        foreach (var text in WrittenTables.Rows)
        {
            Run(_plain, text, []);
            foreach (var (_, _, connection) in _clusters)
                Run(connection, text, []);
        }
    }

    /// <summary>Tells all the same, and compares.</summary>
    public void Write(string text, params object?[] parameters) => Write(text, inOrder: false, parameters);

    /// <param name="inOrder">True when the rows that come back have an order.</param>
    public void Write(string text, bool inOrder, params object?[] parameters)
    {
        var expected = Try(_plain, text, parameters);
        var contents = WrittenTables.Names.ToDictionary(table => table, table => Contents(_plain, table));
        foreach (var (size, _, connection) in _clusters)
        {
            var actual = Try(connection, text, parameters);
            Assert.True(expected.IsLike(actual) && (!inOrder || expected.Rows.SequenceEqual(actual.Rows)), $"{size} shards, {text}\nexpected {expected}\nactual   {actual}");
            foreach (var (table, rows) in contents)
                Assert.True(rows == Contents(connection, table), $"{size} shards, {text}\n{table} should hold\n{rows}\nand holds\n{Contents(connection, table)}");
            CheckPlaces(connection, size, text);
        }
    }

    /// <summary>What all answer to a question.</summary>
    public void Ask(string text)
    {
        var expected = Try(_plain, text, []);
        foreach (var (size, _, connection) in _clusters)
            Assert.True(expected.IsLike(Try(connection, text, [])), $"{size} shards, {text}\nexpected {expected}\nactual   {Try(connection, text, [])}");
    }

    public void Dispose()
    {
        _plain.Dispose();
        foreach (var (_, source, connection) in _clusters)
        {
            connection.Dispose();
            source.Dispose();
        }
    }

    private static void CheckPlaces(ShardConnection connection, int size, string text)
    {
        foreach (var (table, key) in WrittenTables.Keys)
        {
            foreach (var row in Run(connection, $"SELECT DISTINCT {key} FROM {table}", []).Rows)
            {
                // The condition leads to one shard: the rows that all shards have are there.
                var everywhere = Run(connection, $"SELECT count(*) FROM {table} WHERE +{key} IS {row}", []);
                var there = Run(connection, $"SELECT count(*) FROM {table} WHERE {key} IS {row}", []);
                Assert.True(everywhere.ToString() == there.ToString(), $"{size} shards, {text}\n{table} holds rows of {key} {row} on another shard than their own");
            }
        }

        foreach (var table in WrittenTables.References)
        {
            var copies = Enumerable.Range(0, size).Select(shard => Contents(connection, table, $"/*+ shard(s{shard}) */ ")).Distinct().ToList();
            Assert.True(copies.Count == 1, $"{size} shards, {text}\nthe copies of {table} differ:\n{string.Join("\n--\n", copies)}");
        }
    }

    private static string Contents(DbConnection connection, string table, string hint = "")
    {
        var rows = Run(connection, $"{hint}SELECT * FROM {table}", []).Rows;
        rows.Sort(StringComparer.Ordinal);
        return string.Join('\n', rows);
    }

    private static WriteOutcome Try(DbConnection connection, string text, object?[] parameters)
    {
        try
        {
            return Run(connection, text, parameters);
        }
        catch (DbException failure)
        {
            return new WriteOutcome([], -1, failure.Message);
        }
    }

    private static WriteOutcome Run(DbConnection connection, string text, object?[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        for (var index = 0; index < parameters.Length; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + (index + 1);
            parameter.Value = parameters[index] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Show(reader.GetValue(column)))));
        reader.Close();

        // What controls a transaction affects no row, and the plain provider then says what it said last.
        var affects = text.Contains("INSERT", StringComparison.Ordinal) || text.Contains("REPLACE", StringComparison.Ordinal) || text.Contains("UPDATE", StringComparison.Ordinal) || text.Contains("DELETE", StringComparison.Ordinal);
        return new WriteOutcome(rows, affects ? reader.RecordsAffected : -1, null);
    }

    /// <summary>As SQL writes it, so that a key can be asked for.</summary>
    private static string Show(object value) => value switch
    {
        DBNull => "NULL",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        byte[] bytes => $"x'{Convert.ToHexString(bytes)}'",
        double real => real.ToString("R", CultureInfo.InvariantCulture) is var digits && digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@",\s*SHARD KEY \(\w+\)")]
    private static partial Regex OwnClauses();
}

/// <summary>What a statement answered.</summary>
/// <param name="Error">Its message; null when it succeeded.</param>
internal sealed record WriteOutcome(List<string> Rows, int Affected, string? Error)
{
    /// <summary>Errors are alike whatever they say; the rows of a write without ORDER BY come in any order.</summary>
    public bool IsLike(WriteOutcome other)
    {
        if (Error is not null || other.Error is not null)
            return Error is not null && other.Error is not null;
        return Affected == other.Affected && Rows.Order(StringComparer.Ordinal).SequenceEqual(other.Rows.Order(StringComparer.Ordinal));
    }

    public override string ToString() => Error ?? $"{Affected} affected: {string.Join("; ", Rows)}";
}
