using ShardClient.Values;

namespace ShardClient.Catalog.Metadata;

/// <summary>The statements about <c>shardclient_meta</c> in the words of one engine.</summary>
/// <param name="Count">The tables and views of the database, and whether the metadata are among them.</param>
/// <param name="Create">Makes the table; a value may be a number or a text.</param>
/// <param name="Set">Takes a name and a value.</param>
/// <param name="HasTable">Takes a table's name.</param>
internal sealed record MetadataTexts(string Count, string Create, string Set, string HasTable)
{
    private const string Name = MetadataTable.Name;

    private static readonly MetadataTexts Sqlite = new(
        $"SELECT count(*), coalesce(sum(name = '{Name}' AND type = 'table'), 0) FROM sqlite_master",
        $"CREATE TABLE {Name} (name TEXT NOT NULL PRIMARY KEY, value) WITHOUT ROWID",
        $"INSERT INTO {Name} (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 COLLATE NOCASE");

    // A definition commits on a server whatever was begun: a table without rows is what an interrupted creation left.
    private static readonly MetadataTexts MySql = new(
        $"SELECT COUNT(*), COUNT(CASE WHEN table_name = '{Name}' THEN 1 END) FROM information_schema.tables WHERE table_schema = DATABASE()",
        $"CREATE TABLE IF NOT EXISTS {Name} (name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY, "
            + "value LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) ENGINE = InnoDB",
        $"INSERT INTO {Name} (name, value) VALUES (?, ?) ON DUPLICATE KEY UPDATE value = VALUES(value)",
        "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ? AND table_type = 'BASE TABLE'");

    public static MetadataTexts Of(EngineKind engine) => engine == EngineKind.MySql ? MySql : Sqlite;
}
