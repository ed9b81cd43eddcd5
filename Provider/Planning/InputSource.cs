namespace ShardClient.Planning;

internal enum InputKind
{
    /// <summary>A literal of the text, by its number in the text's own list.</summary>
    Literal,

    /// <summary>A value that stands in the plan itself: <see cref="StatementPlan.Constants"/>.</summary>
    Constant,

    /// <summary>A key that the cluster generates, a new one for each execution and row.</summary>
    GeneratedKey,

    /// <summary>The input of that index, or a generated key when it is NULL.</summary>
    GeneratedWhenNull,

    /// <summary>The same also when it is 0, which MySQL's AUTO_INCREMENT takes for NULL.</summary>
    GeneratedWhenZero,

    /// <summary>A value of the row that is being written, where rows are worked out first and written one by one.</summary>
    RowValue,

    /// <summary>CURRENT_TIMESTAMP of the statement: <c>yyyy-MM-dd HH:mm:ss</c> in UTC, and as many digits of the second as the index says.</summary>
    MomentTimestamp,
    MomentDate,
    MomentTime,

    /// <summary>What 'now' means to the engine's date functions: <c>yyyy-MM-dd HH:mm:ss.fff</c> in UTC.</summary>
    MomentNow,

    /// <summary>last_insert_rowid() of the logical session.</summary>
    LastInsertId,

    /// <summary>changes() of the logical session.</summary>
    Changes,

    /// <summary>total_changes() of the logical session.</summary>
    TotalChanges,

    /// <summary>The answer of a query that runs before the statement: NULL until then.</summary>
    Answer,

    /// <summary>ROW_COUNT() of the logical session.</summary>
    RowCount,

    /// <summary>FOUND_ROWS() of the logical session.</summary>
    FoundRows,

    /// <summary>The cluster's name.</summary>
    Database,

    /// <summary>The engine's version.</summary>
    Version,

    /// <summary>The number of the logical session, its own in this process.</summary>
    ConnectionId,

    /// <summary>The sum of two earlier inputs, LIMIT and OFFSET, or all there is when it is too large: how many rows a shard may have to give.</summary>
    LimitEnd,
}

/// <summary>Where an input comes from that is not one of the caller's parameters.</summary>
/// <param name="Index">The literal's or constant's number; a moment's digits; for <see cref="InputKind.GeneratedWhenNull"/> the input that may be NULL, always an earlier one.</param>
/// <param name="Other">For <see cref="InputKind.LimitEnd"/> the second input.</param>
internal sealed record InputSource(InputKind Kind, int Index = 0, int Other = 0);
