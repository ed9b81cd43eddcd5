using System.Data.Common;
using Dapper;

namespace ShardClient.Samples.Quickstart;

/// <summary>A person's own data: read once for its types, created as a sharded table, read again to load.</summary>
internal sealed class CsvImport
{
    private readonly string _file;

    private CsvImport(string file, string table, string key, IReadOnlyList<CsvColumn> columns, int rows, object? sample)
    {
        _file = file;
        Table = table;
        Key = key;
        Columns = columns;
        Rows = rows;
        SampleKey = sample;
    }

    public string Table { get; }

    public string Key { get; }

    public IReadOnlyList<CsvColumn> Columns { get; }

    public int Rows { get; }

    /// <summary>The key of some row, to look for later.</summary>
    public object? SampleKey { get; }

    /// <exception cref="UsageException">The file cannot be read, or cannot be sharded by that column.</exception>
    public static CsvImport Read(string file, string table, string key)
    {
        if (!File.Exists(file))
            throw new UsageException($"There is no file {file}.");
        using var reader = new CsvReader(file);
        CheckHeader(reader.Header, file);
        var columns = reader.Header.Select(name => new CsvColumn(name.Trim())).ToList();
        var keyIndex = columns.FindIndex(column => string.Equals(column.Name, key, StringComparison.OrdinalIgnoreCase));
        if (keyIndex < 0)
            throw new UsageException($"{file} has no column '{key}'; its columns are: {string.Join(", ", columns.Select(column => column.Name))}.");

        var rows = 0;
        var sample = "";
        foreach (var row in reader.Rows())
        {
            for (var index = 0; index < row.Length; index++)
                columns[index].See(row[index]);
            if (sample.Length == 0)
                sample = row[keyIndex];
            rows++;
        }

        if (rows == 0)
            throw new UsageException($"{file} has a header but no rows.");
        var keyColumn = columns[keyIndex];
        if (keyColumn.Type == "REAL")
            throw new UsageException($"'{key}' holds fractions, which cannot be a sharding key: choose a column of whole numbers, text or dates.");
        return new CsvImport(file, table, keyColumn.Name, columns, rows, keyColumn.Convert(sample));
    }

    public string CreateStatement() => $"""
        CREATE TABLE {Engine.Sqlite.Quote(Table)} (
          {string.Join(",\n  ", Columns.Select(column => $"{Engine.Sqlite.Quote(column.Name)} {column.Type}"))},
          SHARD KEY ({Engine.Sqlite.Quote(Key)}))
        """;

    public async Task LoadAsync(DbConnection connection, Action<int> inserted)
    {
        await connection.ExecuteAsync(CreateStatement());
        using var reader = new CsvReader(_file);
        var rows = reader.Rows().Select(row => row.Select((text, index) => Columns[index].Convert(text)).ToArray());
        await BulkInsert.RunAsync(connection, Engine.Sqlite, Table, [.. Columns.Select(column => column.Name)], rows, inserted);
    }

    private static void CheckHeader(IReadOnlyList<string> header, string file)
    {
        if (header.Any(string.IsNullOrWhiteSpace))
            throw new UsageException($"{file}: a column in the first line has no name.");
        var twice = header.GroupBy(name => name.Trim(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new UsageException($"{file}: the first line names the column '{twice.Key}' twice.");
    }
}
