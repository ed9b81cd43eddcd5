using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ShardClient.Execution;

namespace ShardClient;

/// <summary>One command of a batch, with its own parameters.</summary>
public sealed class ShardBatchCommand : DbBatchCommand
{
    private readonly ShardParameterCollection _parameters = new();
    private string _text = "";
    private PreparedText? _prepared;
    private object? _preparedFor;
    private long _recordsAffected = -1;

    /// <summary>Creates a command.</summary>
    /// <param name="commandText">One or more statements.</param>
    public ShardBatchCommand(string? commandText = null) => CommandText = commandText;

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set => (_text, _prepared) = (value ?? "", null);
    }

    /// <summary>Only <see cref="CommandType.Text"/>.</summary>
    /// <exception cref="ArgumentException">Another type is set.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new ArgumentException($"CommandType {value} is not available in a batch. Use Text.", nameof(value));
        }
    }

    /// <summary>The parameters.</summary>
    public new ShardParameterCollection Parameters => _parameters;

    /// <summary>The rows this command wrote when the batch ran last; -1 when it only read or has not run.</summary>
    public override int RecordsAffected => (int)Math.Min(_recordsAffected, int.MaxValue);

    /// <inheritdoc/>
    public override bool CanCreateParameter => true;

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => _parameters;

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new ShardParameter();

    internal void Reset() => _recordsAffected = -1;

    internal void Count(long recordsAffected) => _recordsAffected = Math.Max(_recordsAffected, 0) + recordsAffected;

    internal PreparedText Prepared(LogicalSession session)
    {
        if (_text.Length == 0)
            throw new InvalidOperationException("A command of the batch has no text. Set CommandText.");
        if (_prepared is null || !ReferenceEquals(_preparedFor, session.PreparedIn))
            (_prepared, _preparedFor) = (session.Prepare(_text), session.PreparedIn);
        return _prepared;
    }
}
