namespace ShardClient.Tests.Unit.Sql;

/// <summary>Statements that tests of the parser and the writer share, one per line.</summary>
internal static class Corpus
{
    public const string Schema = """
        CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT, c REAL, d BLOB, "key" TEXT, "desc" TEXT);
        CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INT REFERENCES t (id), x TEXT UNIQUE, y INT);
        CREATE TABLE v (a, b, c);
        CREATE TABLE sbtest1 (id INTEGER PRIMARY KEY, k INT, c TEXT, pad TEXT);
        CREATE INDEX t_a ON t (a);
        CREATE INDEX k_1 ON sbtest1 (k);
        CREATE VIEW w AS SELECT a, b FROM t;
        """;

    /// <summary>The statements of sysbench's oltp scripts.</summary>
    public static readonly string[] Sysbench = Lines("""
        SELECT c FROM sbtest1 WHERE id=5001
        SELECT c FROM sbtest1 WHERE id BETWEEN 5001 AND 5100
        SELECT SUM(k) FROM sbtest1 WHERE id BETWEEN 5001 AND 5100
        SELECT c FROM sbtest1 WHERE id BETWEEN 5001 AND 5100 ORDER BY c
        SELECT DISTINCT c FROM sbtest1 WHERE id BETWEEN 5001 AND 5100 ORDER BY c
        UPDATE sbtest1 SET k=k+1 WHERE id=5001
        UPDATE sbtest1 SET c='68487932199-96439406143-93774651418-41631865787-96406072701' WHERE id=5001
        DELETE FROM sbtest1 WHERE id=5001
        INSERT INTO sbtest1 (id, k, c, pad) VALUES (5001, 4987, '68487932199-96439406143-93774651418-41631865787-96406072701', '67847967377-48000963322-62604785301')
        """);

    /// <summary>Queries and writes that plain SQLite prepares over <see cref="Schema"/>.</summary>
    public static readonly string[] Plain = [.. Sysbench, .. Lines(CorpusQueries.Expressions), .. Lines(CorpusQueries.Queries), .. Lines(CorpusWrites.Writes)];

    /// <summary>Definitions and the like, each of which plain SQLite runs on a fresh <see cref="Schema"/>.</summary>
    public static readonly string[] Definitions = Lines(CorpusWrites.Definitions);

    /// <summary>What plain SQLite reads but runs under conditions of its own, and what only ShardClient reads.</summary>
    public static readonly string[] Others = [.. Lines(CorpusWrites.Control), .. Lines(CorpusWrites.Own)];

    public static string[] All => [.. Plain, .. Definitions, .. Others];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
