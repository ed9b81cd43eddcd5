using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>What stands in the place of the tables of a statement that is written anew.</summary>
internal interface ITablePlaces
{
    /// <summary>True for a condition that holds of all rows that are read.</summary>
    bool IsSettled(Node condition);

    TableSource Replace(TableReference reference);
}
