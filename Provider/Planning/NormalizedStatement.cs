using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning;

/// <summary>
/// A statement whose literals have become inputs where that cannot change its meaning. Statements with equal <see cref="Key"/> share a plan.
/// </summary>
/// <param name="Source">The statement as parsed; its spans are offsets in <paramref name="Text"/>.</param>
/// <param name="Text">The whole text that the statement stands in: for the positions of messages.</param>
/// <param name="Statement">The tree with an <see cref="InputExpression"/> for each extracted literal, moment and session function.</param>
/// <param name="Key">The written tree: the plan cache's key, together with the session's flags.</param>
/// <param name="Literals">The extracted literals, by <see cref="InputSource.Index"/>.</param>
/// <param name="Extras">The inputs after the caller's parameters, in the order of their ordinals.</param>
internal sealed record NormalizedStatement(
    ParsedStatement Source, string Text, Statement Statement, string Key, Value[] Literals, IReadOnlyList<InputSource> Extras)
{
    public int ParameterCount => Source.Parameters.Count;

    /// <summary>True when the caller's own text must not be sent: the client computes something in it (a moment, last_insert_rowid).</summary>
    public bool MustBeWritten { get; init; }

    /// <summary>The modes of the connection that asks.</summary>
    public SqlModes Modes { get; init; }

    /// <summary>Why the statement cannot be done whatever tables it is about; null when nothing is known against it.</summary>
    public Refusal? Refusal { get; init; }
}
