using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ShardClient.Samples.Quickstart.FromDatabase;

/// <summary>What a person can do about a database that cannot be read.</summary>
internal static class SourceErrors
{
    public static string Explain(string file, SqliteException error) => $"--from {file}: " + error.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => "this is no SQLite database, or an encrypted one. Decrypt a copy with the tool that encrypted it, and load the copy.",
        raw.SQLITE_CORRUPT => "the database is damaged. See what PRAGMA integrity_check says; sqlite3's .recover saves what can be read into a new file.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another program is writing it. Try again when it has finished, or load a copy.",
        raw.SQLITE_READONLY => "a program that was writing it was stopped half-way. Open it once with sqlite3, which undoes the rest, or load a copy that you have opened so.",
        raw.SQLITE_CANTOPEN => "it cannot be opened. See that you may read it; a database in WAL mode needs a folder that may be written: load a copy.",
        _ => $"{error.Message} (SQLite error {error.SqliteExtendedErrorCode}). Try it with sqlite3, or load a copy.",
    };
}
