using ShardClient.Sql.Lexing;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Topology;

namespace ShardClient.Catalog.Loading;

/// <summary>Reads the definitions that shards keep, and shows them as the cluster means them.</summary>
internal static class DefinitionText
{
    /// <summary>The tree of a stored definition; null when it is none that can be read here.</summary>
    public static T? TryParse<T>(string? sql, SqlDialect dialect = SqlDialect.Sqlite)
        where T : Statement
    {
        if (sql is null)
            return null;
        try
        {
            return SqlParser.Parse(sql, dialect) is [{ Statement: T statement }] ? statement : null;
        }
        catch (ShardException failure) when (failure.ErrorCode is ShardErrorCode.SyntaxError or ShardErrorCode.LimitExceeded)
        {
            return null;
        }
    }

    /// <summary>A stored CREATE TABLE with the declaration that made it.</summary>
    public static string WithDeclaration(string sql, TablePlace place)
    {
        if (place.Kind == TableKind.Single || TryParse<CreateTableStatement>(sql) is not { } create)
            return sql;
        return SqlWriter.Write(WithDeclaration(create, place), WriterOptions.Catalog).Text;
    }

    public static CreateTableStatement WithDeclaration(CreateTableStatement create, TablePlace place)
    {
        if (place.Kind == TableKind.Reference)
            return create with { Reference = true };
        var placement = place.Placement!.Name;
        Identifier? named = string.Equals(placement, ClusterTopology.DefaultPlacement, StringComparison.OrdinalIgnoreCase) ? null : new Identifier(placement);
        create = create with { ShardKey = new ShardKeyClause([new Identifier(place.KeyColumn!)], named) };
        return MarkLocal(create, TableBuilder.Build(create, [], place));
    }

    /// <summary>A stored CREATE UNIQUE INDEX of a sharded table with LOCAL where only each shard enforces it.</summary>
    public static string WithLocal(string sql, LogicalTable table)
    {
        if (table.Kind != TableKind.Sharded || TryParse<CreateIndexStatement>(sql) is not { Unique: true } index
            || UniqueKeyReader.ContainsShardingKey(index.Columns, table))
        {
            return sql;
        }

        return SqlWriter.Write(index with { Local = true }, WriterOptions.Catalog).Text;
    }

    private static CreateTableStatement MarkLocal(CreateTableStatement create, LogicalTable table)
    {
        var columns = create.Columns.Select((column, ordinal) => column with
        {
            Constraints = [.. column.Constraints.Select(constraint => constraint switch
            {
                ColumnPrimaryKey key when ordinal != table.KeyColumn && ordinal != table.RowIdColumn => key with { Local = true },
                ColumnUnique unique when ordinal != table.KeyColumn => unique with { Local = true },
                _ => constraint,
            })],
        });
        var constraints = create.Constraints.Select(constraint => constraint switch
        {
            TablePrimaryKey key when table.RowIdColumn < 0 && !UniqueKeyReader.ContainsShardingKey(key.Columns, table) => key with { Local = true },
            TableUnique unique when !UniqueKeyReader.ContainsShardingKey(unique.Columns, table) => unique with { Local = true },
            _ => constraint,
        });
        return create with { Columns = [.. columns], Constraints = [.. constraints] };
    }
}
