using System.Data;
using ShardClient.Catalog.Metadata;
using ShardClient.Values;
using static ShardClient.SchemaCollections;

namespace ShardClient;

/// <summary>The schema collections that ask the cluster, which answers with its logical tables.</summary>
internal static class SchemaQueries
{
    private const string UserTables = "type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";

    private static readonly string[] ShadowEndings = ["data", "idx", "content", "docsize", "config", "node", "rowid", "parent"];

    public static async ValueTask<DataTable> QueryAsync(
        ShardConnection connection, string collection, string?[] restrictions, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var table = Empty(collection);
        if (connection.Engine == EngineKind.MySql)
        {
            foreach (var row in await RowsAsync(connection, ServerSchemaQueries.TextOf(collection), ioBehavior, cancellationToken).ConfigureAwait(false))
            {
                if (!((string)row[0]).StartsWith(MetadataTable.InternalPrefix, StringComparison.OrdinalIgnoreCase))
                    table.Rows.Add(row);
            }
        }
        else
        {
            await AddObjectsAsync(connection, table, collection, restrictions, ioBehavior, cancellationToken).ConfigureAwait(false);
        }

        for (var index = table.Rows.Count - 1; index >= 0; index--)
        {
            if (!IsWanted(table.Rows[index], collection, restrictions))
                table.Rows.RemoveAt(index);
        }

        table.AcceptChanges();
        return table;
    }

    private static async ValueTask AddObjectsAsync(
        ShardConnection connection, DataTable table, string collection, string?[] restrictions, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var tables = await RowsAsync(
            connection, $"SELECT name, type, sql FROM sqlite_master WHERE {UserTables} ORDER BY name", ioBehavior, cancellationToken).ConfigureAwait(false);
        foreach (var row in tables)
        {
            if (!Matches(restrictions, 0, row[0]) || IsShadow((string)row[0], tables))
                continue;
            await AddAsync(connection, table, collection, row, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
    }

    private static DataTable Empty(string collection) => collection switch
    {
        "Tables" => Table(collection, Text("TABLE_NAME"), Text("TABLE_TYPE")),
        "Columns" => Table(
            collection, Text("TABLE_NAME"), Text("COLUMN_NAME"), Number("ORDINAL_POSITION"), Text("COLUMN_DEFAULT"),
            Flag("IS_NULLABLE"), Text("DATA_TYPE"), Flag("PRIMARY_KEY")),
        "Indexes" => Table(collection, Text("TABLE_NAME"), Text("INDEX_NAME"), Flag("IS_UNIQUE")),
        "IndexColumns" => Table(
            collection, Text("TABLE_NAME"), Text("INDEX_NAME"), Text("COLUMN_NAME"), Number("ORDINAL_POSITION")),
        "Views" => Table(collection, Text("TABLE_NAME"), Text("VIEW_DEFINITION")),
        _ => Table(
            collection, Text("TABLE_NAME"), Text("COLUMN_NAME"), Text("REFERENCED_TABLE_NAME"),
            Text("REFERENCED_COLUMN_NAME")),
    };

    /// <summary>True for what the full-text and R*Tree modules keep beside their virtual table.</summary>
    private static bool IsShadow(string name, List<object[]> tables)
    {
        var end = name.LastIndexOf('_');
        if (end <= 0 || Array.IndexOf(ShadowEndings, name[(end + 1)..]) < 0)
            return false;
        var owner = name[..end];
        return tables.Exists(row => string.Equals((string)row[0], owner, StringComparison.OrdinalIgnoreCase)
            && row[2] is string sql && sql.StartsWith("CREATE VIRTUAL", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Each restriction is compared with the column that stands where it does, but for Tables' second.</summary>
    private static bool IsWanted(DataRow row, string collection, string?[] restrictions)
    {
        for (var index = 0; index < restrictions.Length; index++)
        {
            var value = collection == "Tables" && index == 1 ? row["TABLE_TYPE"] : row[index];
            if (!Matches(restrictions, index, value))
                return false;
        }

        return true;
    }

    private static bool Matches(string?[] restrictions, int index, object value) =>
        index >= restrictions.Length || restrictions[index] is not { } wanted
        || string.Equals(wanted, value as string, StringComparison.OrdinalIgnoreCase);

    private static async ValueTask AddAsync(
        ShardConnection connection, DataTable table, string collection, object[] row, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var name = (string)row[0];
        switch (collection)
        {
            case "Tables":
                table.Rows.Add(name, ((string)row[1]).ToUpperInvariant());
                break;
            case "Views":
                if (row[1] is "view")
                    table.Rows.Add(name, row[2]);
                break;
            case "Columns":
                foreach (var column in await PragmaAsync(connection, "table_info", name, ioBehavior, cancellationToken).ConfigureAwait(false))
                    table.Rows.Add(name, column[1], (int)Integer(column[0]), column[4], Integer(column[3]) == 0, column[2], Integer(column[5]) > 0);
                break;
            case "ForeignKeys":
                foreach (var key in await PragmaAsync(connection, "foreign_key_list", name, ioBehavior, cancellationToken).ConfigureAwait(false))
                    table.Rows.Add(name, key[3], key[2], key[4]);
                break;
            default:
                await AddIndexesAsync(connection, table, collection, name, ioBehavior, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private static async ValueTask AddIndexesAsync(
        ShardConnection connection, DataTable table, string collection, string name, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        foreach (var index in await PragmaAsync(connection, "index_list", name, ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            if (collection == "Indexes")
            {
                table.Rows.Add(name, index[1], Integer(index[2]) != 0);
                continue;
            }

            foreach (var column in await PragmaAsync(connection, "index_info", (string)index[1], ioBehavior, cancellationToken).ConfigureAwait(false))
                table.Rows.Add(name, index[1], column[2], (int)Integer(column[0]));
        }
    }

    private static ValueTask<List<object[]>> PragmaAsync(
        ShardConnection connection, string pragma, string argument, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        RowsAsync(connection, $"PRAGMA {pragma}(\"{argument.Replace("\"", "\"\"", StringComparison.Ordinal)}\")", ioBehavior, cancellationToken);

    private static long Integer(object value) => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);

    private static async ValueTask<List<object[]>> RowsAsync(
        ShardConnection connection, string text, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var rows = new List<object[]>();
        using var command = new ShardCommand(text, connection, connection.Transaction);
        var reader = await command.ReaderAsync(CommandBehavior.Default, ioBehavior, cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        await reader.CloseAsync(ioBehavior).ConfigureAwait(false);
        return rows;
    }
}
