using Microsoft.Data.Sqlite;
using SQLitePCL;
using Xunit;

namespace ShardClient.Tests.Unit.Sql;

/// <summary>SQLite itself, asked what a text means.</summary>
internal sealed class PlainSqlite : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:;Pooling=False");

    public PlainSqlite()
    {
        _connection.Open();
        Execute(Corpus.Schema);
    }

    public void Dispose() => _connection.Dispose();

    public void Execute(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    /// <summary>SQLite's complaint about the text, or null when it prepares.</summary>
    public string? Refusal(string text)
    {
        var code = raw.sqlite3_prepare_v2(_connection.Handle, text, out var statement);
        using (statement)
            return code == raw.SQLITE_OK ? null : raw.sqlite3_errmsg(_connection.Handle).utf8_to_string();
    }

    /// <summary>The names of a statement's columns.</summary>
    public string[] ColumnNames(string text)
    {
        using var statement = Prepare(text);
        return [.. Enumerable.Range(0, raw.sqlite3_column_count(statement)).Select(i => raw.sqlite3_column_name(statement, i).utf8_to_string())];
    }

    /// <summary>The names of a statement's parameters, by number less one.</summary>
    public string?[] ParameterNames(string text)
    {
        using var statement = Prepare(text);
        return [.. Enumerable.Range(1, raw.sqlite3_bind_parameter_count(statement)).Select(i => raw.sqlite3_bind_parameter_name(statement, i).utf8_to_string())];
    }

    /// <summary>The program that SQLite compiles the text to, a line for each instruction.</summary>
    public string Program(string text) => Rows($"EXPLAIN {text}", 8);

    /// <summary>What the database looks like from its own pragmas; spelling of definitions does not count.</summary>
    public string Shape() => Rows(
        """
        SELECT m.type, m.name, m.tbl_name, x.cid, x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden, NULL, NULL, NULL
        FROM (SELECT * FROM sqlite_master UNION ALL SELECT * FROM sqlite_temp_master) m LEFT JOIN pragma_table_xinfo(m.name) x
        UNION ALL SELECT 'index', i.name, m.name, i.seq, x.name, x.coll, i."unique", x."desc", i.partial, i.origin, x.seqno, x.cid, x.key
        FROM sqlite_master m JOIN pragma_index_list(m.name) i JOIN pragma_index_xinfo(i.name) x
        UNION ALL SELECT 'foreign', m.name, f.id, f.seq, f."table", f."from", f."to", f.on_update, f.on_delete, f.match, NULL, NULL, NULL
        FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f
        ORDER BY 1, 2, 3, 4, 5, 6
        """, 13);

    private string Rows(string text, int columns)
    {
        using var statement = Prepare(text);
        var lines = new List<string>();
        while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
            lines.Add(string.Join('|', Enumerable.Range(0, columns).Select(i => raw.sqlite3_column_text(statement, i).utf8_to_string())));
        return string.Join('\n', lines);
    }

    private sqlite3_stmt Prepare(string text)
    {
        var code = raw.sqlite3_prepare_v2(_connection.Handle, text, out var statement);
        Assert.True(code == raw.SQLITE_OK, $"{raw.sqlite3_errmsg(_connection.Handle).utf8_to_string()}: {text}");
        return statement;
    }
}
