using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using ShardClient.EntityFrameworkCore.Metadata.Internal;

namespace ShardClient.EntityFrameworkCore.Migrations;

/// <summary>The SQL of EF Core's SQLite provider, with the declarations of sharded and reference tables.</summary>
public class ShardClientMigrationsSqlGenerator(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider migrationsAnnotations)
    : SqliteMigrationsSqlGenerator(dependencies, migrationsAnnotations)
{
    private const string CreateTable = "CREATE TABLE ";

    /// <summary>As for SQLite; definitions stand outside of transactions, because a cluster's concern several shards.</summary>
    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations, IModel? model = null, MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default) =>
        [.. base.Generate(operations, model, options).Select(OutsideTransaction)];

    /// <inheritdoc/>
    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(builder);
        // A primary key of one column becomes part of the column's definition.
        if (operation.PrimaryKey is { Columns: [var column] } key && key[ShardAnnotationNames.UniquePerShard] is true)
            operation.Columns.Single(candidate => candidate.Name == column)[ShardAnnotationNames.UniquePerShard] = true;
        foreach (var foreignKey in operation.ForeignKeys.Where(static foreignKey => foreignKey[ShardAnnotationNames.NotEnforced] is true).ToList())
            operation.ForeignKeys.Remove(foreignKey);
        if (operation[ShardAnnotationNames.ReferenceTable] is not true)
        {
            base.Generate(operation, model, builder, terminate);
            return;
        }

        var plain = new MigrationCommandListBuilder(Dependencies);
        base.Generate(operation, model, plain, terminate: false);
        var text = plain.EndCommand().GetCommandList()[0].CommandText;
        builder.Append("CREATE REFERENCE TABLE ").Append(text[CreateTable.Length..]);
        if (terminate)
        {
            builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
            EndStatement(builder);
        }
    }

    /// <inheritdoc/>
    protected override void CreateTableConstraints(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(builder);
        base.CreateTableConstraints(operation, model, builder);
        if (operation[ShardAnnotationNames.ShardKey] is not string column)
            return;
        builder.AppendLine(",").Append("SHARD KEY (").Append(Dependencies.SqlGenerationHelper.DelimitIdentifier(column)).Append(")");
        if (operation[ShardAnnotationNames.Placement] is string placement)
            builder.Append(" USING ").Append(Dependencies.SqlGenerationHelper.DelimitIdentifier(placement));
    }

    /// <inheritdoc/>
    protected override void ColumnDefinition(
        string? schema, string table, string name, ColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        base.ColumnDefinition(schema, table, name, operation, model, builder);
        AppendLocal(operation, builder);
    }

    /// <inheritdoc/>
    protected override void IndexOptions(MigrationOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        base.IndexOptions(operation, model, builder);
        AppendLocal(operation, builder);
    }

    private MigrationCommand OutsideTransaction(MigrationCommand command)
    {
        if (command.TransactionSuppressed || !IsDefinition(command.CommandText))
            return command;
        var relationalCommand = Dependencies.CommandBuilderFactory.Create().Append(command.CommandText).Build();
        return new MigrationCommand(relationalCommand, Dependencies.CurrentContext.Context, Dependencies.Logger, transactionSuppressed: true);
    }

    private static bool IsDefinition(string text) =>
        text.AsSpan().TrimStart() is var start
        && (start.StartsWith("CREATE", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("ALTER", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("DROP", StringComparison.OrdinalIgnoreCase));

    private static void AppendLocal(MigrationOperation operation, MigrationCommandListBuilder builder)
    {
        if (operation[ShardAnnotationNames.UniquePerShard] is true)
            builder.Append(" LOCAL");
    }
}
