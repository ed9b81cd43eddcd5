namespace ShardClient;

/// <summary>
/// The schema collections that ask the cluster, on servers: the <c>information_schema</c> of one tells of the logical tables, and of the cluster's
/// own. The columns are those of the collection, in order.
/// </summary>
internal static class ServerSchemaQueries
{
    public static string TextOf(string collection) => collection switch
    {
        "Tables" => """
            SELECT table_name, IF(table_type = 'VIEW', 'VIEW', 'TABLE')
            FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name
            """,
        "Columns" => """
            SELECT table_name, column_name, ordinal_position - 1, column_default, is_nullable = 'YES', column_type, column_key = 'PRI'
            FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position
            """,
        "Indexes" => """
            SELECT table_name, index_name, non_unique = 0
            FROM information_schema.statistics WHERE table_schema = DATABASE() AND seq_in_index = 1 ORDER BY table_name, index_name
            """,
        "IndexColumns" => """
            SELECT table_name, index_name, column_name, seq_in_index - 1
            FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index
            """,
        "Views" => "SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = DATABASE() ORDER BY table_name",
        _ => """
            SELECT table_name, column_name, referenced_table_name, referenced_column_name
            FROM information_schema.key_column_usage
            WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL ORDER BY table_name, constraint_name, ordinal_position
            """,
    };
}
