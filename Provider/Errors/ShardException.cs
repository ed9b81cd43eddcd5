using System.Data.Common;
using ShardClient.Errors;

namespace ShardClient;

/// <summary>An error of the cluster, a shard or a statement. The message says what was asked, what is wrong and what to do.</summary>
public sealed class ShardException : DbException
{
    /// <summary>Creates an error from its three parts.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="problem">What was asked and what is wrong with it: one or two sentences. Never a secret, never a row's value.</param>
    /// <param name="advice">What to do about it; empty when the problem says it all.</param>
    /// <param name="inner">The engine's own exception, when there is one.</param>
    internal ShardException(ShardErrorCode code, string problem, string advice = "", Exception? inner = null)
        : base(advice.Length == 0 ? problem : $"{problem} {advice}", inner) => ErrorCode = code;

    /// <summary>What went wrong.</summary>
    public new ShardErrorCode ErrorCode { get; }

    /// <summary>The shard that reported it; null when it concerns none or several.</summary>
    public string? Shard { get; internal init; }

    /// <summary>
    /// Where in the command's text; null when it concerns no place. Of a text with several statements it says at least where the one starts that failed.
    /// </summary>
    public TextPosition? Position { get; internal set; }

    /// <summary>The engine's own number, such as SQLite's extended result code; 0 when the engine was not asked.</summary>
    public int EngineErrorCode { get; internal init; }

    /// <summary>The engine did not know a table, column or index: our picture of the schema may be old.</summary>
    internal bool IsSchemaError { get; init; }

    /// <summary>The statement was stopped before it ran because the schema had changed: planned anew it may run.</summary>
    internal bool IsStale { get; init; }

    /// <summary>The statement was sent and the connection ended before an answer came: nobody knows whether it ran.</summary>
    internal bool IsUnanswered { get; init; }

    /// <summary>The engine's own SQLSTATE, where it gives one.</summary>
    internal string? EngineSqlState { get; init; }

    /// <inheritdoc/>
    public override string SqlState => EngineSqlState ?? ErrorCatalog.SqlState(ErrorCode);

    /// <inheritdoc/>
    public override bool IsTransient => ErrorCatalog.IsTransient(ErrorCode);
}
