using System.Data;
using System.Data.Common;
using System.Globalization;
using ShardClient.Values;

namespace ShardClient;

/// <summary>The collections of <c>GetSchema</c>: what is fixed, and which ones ask the cluster.</summary>
internal static class SchemaCollections
{
    private static readonly (string Name, string[] Restrictions, int Parts)[] All =
    [
        ("MetaDataCollections", [], 0),
        ("DataSourceInformation", [], 0),
        ("DataTypes", [], 0),
        ("ReservedWords", [], 0),
        ("Restrictions", [], 0),
        ("Tables", ["Table", "TableType"], 1),
        ("Columns", ["Table", "Column"], 2),
        ("Indexes", ["Table", "Index"], 2),
        ("IndexColumns", ["Table", "Index", "Column"], 3),
        ("ForeignKeys", ["Table"], 2),
        ("Views", ["Table"], 1),
    ];

    public static async ValueTask<DataTable> GetAsync(
        ShardConnection connection, string collection, string?[]? restrictions, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(collection);
        cancellationToken.ThrowIfCancellationRequested();
        var known = Array.Find(All, entry => string.Equals(entry.Name, collection, StringComparison.OrdinalIgnoreCase));
        if (known.Name is null)
            throw new ArgumentException($"There is no schema collection '{collection}'. There are: {string.Join(", ", All.Select(static entry => entry.Name))}.", nameof(collection));
        if (restrictions?.Length > known.Restrictions.Length)
            throw new ArgumentException($"The collection '{known.Name}' takes {known.Restrictions.Length} restrictions, not {restrictions.Length}.", nameof(restrictions));
        var version = connection.ServerVersion;
        return known.Name switch
        {
            "MetaDataCollections" => MetaDataCollections(),
            "DataSourceInformation" => DataSourceInformation(version, connection.Engine == EngineKind.MySql),
            "DataTypes" => DataTypes(),
            "ReservedWords" => ReservedWords(),
            "Restrictions" => Restrictions(),
            _ => await SchemaQueries.QueryAsync(connection, known.Name, restrictions ?? [], ioBehavior, cancellationToken).ConfigureAwait(false),
        };
    }

    internal static DataTable Table(string name, params DataColumn[] columns)
    {
        var table = new DataTable(name) { Locale = CultureInfo.InvariantCulture };
        table.Columns.AddRange(columns);
        return table;
    }

    internal static DataColumn Text(string name) => new(name, typeof(string));

    internal static DataColumn Number(string name) => new(name, typeof(int));

    internal static DataColumn Flag(string name) => new(name, typeof(bool));

    private static DataTable MetaDataCollections()
    {
        var table = Table(
            DbMetaDataCollectionNames.MetaDataCollections,
            Text(DbMetaDataColumnNames.CollectionName),
            Number(DbMetaDataColumnNames.NumberOfRestrictions),
            Number(DbMetaDataColumnNames.NumberOfIdentifierParts));
        foreach (var (name, restrictions, parts) in All)
            table.Rows.Add(name, restrictions.Length, parts);
        return table;
    }

    private static DataTable Restrictions()
    {
        var table = Table(
            DbMetaDataCollectionNames.Restrictions,
            Text("CollectionName"), Text("RestrictionName"), Text("RestrictionDefault"), Number("RestrictionNumber"));
        foreach (var (name, restrictions, _) in All)
        {
            for (var index = 0; index < restrictions.Length; index++)
                table.Rows.Add(name, restrictions[index], DBNull.Value, index + 1);
        }

        return table;
    }

    private static DataTable DataSourceInformation(string version, bool isServer)
    {
        var table = Table(
            DbMetaDataCollectionNames.DataSourceInformation,
            Text(DbMetaDataColumnNames.CompositeIdentifierSeparatorPattern),
            Text(DbMetaDataColumnNames.DataSourceProductName),
            Text(DbMetaDataColumnNames.DataSourceProductVersion),
            Text(DbMetaDataColumnNames.DataSourceProductVersionNormalized),
            new DataColumn(DbMetaDataColumnNames.GroupByBehavior, typeof(GroupByBehavior)),
            Text(DbMetaDataColumnNames.IdentifierPattern),
            new DataColumn(DbMetaDataColumnNames.IdentifierCase, typeof(IdentifierCase)),
            Flag(DbMetaDataColumnNames.OrderByColumnsInSelect),
            Text(DbMetaDataColumnNames.ParameterMarkerFormat),
            Text(DbMetaDataColumnNames.ParameterMarkerPattern),
            Number(DbMetaDataColumnNames.ParameterNameMaxLength),
            Text(DbMetaDataColumnNames.ParameterNamePattern),
            Text(DbMetaDataColumnNames.QuotedIdentifierPattern),
            new DataColumn(DbMetaDataColumnNames.QuotedIdentifierCase, typeof(IdentifierCase)),
            Text(DbMetaDataColumnNames.StatementSeparatorPattern),
            Text(DbMetaDataColumnNames.StringLiteralPattern),
            new DataColumn(DbMetaDataColumnNames.SupportedJoinOperators, typeof(SupportedJoinOperators)));
        table.Rows.Add(
            @"\.", isServer ? "MySQL" : "SQLite", version, version, GroupByBehavior.Unrelated, @"(^[\p{L}_][\p{L}\p{N}_$]*$)", IdentifierCase.Insensitive, false, "@{0}",
            @"[@$:][\p{L}_][\p{L}\p{N}_]*", 255, @"^[\p{L}_][\p{L}\p{N}_]*$", isServer ? "`(([^`]|``)*)`" : "\"(([^\"]|\"\")*)\"", IdentifierCase.Insensitive, ";", "'(([^']|'')*)'",
            SupportedJoinOperators.Inner | SupportedJoinOperators.LeftOuter | SupportedJoinOperators.RightOuter | SupportedJoinOperators.FullOuter);
        return table;
    }

    private static DataTable DataTypes()
    {
        var table = Table(DbMetaDataCollectionNames.DataTypes, Text("TypeName"), Text("DataType"));
        foreach (var (name, type) in ColumnTypes.Names.OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            table.Rows.Add(name, DeclaredGetters.TypeOf(type).FullName);
        return table;
    }

    private static DataTable ReservedWords()
    {
        var table = Table(DbMetaDataCollectionNames.ReservedWords, Text(DbMetaDataColumnNames.ReservedWord));
        foreach (var word in Words.Split(' '))
            table.Rows.Add(word);
        return table;
    }

    /// <summary>What SQLite does not take for a name without quotes: https://www.sqlite.org/lang_keywords.html.</summary>
    private const string Words =
        "ADD ALL ALTER AND AS AUTOINCREMENT BETWEEN CASE CHECK COLLATE COMMIT CONSTRAINT CREATE DEFAULT DEFERRABLE DELETE DISTINCT DROP ELSE ESCAPE EXISTS "
        + "FOREIGN FROM GROUP HAVING IF IN INDEX INSERT INTERSECT INTO IS ISNULL JOIN LIMIT NOT NOTHING NOTNULL NULL ON OR ORDER PRIMARY REFERENCES "
        + "RETURNING SELECT SET TABLE THEN TO TRANSACTION UNION UNIQUE UPDATE USING VALUES WHEN WHERE";
}
