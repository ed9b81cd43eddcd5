using ShardClient.Sql.Lexing;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// A <c>sql_mode</c>: how the statements of a connection are read, here and by the servers (https://dev.mysql.com/doc/refman/8.4/en/sql-mode.html). One object for
/// all connections of a cluster that have it.
/// </summary>
/// <param name="text">As the server writes it; empty for engines that have none.</param>
internal sealed class ServerMode(string text)
{
    // Their grammar, or what their literals are, is another one.
    private static readonly string[] Foreign = ["ORACLE", "MSSQL", "DB2", "MAXDB", "POSTGRESQL", "MYSQL323", "MYSQL40", "EMPTY_STRING_IS_NULL"];

    public string Text { get; } = text;

    public SqlModes Reading { get; } = SqlModesReader.Of(SqlModeText.Words(text));

    /// <summary>The first mode of it under which statements cannot be read here; null when there is none.</summary>
    public string? Unreadable { get; } = Array.Find(SqlModeText.Words(text), static word => Foreign.Contains(word, StringComparer.OrdinalIgnoreCase));
}
