using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>Which declaration a CREATE TABLE makes: the stored one, else the clause's, else a single table. Equal is fine, different is an error.</summary>
internal static class Declarations
{
    /// <returns>Null when the declaration is wrong; the mistakes say why.</returns>
    public static TableDeclaration? Of(CreateTableStatement create, DefinitionScope scope, Mistakes mistakes)
    {
        var name = create.Name.Name.Name;
        if (!TryReadClause(create, scope, mistakes, out var clause))
            return null;
        if (scope.Topology.Tables.TryGetValue(name, out var stored))
        {
            if (clause is not null && !IsSame(clause, stored))
            {
                mistakes.Add(
                    ClauseSpan(create),
                    $"Table {name} is declared as {Describe(clause, scope)} here and stored as {Describe(stored, scope)} in the cluster.",
                    "Leave the clause out, or write it as it is stored.");
            }

            return stored;
        }

        if (clause is not null)
            return clause;
        if (scope.Settings.UndeclaredTables == UndeclaredTablePolicy.Single)
            return new TableDeclaration(name, TableKind.Single, Shard: scope.Topology.DefaultShard);
        mistakes.Add(
            create.Span,
            $"Table {name} is declared neither here nor in the cluster file, and the connection says Undeclared Tables=Refuse.",
            "Add SHARD KEY (column), write CREATE REFERENCE TABLE, or declare it in the cluster file.");
        return null;
    }

    public static string Describe(TableDeclaration declaration, DefinitionScope scope) => declaration.Kind switch
    {
        TableKind.Sharded => $"SHARD KEY ({declaration.KeyColumn}) USING {declaration.Placement}",
        TableKind.Reference => "a reference table",
        _ => $"a single table on shard {scope.ShardName(declaration.Shard)}",
    };

    public static bool IsSame(TableDeclaration left, TableDeclaration right) =>
        left.Kind == right.Kind && left.Shard == right.Shard && Same(left.Placement, right.Placement) && Same(left.KeyColumn, right.KeyColumn);

    /// <param name="clause">Null without a clause.</param>
    private static bool TryReadClause(CreateTableStatement create, DefinitionScope scope, Mistakes mistakes, out TableDeclaration? clause)
    {
        clause = null;
        var name = create.Name.Name.Name;
        if (create.ShardKey is not { } key)
        {
            clause = create.Reference ? new TableDeclaration(name, TableKind.Reference) : null;
            return true;
        }

        if (create.Reference)
            mistakes.Add(key.Span, "A reference table has a copy on every shard and so no SHARD KEY.", "Write one of the two.");
        if (key.Columns.Count != 1)
            mistakes.Add(key.Span, $"SHARD KEY names {key.Columns.Count} columns; a table has one sharding key.", "Name the one that queries know.");
        var placement = key.Placement?.Name ?? ClusterTopology.DefaultPlacement;
        if (!scope.Topology.Placements.ContainsKey(placement))
        {
            var known = string.Join(", ", scope.Topology.Placements.Keys.Order(StringComparer.OrdinalIgnoreCase));
            mistakes.Add(key.Span, $"The cluster has no placement {placement}.", $"Use one of: {known}; the cluster file declares more.");
        }

        if (create.Reference || key.Columns.Count != 1 || !scope.Topology.Placements.TryGetValue(placement, out var found))
            return false;
        clause = new TableDeclaration(name, TableKind.Sharded, found.Name, key.Columns[0].Name);
        return true;
    }

    private static SourceSpan ClauseSpan(CreateTableStatement create) => create.ShardKey?.Span ?? create.Span;

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
