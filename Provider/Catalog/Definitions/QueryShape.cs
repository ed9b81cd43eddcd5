using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>The columns that a query would give a table: asked of the engine, which defines a view over it in a transaction that is rolled back.</summary>
internal static class QueryShape
{
    private const string ProbeName = "shardclient_probe";

    public static async ValueTask<CreateTableStatement> ProbeAsync(CreateTableStatement create, DefinitionScope scope)
    {
        var shards = await ViewMaker.HoldersAsync(create.Query!, scope).ConfigureAwait(false);
        if (shards.IsEmpty)
            throw scope.Refused($"CREATE TABLE {create.Name.Name} AS: no shard has all the tables of its query.", "Fill it with several INSERT ... SELECT.", create.Span);
        var shard = shards.Contains(scope.Topology.DefaultShard) ? scope.Topology.DefaultShard : shards.ToArray()[0];
        var query = ResultNames.Keep(create.Query!, scope.Text) with { Limit = new LimitClause(new LiteralExpression(LiteralKind.Integer, "0"), null) };
        var probe = new CreateTableStatement(new ObjectName(null, new Identifier(ProbeName)), default, default) { Query = query };
        var sql = await scope.ProbeAsync(shard, scope.Write(probe), $"SELECT sql FROM sqlite_master WHERE name = '{ProbeName}'").ConfigureAwait(false);
        return DefinitionText.TryParse<CreateTableStatement>(sql)
            ?? throw scope.Refused($"CREATE TABLE {create.Name.Name} AS: the columns of its query cannot be read.", "Write the columns out.", create.Span);
    }
}
