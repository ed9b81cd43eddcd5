using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace ShardClient.EntityFrameworkCore.Update.Internal;

/// <summary>Commands of one shard in one text. When one fails, the exception names its rows alone.</summary>
public class ShardModificationCommandBatch(ModificationCommandBatchFactoryDependencies dependencies, int maxBatchSize)
    : AffectedCountModificationCommandBatch(dependencies, maxBatchSize)
{
    /// <summary>Where each command starts in the text.</summary>
    private readonly List<int> _starts = [];

    /// <inheritdoc/>
    public override void Execute(IRelationalConnection connection)
    {
        try
        {
            base.Execute(connection);
        }
        catch (DbUpdateException error) when (FailedOf(error) is { } command)
        {
            throw new DbUpdateException(error.Message, error.InnerException, command.Entries);
        }
    }

    /// <inheritdoc/>
    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.ExecuteAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException error) when (FailedOf(error) is { } command)
        {
            throw new DbUpdateException(error.Message, error.InnerException, command.Entries);
        }
    }

    /// <inheritdoc/>
    protected override void AddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        _starts.Add(SqlBuilder.Length);
        base.AddCommand(modificationCommand);
    }

    /// <inheritdoc/>
    protected override void RollbackLastCommand(IReadOnlyModificationCommand modificationCommand)
    {
        _starts.RemoveAt(_starts.Count - 1);
        base.RollbackLastCommand(modificationCommand);
    }

    /// <summary>The command whose statement the error is of, by its line: what is put before the text, such as a hint, has none of its own.</summary>
    private IReadOnlyModificationCommand? FailedOf(DbUpdateException error)
    {
        if (error is DbUpdateConcurrencyException || error.InnerException is not ShardException { Position: { } position } || ModificationCommands.Count < 2)
            return null;
        var (text, line, command, end) = (SqlBuilder.ToString(), 1, 0, 0);
        for (var next = 1; next < _starts.Count; next++)
        {
            line += text.AsSpan(end, _starts[next] - end).Count('\n');
            end = _starts[next];
            if (line > position.Line)
                break;
            command = next;
        }

        return ModificationCommands[command];
    }
}
