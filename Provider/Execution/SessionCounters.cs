namespace ShardClient.Execution;

/// <summary>What one database would remember of a connection's writes.</summary>
internal sealed class SessionCounters
{
    public long LastInsertId { get; private set; }

    public long Changes { get; private set; }

    public long TotalChanges { get; private set; }

    public void Wrote(long changes)
    {
        Changes = changes;
        TotalChanges += changes;
    }

    public void Inserted(long id) => LastInsertId = id;
}
