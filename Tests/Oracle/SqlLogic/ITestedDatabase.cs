namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>What a script runs on: empty at first, gone when disposed.</summary>
internal interface ITestedDatabase : IDisposable
{
    /// <summary>Unique keys made that each shard keeps for itself only.</summary>
    int LocalUniqueKeys { get; }

    /// <summary>Tables made that are split by another column than their first, or not at all.</summary>
    int OtherwisePlaced { get; }

    /// <exception cref="System.Data.Common.DbException">The statement failed.</exception>
    void Execute(string sql);

    /// <summary>The answer as texts in the order they came.</summary>
    /// <param name="types">A letter for each column.</param>
    /// <exception cref="System.Data.Common.DbException">The statement failed.</exception>
    /// <exception cref="InvalidDataException">The answer has another number of columns than there are letters.</exception>
    List<string> Query(string sql, string types);
}
