using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Writing;

/// <summary>Writes that SQLite shards can do by working out the rows first, and MySQL shards cannot in this version.</summary>
internal static class ServerRefusals
{
    public static Refusal ByRows(Statement statement) => Refusals.NotSupported(
        "On MySQL shards a write cannot take its rows from several shards, move them, or choose them across shards",
        "Name the sharding key so that one shard does it, or read the rows first and write them as values.",
        statement.Span);

    public static Refusal Returning(InsertStatement insert) => Refusals.NotSupported(
        "RETURNING of rows that go to several MySQL shards has no order", "Insert the rows of one key at a time, or leave RETURNING out.", insert.Span);
}
