using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>What one statement gave. Disposing it ends the statement and gives its sessions back.</summary>
/// <param name="Rows">The rows; null when the statement returns none (it has then run to its end).</param>
/// <param name="RecordsAffected">Rows written; -1 for a statement that only reads. With RETURNING: final once the rows are read or disposed.</param>
internal readonly record struct StatementResult(RowCursor? Rows, long RecordsAffected);
