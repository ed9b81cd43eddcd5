using System.Text;
using ShardClient.Backends;
using ShardClient.Catalog;
using ShardClient.Routing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Execution.Bulk;

/// <summary>Where the rows of a bulk copy go: the table, its columns in the order of the rows, and the INSERTs that write them.</summary>
internal sealed class BulkTarget
{
    // About the values of one statement. Fewer cost a call for each row; more cost the engine more than they spare, because it keeps each value of a text
    // in a place of its own.
    private const int ValuesPerStatement = 32;
    private const int MostRowsPerStatement = 16;

    // Large enough that handing a buffer to a worker costs nothing beside writing it.
    private const int LocalStatementsPerBuffer = 16;

    // Large enough that loading a buffer costs the server nothing beside its rows.
    private const int ServerStatementsPerBuffer = 40;

    // A server is a round trip away, and takes 65,535 values at most.
    private const int ServerValues = 4_000;
    private const int MostServerRows = 100;

    // The rest of a buffer goes by tens and then one by one.
    private const int FewRows = 10;

    private BulkTarget(LogicalTable table, int[] columns, LogicalSession session)
    {
        Table = table;
        Columns = columns;
        KeyAt = table.Kind == TableKind.Sharded ? Array.IndexOf(columns, table.KeyColumn) : -1;
        GeneratedAt = table.GeneratedKeyColumn < 0 ? -1 : Array.IndexOf(columns, table.GeneratedKeyColumn);
        RowsPerStatement = session.Runtime.Engine == EngineKind.MySql
            ? Math.Clamp(ServerValues / columns.Length, 1, MostServerRows)
            : Math.Clamp(ValuesPerStatement / columns.Length, 1, MostRowsPerStatement);
        One = Prepare(session, 1);
        Few = RowsPerStatement <= FewRows ? One : Prepare(session, FewRows);
        Many = RowsPerStatement == 1 ? One : Prepare(session, RowsPerStatement);
        Load = new LoadTable(table.Name, [.. columns.Select(column => table.Columns[column]).Select(static column => new LoadColumn(column.Name, column.DeclaredType, column.NotNull))]);
        StatementsPerBuffer = session.Runtime.Engine == EngineKind.MySql ? ServerStatementsPerBuffer : LocalStatementsPerBuffer;
    }

    public LogicalTable Table { get; }

    /// <summary>The table's ordinals of a row's values; a generated key that the source has none for is the last.</summary>
    public int[] Columns { get; }

    /// <summary>The place of the sharding key in a row; -1 when no row is routed by itself.</summary>
    public int KeyAt { get; }

    /// <summary>The place of the key that the cluster generates for a row without one; -1 for none.</summary>
    public int GeneratedAt { get; }

    public int RowsPerStatement { get; }

    /// <summary>How many full statements a shard's buffer holds.</summary>
    public int StatementsPerBuffer { get; }

    /// <summary>The table as an engine loads it that has a faster way than INSERTs.</summary>
    public LoadTable Load { get; }

    /// <summary>Inserts one row.</summary>
    public PreparedStatement One { get; }

    /// <summary>Inserts <see cref="RowsOf"/> rows, where many are too many.</summary>
    public PreparedStatement Few { get; }

    /// <summary>Inserts <see cref="RowsPerStatement"/> rows.</summary>
    public PreparedStatement Many { get; }

    /// <param name="columns">The columns that the source fills; null for all that an INSERT without a column list fills.</param>
    /// <exception cref="ShardException">UnknownTable, UnknownColumn, NotSupported.</exception>
    public static async ValueTask<BulkTarget> OpenAsync(
        LogicalSession session, string name, IReadOnlyList<string>? columns, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        var table = await TableAsync(session, name, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        var ordinals = columns is null ? Insertable(table) : [.. columns.Select(column => OrdinalOf(table, column))];
        if (ordinals.Count == 0)
            throw Refused(table.Name, ShardErrorCode.UnknownColumn, "no column is given.", "Map at least one.");
        if (ordinals.Distinct().Count() < ordinals.Count)
            throw Refused(table.Name, ShardErrorCode.InvalidParameter, "a column is given twice.", "Map each column of the table once.");
        if (table.GeneratedKeyColumn >= 0 && !ordinals.Contains(table.GeneratedKeyColumn))
            ordinals.Add(table.GeneratedKeyColumn);
        return new BulkTarget(table, [.. ordinals], session);
    }

    /// <summary>The largest statement for so many rows.</summary>
    public PreparedStatement For(int rows) => rows >= RowsPerStatement ? Many : rows >= FewRows ? Few : One;

    /// <summary>How many rows one of the statements inserts.</summary>
    public int RowsOf(PreparedStatement statement) => ReferenceEquals(statement, One) ? 1 : ReferenceEquals(statement, Many) ? RowsPerStatement : FewRows;

    /// <summary>The shard of a row by its key.</summary>
    /// <param name="number">The row's number in its source, counted from 1.</param>
    /// <exception cref="ShardException">InvalidKeyValue.</exception>
    public int ShardOf(in Value key, long number)
    {
        var shard = RowRouter.ShardOf(Table.Placement!, Table.KeyType, key);
        if (shard >= 0)
            return shard;
        var column = Table.Columns[Table.KeyColumn];
        throw Refused(
            Table.Name,
            ShardErrorCode.InvalidKeyValue,
            $"the sharding key {column.Name} of row {number} is no value of its column ({column.DeclaredType}), or one that placement {Table.Placement!.Name} has no shard for.",
            "Give a value of exactly the column's type.");
    }

    public static ShardException Refused(string table, ShardErrorCode code, string problem, string advice) => new(code, $"Bulk copy into {table}: {problem}", advice);

    private static async ValueTask<LogicalTable> TableAsync(
        LogicalSession session, string name, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        if (session.Pin is { } pin && pin.Objects.Tables.TryGetValue(name, out var temporary))
            return temporary;
        var schema = await session.Runtime.SchemaOfAsync([name], session, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        if (schema.Tables.TryGetValue(name, out var table))
            return table;
        throw schema.Views.ContainsKey(name)
            ? Refused(name, ShardErrorCode.NotSupported, "it is a view.", "Copy into its tables.")
            : Refused(name, ShardErrorCode.UnknownTable, "the cluster has no such table.", "Check DestinationTableName, or create it first.");
    }

    private static List<int> Insertable(LogicalTable table) =>
        [.. Enumerable.Range(0, table.Columns.Count).Where(ordinal => table.Columns[ordinal] is { IsGenerated: false, IsHidden: false })];

    private static int OrdinalOf(LogicalTable table, string column)
    {
        var ordinal = table.IndexOf(column);
        if (ordinal < 0)
            throw Refused(table.Name, ShardErrorCode.UnknownColumn, $"the table has no column {column}.", $"Its columns are {string.Join(", ", table.Columns.Select(static each => each.Name))}.");
        return table.Columns[ordinal].IsGenerated
            ? throw Refused(table.Name, ShardErrorCode.NotSupported, $"column {column} is generated from others.", "Leave it out.")
            : ordinal;
    }

    private PreparedStatement Prepare(LogicalSession session, int rows)
    {
        var text = new StringBuilder($"INSERT INTO {Quoted(Table.Name)} (");
        text.AppendJoin(", ", Columns.Select(column => Quoted(Table.Columns[column].Name))).Append(") VALUES ");
        var row = $"({string.Join(", ", Enumerable.Repeat("?", Columns.Length))})";
        text.AppendJoin(", ", Enumerable.Repeat(row, rows));
        return session.Prepare(text.ToString()).Statements[0];
    }

    private static string Quoted(string name) => SqlWriter.Quote(new Identifier(name, NameQuotes.Grave), WriterOptions.Shard);
}
