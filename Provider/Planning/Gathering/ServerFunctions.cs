using System.Collections.Frozen;

namespace ShardClient.Planning.Gathering;

/// <summary>
/// The functions that MySQL and MariaDB bring along and that look at nothing but their arguments (and the clock). Others may be stored functions, which read
/// tables where they run, or bound to a table, a session or a server.
/// </summary>
internal static class ServerFunctions
{
    private const string Names =
        """
        abs acos adddate addtime aes_decrypt aes_encrypt ascii asin atan atan2 bin bit_count bit_length cast ceil ceiling char char_length character_length
        charset coalesce coercibility collation compress concat concat_ws conv convert convert_tz cos cot crc32 crc32c curdate current_date current_time
        current_timestamp curtime date date_add date_format date_sub datediff day dayname dayofmonth dayofweek dayofyear degrees elt exp export_set extract
        field find_in_set floor format format_bytes format_pico_time from_base64 from_days from_unixtime get_format greatest hex hour if ifnull inet6_aton
        inet6_ntoa inet_aton inet_ntoa insert instr interval is_ipv4 is_ipv4_compat is_ipv4_mapped is_ipv6 is_uuid isnull json_array json_array_append
        json_array_insert json_array_intersect json_compact json_contains json_contains_path json_depth json_detailed json_equals json_exists json_extract
        json_insert json_keys json_length json_loose json_merge json_merge_patch json_merge_preserve json_normalize json_object json_overlaps json_pretty
        json_query json_quote json_remove json_replace json_schema_valid json_search json_set json_storage_size json_type json_unquote json_valid json_value
        last_day lcase least left length ln localtime localtimestamp locate log log10 log2 lower lpad ltrim make_set makedate maketime md5 microsecond mid
        minute mod month monthname name_const natural_sort_key now nullif nvl nvl2 oct octet_length ord period_add period_diff pi position pow power quarter
        quote radians rand regexp_instr regexp_like regexp_replace regexp_substr repeat replace reverse right round row rpad rtrim sec_to_time second sha
        sha1 sha2 sign sin soundex space sqrt str_to_date strcmp subdate substr substring substring_index subtime sysdate tan time time_format time_to_sec
        timediff timestamp timestampadd timestampdiff to_base64 to_char to_days to_seconds trim truncate ucase uncompress uncompressed_length unhex
        unix_timestamp upper utc_date utc_time utc_timestamp uuid uuid_to_bin bin_to_uuid week weekday weekofyear weight_string year yearweek
        any_value grouping
        count sum avg min max group_concat bit_and bit_or bit_xor std stddev stddev_pop stddev_samp variance var_pop var_samp json_arrayagg json_objectagg
        """;

    private static readonly FrozenSet<string> Known = Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Others = FrozenSet.ToFrozenSet(
        [
            "user", "current_user", "session_user", "system_user", "current_role", "database", "schema", "version", "connection_id", "found_rows", "row_count", "last_insert_id",
            "values", "value", "default", "match", "sleep", "benchmark", "uuid_short", "sys_guid", "encode", "decode", "encrypt", "password", "old_password", "aes_encrypt",
            "random_bytes", "statement_digest", "statement_digest_text", "load_file", "ps_current_thread_id", "ps_thread_id", "lastval", "nextval", "setval",
            "column_create", "column_add", "column_delete", "column_exists", "column_get", "column_list", "column_check", "column_json", "decode_oracle", "chr", "lengthb",
            "trim_oracle", "extractvalue", "updatexml", "geometrycollection", "linestring", "multilinestring", "multipoint", "multipolygon", "point", "polygon", "vec_distance",
            "kdf", "sformat", "xmltype", "roles_graphml", "icu_version", "validate_password_strength", "is_free_lock", "is_used_lock", "is_ipv4", "is_ipv6", "is_ipv4_compat",
            "is_ipv4_mapped", "is_uuid", "gtid_subset", "gtid_subtract", "vec_distance_euclidean", "vec_distance_cosine", "vec_fromtext", "vec_totext", "string_to_vector",
            "from_vector", "to_vector", "vector_to_string", "vector_dim", "master_pos_wait", "master_gtid_wait", "source_pos_wait", "wait_for_executed_gtid_set",
            "wait_until_sql_thread_after_gtids",
        ],
        StringComparer.OrdinalIgnoreCase);

    // Spatial functions, and those of JSON.
    private static readonly string[] Families = ["st_", "mbr", "json_"];

    private static readonly FrozenSet<string> Unsteady = FrozenSet.ToFrozenSet(
        [
            "rand", "uuid", "now", "sysdate", "curdate", "curtime", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "utc_date", "utc_time",
            "utc_timestamp", "unix_timestamp", "aes_decrypt", "any_value", "grouping", "name_const",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a function that the servers bring along, whatever it looks at: none that an application made, which may be an aggregate.</summary>
    public static bool IsOwn(string name) =>
        Known.Contains(name) || Others.Contains(name) || Array.Exists(Families, family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase));

    public static bool IsKnown(string name) => Known.Contains(name);

    /// <summary>True for a function that gives the same for the same arguments, on any server at any time, and no error for any of them.</summary>
    public static bool IsSteady(string name) => Known.Contains(name) && !Unsteady.Contains(name) && !name.StartsWith("json", StringComparison.OrdinalIgnoreCase);
}
