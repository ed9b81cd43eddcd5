using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// A cursor over cursors. An operator says what it wants next (<see cref="Next"/>) and takes what came (<see cref="Accept"/>); this class does the
/// reading, once for both ways: without a state machine as long as the inputs answer at once.
/// </summary>
internal abstract class OperatorCursor : RowCursor
{
    private readonly RowCursor[] _inputs;

    private bool _hasRow;

    private bool _isOver;

    protected OperatorCursor(IReadOnlyList<ColumnMetadata> columns, params RowCursor[] inputs)
    {
        Columns = columns;
        _inputs = inputs;
        Source = inputs[0];
    }

    public sealed override IReadOnlyList<ColumnMetadata> Columns { get; }

    /// <summary>The input to read when <see cref="Next"/> says so.</summary>
    protected RowCursor Source { get; set; }

    public sealed override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (true)
        {
            var step = Next();
            if (step != Step.Read)
                return new ValueTask<bool>(step == Step.Row);
            var reading = Source.ReadAsync(ioBehavior, cancellationToken);
            if (!reading.IsCompletedSuccessfully)
                return ContinueAsync(reading, ioBehavior, cancellationToken);
            Accept(reading.Result);
        }
    }

    public override void Dispose()
    {
        foreach (var input in _inputs)
            input.Dispose();
    }

    [SuppressMessage("Usage", "CA2215", Justification = "The base disposes synchronously, which would block where an input must await.")]
    public override async ValueTask DisposeAsync()
    {
        foreach (var input in _inputs)
            await input.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What the operator can say now: a row is current, all is over, or <see cref="Source"/> has to be read. As it stands: row by row.</summary>
    protected virtual Step Next()
    {
        var step = _hasRow ? Step.Row : _isOver ? Step.End : Step.Read;
        _hasRow = false;
        return step;
    }

    /// <summary>Takes the outcome of the read that <see cref="Next"/> asked for.</summary>
    protected virtual void Accept(bool hasRow)
    {
        _isOver = !hasRow;
        _hasRow = hasRow && Keep();
    }

    /// <summary>Whether the input's row is one of the operator's.</summary>
    protected virtual bool Keep() => true;

    private async ValueTask<bool> ContinueAsync(ValueTask<bool> reading, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (true)
        {
            Accept(await reading.ConfigureAwait(false));
            var step = Next();
            if (step != Step.Read)
                return step == Step.Row;
            reading = Source.ReadAsync(ioBehavior, cancellationToken);
        }
    }

    protected enum Step
    {
        Read,
        Row,
        End,
    }
}
