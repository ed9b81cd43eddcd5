namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>Which columns can decide on a row's shard: by their type, their values and how well these spread.</summary>
internal sealed class KeyColumns(SourceDatabase source, int shards)
{
    private const int KeysPerShard = 8;
    private const int RowsThatTell = 1_000;

    private readonly Dictionary<(string Table, string Column), string?> _refusals = [];
    private readonly Dictionary<(string Table, string Column), bool> _spreads = [];

    /// <returns>Null when the column can be a sharding key, else why not.</returns>
    public string? Refusal(SourceTable table, SourceColumn column)
    {
        if (!_refusals.TryGetValue((table.Name, column.Name), out var refusal))
            _refusals[(table.Name, column.Name)] = refusal = Look(table, column);
        return refusal;
    }

    public bool CanBeKey(SourceTable table, SourceColumn? column) => column is not null && Refusal(table, column) is null;

    /// <summary>True when a column has enough values to fill the shards evenly.</summary>
    public bool HasEnoughValues(SourceTable table, SourceColumn column) => KeysPerShard * shards <= (IsUnique(table, column)
        ? table.Rows
        : source.Number($"SELECT COUNT(DISTINCT {Engine.Sqlite.Quote(column.Name)}) FROM {Engine.Sqlite.Quote(table.Name)}"));

    /// <summary>False when one value, or NULL, would put half a shard's share or more on one shard.</summary>
    public bool Spreads(SourceTable table, SourceColumn column)
    {
        if (table.Rows < RowsThatTell || IsUnique(table, column))
            return true;
        if (!_spreads.TryGetValue((table.Name, column.Name), out var spreads))
        {
            var most = source.Number($"SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM {Engine.Sqlite.Quote(table.Name)} GROUP BY {Engine.Sqlite.Quote(column.Name)})");
            _spreads[(table.Name, column.Name)] = spreads = most * 2 * shards < table.Rows;
        }

        return spreads;
    }

    private static bool IsUnique(SourceTable table, SourceColumn column) => table.PrimaryKey.SequenceEqual([column]);

    private string? Look(SourceTable table, SourceColumn column)
    {
        if (column.IsGenerated)
            return $"{column.Name} is a generated column, whose value no INSERT says";
        if (KeyKinds.Of(column) is not { } kind)
            return $"{column.Name} is {Declared(column)}; a key is INTEGER, TEXT, BLOB, BOOLEAN, GUID or DATE";
        var misfits = source.Number($"SELECT COUNT(*) FROM {Engine.Sqlite.Quote(table.Name)} WHERE {KeyKinds.Misfits(kind, Engine.Sqlite.Quote(column.Name))}");
        return misfits == 0 ? null : $"{misfits:N0} values of {column.Name} are no {KeyKinds.Describe(kind)}, though its type is {column.Type}";
    }

    private static string Declared(SourceColumn column) =>
        column.Type.Length == 0 ? "without a type" : KeyKinds.Of(column with { Collation = "BINARY" }) is null ? column.Type : $"of the collation {column.Collation}";
}
