namespace ShardClient.Execution;

/// <summary>What the functions of the session answer: for the application's connection, whichever sessions of shards did the work.</summary>
internal sealed class SessionCounters
{
    private long? _found;
    private (long RowCount, long? Found) _before;

    /// <summary>last_insert_rowid() and LAST_INSERT_ID().</summary>
    public long LastInsertId { get; private set; }

    /// <summary>changes().</summary>
    public long Changes { get; private set; }

    /// <summary>total_changes().</summary>
    public long TotalChanges { get; private set; }

    /// <summary>ROW_COUNT(): the rows that the last statement wrote, 0 after a definition, -1 after a query.</summary>
    public long RowCount { get; private set; }

    /// <summary>Counts the queries, so that rows are counted for the last one only.</summary>
    public int Query { get; private set; }

    /// <summary>FOUND_ROWS(): the rows of the last query.</summary>
    /// <exception cref="ShardException">NotSupported: they have not all been read, and nobody else has counted them.</exception>
    public long FoundRows => _found ?? throw new ShardException(
        ShardErrorCode.NotSupported,
        "FOUND_ROWS() counts the rows of the last query, and they were not all read.",
        "Read them to their end, or ask SELECT COUNT(*).");

    public void Wrote(long changes)
    {
        Changes = RowCount = changes;
        TotalChanges += changes;
    }

    /// <summary>A write was undone after it had begun: it changed nothing, as the engine says too. One that never began leaves the count.</summary>
    public void Failed(Exception failure)
    {
        if (failure is ShardException { IsSchemaError: false, ErrorCode: ShardErrorCode.ConstraintViolation or ShardErrorCode.EngineError })
            Changes = RowCount = 0;
    }

    public void Inserted(long id) => LastInsertId = id;

    /// <summary>A query begins.</summary>
    public void Queried()
    {
        _before = (RowCount, _found);
        RowCount = -1;
        _found = null;
        Query++;
    }

    /// <summary>The query that began last could not run on the schema that it was planned for, and begins anew: what it asks of the statement before it is still that.</summary>
    public void QueriesAgain() => (RowCount, _found) = _before;

    /// <summary>A statement has run that neither asks nor writes rows.</summary>
    public void Defined() => RowCount = 0;

    /// <summary>The rows of a query have been read to their end.</summary>
    public void Found(int query, long rows)
    {
        if (query == Query)
            _found = rows;
    }
}
