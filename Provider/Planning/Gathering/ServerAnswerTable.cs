using ShardClient.Catalog;
using ShardClient.Values;

namespace ShardClient.Planning.Gathering;

/// <summary>A temporary table of a server for what shards answer. Its columns are what the server itself makes of the query's: types, collations and NULL.</summary>
/// <param name="Answers">Its columns.</param>
/// <param name="Create">Makes it, without rows.</param>
internal sealed record ServerAnswerTable(string Name, IReadOnlyList<AnswerColumn> Answers, SessionStatement Create)
    : ScratchTable(Name, [.. Answers.Select(static column => new ScratchColumn(column.Name, Affinity.Blob, Selecting.Collations.Binary))])
{
    public override string CreateText => Create.Text;

    public override string InsertText => $"INSERT INTO {ServerScratchTable.Quote(Name)} VALUES ";
}
