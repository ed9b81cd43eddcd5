namespace ShardClient;

/// <summary>Which column of the source fills which column of the table.</summary>
public sealed class ShardBulkCopyColumnMapping
{
    /// <summary>Maps a column of the source by its place.</summary>
    /// <param name="sourceOrdinal">Counted from 0.</param>
    /// <param name="destinationColumn">The table's column.</param>
    public ShardBulkCopyColumnMapping(int sourceOrdinal, string destinationColumn)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sourceOrdinal);
        ArgumentException.ThrowIfNullOrEmpty(destinationColumn);
        (SourceOrdinal, DestinationColumn) = (sourceOrdinal, destinationColumn);
    }

    /// <summary>Maps a column of the source by its name.</summary>
    /// <param name="sourceColumn">A column of the reader or table; rows that are arrays have no names.</param>
    /// <param name="destinationColumn">The table's column.</param>
    public ShardBulkCopyColumnMapping(string sourceColumn, string destinationColumn)
    {
        ArgumentException.ThrowIfNullOrEmpty(sourceColumn);
        ArgumentException.ThrowIfNullOrEmpty(destinationColumn);
        (SourceOrdinal, SourceColumn, DestinationColumn) = (-1, sourceColumn, destinationColumn);
    }

    /// <summary>The place in the source, counted from 0; -1 when it is mapped by name.</summary>
    public int SourceOrdinal { get; }

    /// <summary>The name in the source; null when it is mapped by place.</summary>
    public string? SourceColumn { get; }

    /// <summary>The table's column.</summary>
    public string DestinationColumn { get; }
}
