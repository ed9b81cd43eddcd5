using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Sqlite.Infrastructure.Internal;

namespace ShardClient.EntityFrameworkCore.Infrastructure.Internal;

/// <summary>Refuses a model whose tables a cluster would refuse, with every mistake and a way out of each.</summary>
public class ShardClientModelValidator(ModelValidatorDependencies dependencies, RelationalModelValidatorDependencies relationalDependencies)
    : SqliteModelValidator(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    public override void Validate(IModel model, IDiagnosticsLogger<DbLoggerCategory.Model.Validation> logger)
    {
        ArgumentNullException.ThrowIfNull(model);
        base.Validate(model, logger);
        var mistakes = new List<string>();
        foreach (var entityType in model.GetEntityTypes())
            ShardingRules.Check(entityType, mistakes);
        if (mistakes.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, mistakes));
    }
}
