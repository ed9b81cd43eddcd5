using ShardClient.Backends;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Catalog.Definitions;

/// <summary>What the execution of DDL asks of the logical session that it runs in.</summary>
internal interface IDefinitionHost
{
    /// <summary>True inside a transaction of the application: then only DDL of one shard is possible, and it belongs to the transaction.</summary>
    bool InTransaction { get; }

    /// <summary>The session in which the transaction has run DDL already, through which its own definitions can be seen; null without one.</summary>
    ShardSession? DefinedIn => null;

    /// <summary>True after PRAGMA foreign_keys=OFF: what a definition removes is not looked for in other tables.</summary>
    bool IgnoresForeignKeys => false;

    /// <summary>The <c>sql_mode</c> of the connection, without what changes how a text is read; null for what sessions have by themselves.</summary>
    string? Mode => null;

    /// <summary>
    /// The transaction's writing session on a shard. Whoever answers this calls <c>SchemaLoader.NoticeForeignChange</c> when the transaction ends,
    /// be it by commit or rollback.
    /// </summary>
    ValueTask<ShardSession> EnlistAsync(int shard, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);

    /// <summary>Runs the INSERT ... SELECT that fills a table made by CREATE TABLE ... AS; its parameters are the statement's own.</summary>
    ValueTask FillAsync(InsertStatement insert, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken);
}
