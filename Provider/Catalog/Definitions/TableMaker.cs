using ShardClient.Catalog.Loading;
using ShardClient.Sql.Dialects;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Catalog.Definitions;

/// <summary>CREATE TABLE: as written, LIKE another one, or AS a query.</summary>
internal sealed class TableMaker(DefinitionScope scope)
{
    /// <returns>Null when there is nothing to do.</returns>
    public async ValueTask<DefinitionChange?> MakeAsync(CreateTableStatement create)
    {
        var mistakes = new Mistakes(scope.Text);
        var what = $"CREATE TABLE {create.Name.Name}";
        if (create.Temporary)
            throw scope.Refused($"{what}: temporary tables live in one session, and a cluster's statements use many.", "Create an ordinary table, or use a subquery.", create.Span);
        if (scope.IsOnServers && (create.OrReplace || create.Query is not null))
            throw scope.Refused($"{what}: {(create.OrReplace ? "OR REPLACE" : "AS SELECT")} is not available on MySQL shards in this version.", create.OrReplace ? "DROP it first." : "Write the columns out, then INSERT ... SELECT.", create.Span);
        scope.CheckName(create.Name, mistakes);
        var followsSource = create is { Like: not null, Reference: false } && !scope.Topology.Tables.ContainsKey(create.Name.Name.Name);
        var declaration = followsSource ? null : Declarations.Of(create, scope, mistakes);
        if (await ExistsAsync(create, mistakes).ConfigureAwait(false))
        {
            mistakes.ThrowIfAny(what);
            return null;
        }

        var (columns, indexes) = scope.IsOnServers ? (create, []) : InlineIndexes.Split(create);
        var fill = (InsertStatement?)null;
        if (create.Like is not null && scope.IsOnServers)
            return await ServerTableCopy.MakeAsync(create, declaration, scope).ConfigureAwait(false);
        if (create.Like is not null)
            (columns, declaration, indexes) = await TableCopy.MakeAsync(create, declaration, scope).ConfigureAwait(false);
        if (create.Query is not null && declaration is not null)
            (columns, fill) = await AsQueryAsync(create, mistakes, what).ConfigureAwait(false);
        if (declaration is null)
            mistakes.ThrowIfAny(what);
        var place = TablePlace.Of(declaration!, scope.Topology);
        columns = await CheckAsync(columns, place, mistakes).ConfigureAwait(false);
        mistakes.ThrowIfAny(what);
        return Change(create, columns, indexes, declaration!, place, what) with { Fill = fill };
    }

    private DefinitionChange Change(
        CreateTableStatement create, CreateTableStatement columns, IReadOnlyList<CreateIndexStatement> indexes, TableDeclaration declaration, TablePlace place, string what)
    {
        // A single table's text is kept as its author wrote it.
        var asWritten = ReferenceEquals(create, columns) && place.Kind == TableKind.Single && !create.Reference && create.ShardKey is null && create is { IfNotExists: false, IsRespelled: false };
        var text = asWritten ? scope.Text.Substring(create.Span.Start, create.Span.Length) : scope.Write(columns with { IfNotExists = false });
        var isStored = scope.Topology.Tables.ContainsKey(declaration.Name);
        var isImplied = declaration.Kind == TableKind.Single && declaration.Shard == scope.Topology.DefaultShard;
        return DefinitionChange.Same(what, place.Holders, [text, .. indexes.Select(scope.Write)]) with
        {
            Add = isStored || isImplied ? null : declaration,
            Undo = [$"DROP TABLE {DefinitionScope.Quote(declaration.Name)}"],
        };
    }

    private async ValueTask<bool> ExistsAsync(CreateTableStatement create, Mistakes mistakes)
    {
        if (await scope.FindAsync(create.Name.Name.Name, "table", "view", "index").ConfigureAwait(false) is not { Object: var found })
            return false;
        if (!create.IfNotExists || found.Type == "index")
            throw scope.Exists(found.Type, found.Name, create.Name.Span);
        if (found.Type == "table" && !scope.Topology.Tables.ContainsKey(found.Name) && (create.Reference || create.ShardKey is not null))
            mistakes.Add(create.Span, $"Table {found.Name} exists as a single table on shard {scope.ShardName(scope.Topology.DefaultShard)}.", "Drop it first, or leave the clause out.");
        return true;
    }

    /// <summary>The checks of a table whose columns are known; what the connection drops is dropped.</summary>
    private async ValueTask<CreateTableStatement> CheckAsync(CreateTableStatement create, TablePlace place, Mistakes mistakes)
    {
        var table = scope.IsOnServers ? ServerTableBuilder.Declare(create, place) : TableBuilder.Build(create, [], place);
        if (table.AutoIncrementColumn is var counted and >= 0 && scope.IsOnServers && place.Kind != TableKind.Single)
            AutoIncrementRule.Check(create.Columns[counted], mistakes);
        KeyRules.CheckKeyColumn(create, table, place, mistakes);
        KeyRules.CheckUniqueKeys(create, table, scope, mistakes);
        CopyRules.Check(create, place.Kind, mistakes);
        create = await CheckForeignKeysAsync(create, table, mistakes).ConfigureAwait(false);
        await CheckChildrenAsync(table, create, mistakes).ConfigureAwait(false);
        return place.Kind == TableKind.Single ? create : WithoutAutoIncrement(create);
    }

    /// <summary>Single tables may have named this one as their parent before it existed: then it must be where they are.</summary>
    private async ValueTask CheckChildrenAsync(LogicalTable table, CreateTableStatement create, Mistakes mistakes)
    {
        var home = scope.Topology.DefaultShard;
        // A server refuses a foreign key to a table that does not exist.
        if (scope.IsOnServers || table.Kind == TableKind.Reference || (table.Kind == TableKind.Single && table.Shards.Contains(home)))
            return;
        foreach (var found in await scope.Reader.AllAsync(home).ConfigureAwait(false))
        {
            if (found.Type != "table" || found.Sql?.Contains("REFERENCES", StringComparison.OrdinalIgnoreCase) != true
                || scope.Topology.Tables.ContainsKey(found.Name) || DefinitionText.TryParse<CreateTableStatement>(found.Sql) is not { } child)
            {
                continue;
            }

            if (TableBuilder.ForeignKeys(child).Exists(key => string.Equals(key.ParentTable, table.Name, StringComparison.OrdinalIgnoreCase)))
            {
                mistakes.Add(
                    create.Span, $"Table {found.Name}, a single table on shard {scope.ShardName(home)}, has a foreign key to {table.Name} and would not find its rows.",
                    $"Make {table.Name} a reference table, or make {found.Name} anew without the foreign key.");
            }
        }
    }

    private async ValueTask<CreateTableStatement> CheckForeignKeysAsync(CreateTableStatement create, LogicalTable table, Mistakes mistakes)
    {
        var rules = new ForeignKeyRules(scope, table, mistakes);
        var dropped = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        for (var ordinal = 0; ordinal < create.Columns.Count; ordinal++)
        {
            var column = create.Columns[ordinal];
            for (var index = 0; index < column.Constraints.Count; index++)
            {
                if (column.Constraints[index] is ColumnReferences foreign
                    && !await rules.MayStayAsync([column.Name.Name], foreign.Target, foreign.Span).ConfigureAwait(false))
                {
                    dropped.Add(foreign);
                }
            }
        }

        for (var index = 0; index < create.Constraints.Count; index++)
        {
            if (create.Constraints[index] is TableForeignKey foreign
                && !await rules.MayStayAsync([.. foreign.Columns.Select(static name => name.Name)], foreign.Target, foreign.Span).ConfigureAwait(false))
            {
                dropped.Add(foreign);
            }
        }

        return dropped.Count == 0 ? create : create with
        {
            Columns = [.. create.Columns.Select(column => column with { Constraints = [.. column.Constraints.Where(constraint => !dropped.Contains(constraint))] })],
            Constraints = [.. create.Constraints.Where(constraint => !dropped.Contains(constraint))],
        };
    }

    /// <summary>On several shards the cluster generates the keys; the engine's own counter would only cost.</summary>
    private static CreateTableStatement WithoutAutoIncrement(CreateTableStatement create) => create with
    {
        Columns = [.. create.Columns.Select(static column => column with
        {
            Constraints = [.. column.Constraints.Select(static constraint => constraint is ColumnPrimaryKey key ? key with { AutoIncrement = false } : constraint)],
        })],
        Constraints = [.. create.Constraints.Select(static constraint => constraint is TablePrimaryKey key ? key with { AutoIncrement = false } : constraint)],
    };

    /// <summary>CREATE TABLE ... AS: the engine names and types the columns, on a shard that has all the tables of the query.</summary>
    private async ValueTask<(CreateTableStatement Columns, InsertStatement Fill)> AsQueryAsync(CreateTableStatement create, Mistakes mistakes, string what)
    {
        if (create.ShardKey is null && !create.Reference && !scope.Topology.Tables.ContainsKey(create.Name.Name.Name)
            && await ReadsShardedAsync(create.Query!).ConfigureAwait(false))
        {
            mistakes.Add(create.Span, "The query reads sharded tables, and the new table says no SHARD KEY.", "Write CREATE TABLE t (SHARD KEY (column)) AS SELECT ...");
            mistakes.ThrowIfAny(what);
        }

        var shape = await QueryShape.ProbeAsync(create, scope).ConfigureAwait(false);
        var columns = create with { Columns = shape.Columns, Query = null };
        var fill = new InsertStatement(null, ConflictAction.None, create.Name, null, [.. shape.Columns.Select(static column => column.Name)])
        {
            Query = create.Query,
            Span = create.Span,
        };
        return (columns, fill);
    }

    private async ValueTask<bool> ReadsShardedAsync(SelectStatement query)
    {
        foreach (var name in TableNames.In(query))
        {
            if (scope.Topology.Tables.TryGetValue(name, out var declaration) && declaration.Kind == TableKind.Sharded)
                return true;
            if (await scope.FindAsync(name, "view").ConfigureAwait(false) is { Object.Sql: var sql }
                && DefinitionText.TryParse<CreateViewStatement>(sql) is { } view && await ReadsShardedAsync(view.Query).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }
}
