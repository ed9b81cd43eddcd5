using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>Makes commands that carry the hint of their connection.</summary>
public class ShardClientCommandBuilderFactory(RelationalCommandBuilderDependencies dependencies) : RelationalCommandBuilderFactory(dependencies)
{
    /// <inheritdoc/>
    public override IRelationalCommandBuilder Create() => new Builder(Dependencies);

    private sealed class Builder(RelationalCommandBuilderDependencies dependencies) : RelationalCommandBuilder(dependencies)
    {
        public override IRelationalCommand Build()
        {
            var command = (RelationalCommand)base.Build();
            return new Command(Dependencies, command.CommandText, command.LogCommandText, command.Parameters);
        }
    }

    private sealed class Command(
        RelationalCommandBuilderDependencies dependencies, string commandText, string logCommandText, IReadOnlyList<IRelationalParameter> parameters)
        : RelationalCommand(dependencies, commandText, logCommandText, parameters)
    {
        public override DbCommand CreateDbCommand(RelationalCommandParameterObject parameterObject, Guid commandId, DbCommandMethod commandMethod)
        {
            var command = base.CreateDbCommand(parameterObject, commandId, commandMethod);
            if (parameterObject.Connection is IShardClientRelationalConnection { ShardHint: { } hint })
                command.CommandText = hint + command.CommandText;
            return command;
        }
    }
}
