using ShardClient.Sql.Lexing;

namespace ShardClient.Sql.Writing;

internal enum ParameterStyle
{
    /// <summary>
    /// <c>?1</c> to <c>?n</c> without gaps, and in MySQL's dialect a <c>?</c> at each mention; <see cref="WrittenSql.Inputs"/> says which input
    /// each one takes.
    /// </summary>
    Dense,

    /// <summary>As the caller wrote them; an input of the client's own is <c>?</c> and its ordinal counted from 1.</summary>
    AsWritten,
}

/// <summary>How a tree becomes text again.</summary>
internal sealed record WriterOptions
{
    /// <summary>For a shard: its own SQL, nothing of ShardClient's.</summary>
    public static WriterOptions Shard { get; } = new();

    /// <summary>For a shard that is a MySQL or MariaDB server.</summary>
    public static WriterOptions MySqlShard { get; } = new() { Dialect = SqlDialect.MySql };

    /// <summary>For the catalogue: a definition with SHARD KEY, REFERENCE and LOCAL.</summary>
    public static WriterOptions Catalog { get; } = new() { OwnClauses = true, Parameters = ParameterStyle.AsWritten };

    public SqlDialect Dialect { get; init; } = SqlDialect.Sqlite;

    /// <summary>
    /// The <c>sql_mode</c> of the MySQL session that will read the text. It matters for backslashes in comments and options of definitions only:
    /// MySQL takes nothing but a plain string there. All else is written so that every mode reads it alike.
    /// </summary>
    public SqlModes Modes { get; init; }

    /// <summary>Writes SHARD KEY, REFERENCE and LOCAL; else they are left out.</summary>
    public bool OwnClauses { get; init; }

    public ParameterStyle Parameters { get; init; } = ParameterStyle.Dense;
}

/// <summary>A text and what its parameters take.</summary>
/// <param name="Inputs">By written number less one: the ordinal among the execution's inputs. Empty under <see cref="ParameterStyle.AsWritten"/>.</param>
internal readonly record struct WrittenSql(string Text, int[] Inputs);
