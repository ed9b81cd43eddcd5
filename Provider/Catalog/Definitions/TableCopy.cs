using ShardClient.Catalog.Loading;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>CREATE TABLE ... LIKE: columns, constraints and indexes of the source, and its declaration unless another one is given; no foreign keys.</summary>
internal static class TableCopy
{
    /// <param name="declaration">The one that is given; null to take the source's.</param>
    public static async ValueTask<(CreateTableStatement Columns, TableDeclaration Declaration, IReadOnlyList<CreateIndexStatement> Indexes)> MakeAsync(
        CreateTableStatement create, TableDeclaration? declaration, DefinitionScope scope)
    {
        var (target, name) = (create.Name.Name.Name, create.Like!.Name.Name);
        scope.CheckSchema(create.Like);
        var place = TablePlace.Of(name, scope.Topology);
        var objects = await scope.Reader.FindAsync(place.Speaker(scope.Topology), name).ConfigureAwait(false);
        var source = objects.Find(found => found.Type == "table" && found.IsNamed(name) && !found.IsInternal) ?? throw scope.Unknown("table", name, create.Like.Span);
        if (DefinitionText.TryParse<CreateTableStatement>(source.Sql) is not { } model)
            throw scope.Refused($"CREATE TABLE {target} LIKE {name}: {name} is a virtual table.", "Write the new table out.", create.Span);
        declaration ??= Own(name, scope) with { Name = target };
        if (place.Kind == TableKind.Sharded && declaration.Kind == TableKind.Sharded)
            model = DefinitionText.WithDeclaration(model, place);
        var indexes = objects.Select(static found => DefinitionText.TryParse<CreateIndexStatement>(found.Sql)).OfType<CreateIndexStatement>()
            .Select(index => index with { Name = new ObjectName(null, new Identifier($"{target}_{index.Name.Name}")), Table = create.Name.Name });
        return (Copy(model, create), declaration, [.. indexes]);
    }

    private static TableDeclaration Own(string table, DefinitionScope scope) => scope.Topology.Tables.TryGetValue(table, out var stored)
        ? stored
        : new TableDeclaration(table, TableKind.Single, Shard: scope.Topology.DefaultShard);

    /// <summary>Positions in the source's text mean nothing in this one.</summary>
    private static CreateTableStatement Copy(CreateTableStatement model, CreateTableStatement create) => model with
    {
        Name = create.Name,
        ShardKey = null,
        Columns = [.. model.Columns.Select(column => column with
        {
            Constraints = [.. column.Constraints.Where(static constraint => constraint is not ColumnReferences)
                .Select(constraint => constraint with { Span = create.Span })],
        })],
        Constraints = [.. model.Constraints.Where(static constraint => constraint is not TableForeignKey)
            .Select(constraint => constraint with { Span = create.Span })],
        Span = create.Span,
    };
}
