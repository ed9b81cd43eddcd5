using System.Globalization;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>What a session has to say by itself, in the engine's words: ADO.NET has no member for it.</summary>
internal sealed record AdoNetDialect
{
    public static AdoNetDialect MySql { get; } = new()
    {
        Engine = EngineKind.MySql,
        LastInsertId = "SELECT LAST_INSERT_ID()",
        AskMode = "SELECT @@SESSION.sql_mode",
        EnforceForeignKeys = "SET foreign_key_checks=1",
        IgnoreForeignKeys = "SET foreign_key_checks=0",
    };

    /// <summary>Asks how the session reads statements; null where there is one way.</summary>
    public string? AskMode { get; init; }

    public static AdoNetDialect Sqlite { get; } = new()
    {
        Engine = EngineKind.Sqlite,
        LastInsertId = "SELECT last_insert_rowid()",
        EnforceForeignKeys = "PRAGMA foreign_keys = ON",
        IgnoreForeignKeys = "PRAGMA foreign_keys = OFF",
    };

    public required EngineKind Engine { get; init; }

    /// <summary>Asks for the key of the session's last INSERT.</summary>
    public required string LastInsertId { get; init; }

    public required string EnforceForeignKeys { get; init; }

    public required string IgnoreForeignKeys { get; init; }

    public static AdoNetDialect Of(EngineKind engine) => engine == EngineKind.Sqlite ? Sqlite : MySql;

    /// <summary>What a parameter is called: nothing where a <c>?</c> takes the next one, its number where the engine numbers them.</summary>
    public string ParameterName(int index) => Engine == EngineKind.Sqlite ? string.Create(CultureInfo.InvariantCulture, $"?{index + 1}") : "";
}
