namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>In which order the values of an answer are compared.</summary>
internal enum ResultOrder
{
    /// <summary>As they came.</summary>
    AsGiven,

    /// <summary>Rows sorted by their texts.</summary>
    SortedRows,

    /// <summary>All values sorted by their texts, whichever row they were in.</summary>
    SortedValues,
}

/// <summary>One thing that a script asks, and where.</summary>
/// <param name="Line">The line of its first word.</param>
internal abstract record ScriptRecord(int Line, string Sql);

/// <summary>A statement without an answer.</summary>
internal sealed record StatementRecord(int Line, string Sql, bool MustFail) : ScriptRecord(Line, Sql);

/// <summary>A query.</summary>
/// <param name="Types">A letter for each column: I, R or T.</param>
/// <param name="Label">Queries with the same label have the same answer.</param>
/// <param name="Expected">The lines below the dashes; null when there are no dashes.</param>
internal sealed record QueryRecord(int Line, string Sql, string Types, ResultOrder Order, string? Label, IReadOnlyList<string>? Expected)
    : ScriptRecord(Line, Sql);
