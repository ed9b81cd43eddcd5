namespace ShardClient.Samples.Quickstart;

/// <summary>What the sample says differently to SQLite files and to MySQL servers; everything else is one text for both.</summary>
internal sealed record Engine
{
    public static readonly Engine Sqlite = new()
    {
        QuoteMark = '"',
        TableNamed = "sqlite_master WHERE type = 'table' AND name",
        RowsPerInsert = 1,
        Amount = "cents",
        ToAmount = static cents => cents,
        Month = static column => $"CAST(strftime('%Y%m', {column}) AS INTEGER)",
        Tables =
        [
            """
            CREATE TABLE users (
              id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL,
              country TEXT NOT NULL, joined DATE NOT NULL,
              SHARD KEY (id))
            """,
            """
            CREATE TABLE orders (
              id INTEGER NOT NULL, user_id INTEGER NOT NULL, item TEXT NOT NULL,
              cents INTEGER NOT NULL, ordered DATE NOT NULL,
              PRIMARY KEY (user_id, id),
              SHARD KEY (user_id))
            """,
            "CREATE REFERENCE TABLE countries (code TEXT PRIMARY KEY, name TEXT NOT NULL)",
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
        ],
    };

    public static readonly Engine MySql = new()
    {
        QuoteMark = '`',
        TableNamed = "information_schema.tables WHERE table_schema = DATABASE() AND table_name",
        RowsPerInsert = 100,
        Amount = "price",
        ToAmount = static cents => cents / 100m,
        Month = static column => $"EXTRACT(YEAR_MONTH FROM {column})",
        Tables =
        [
            """
            CREATE TABLE users (
              id BIGINT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(60) NOT NULL, email VARCHAR(100) NOT NULL,
              country CHAR(2) NOT NULL, joined DATE NOT NULL,
              SHARD KEY (id))
            """,
            """
            CREATE TABLE orders (
              id BIGINT NOT NULL, user_id BIGINT NOT NULL, item VARCHAR(40) NOT NULL,
              price DECIMAL(10,2) NOT NULL, ordered DATETIME NOT NULL,
              PRIMARY KEY (user_id, id),
              SHARD KEY (user_id))
            """,
            "CREATE REFERENCE TABLE countries (code CHAR(2) PRIMARY KEY, name VARCHAR(60) NOT NULL)",
            "CREATE TABLE notes (id BIGINT AUTO_INCREMENT PRIMARY KEY, text VARCHAR(200) NOT NULL)",
        ],
    };

    /// <summary>One statement each; the clause after the columns says where a table's rows live.</summary>
    public required IReadOnlyList<string> Tables { get; init; }

    /// <summary>How many rows of a load one statement carries: to a server each is a way over the network.</summary>
    public required int RowsPerInsert { get; init; }

    /// <summary>What an order's amount is called: on MySQL it is a DECIMAL, which SQLite does not have.</summary>
    public required string Amount { get; init; }

    public required Func<long, object> ToAmount { get; init; }

    /// <summary>The month of a column's date: 202512.</summary>
    public required Func<string, string> Month { get; init; }

    /// <summary>The list of tables, up to the name to compare with.</summary>
    public required string TableNamed { get; init; }

    public required char QuoteMark { get; init; }

    public string Quote(string name) => $"{QuoteMark}{name.Replace($"{QuoteMark}", $"{QuoteMark}{QuoteMark}", StringComparison.Ordinal)}{QuoteMark}";
}
