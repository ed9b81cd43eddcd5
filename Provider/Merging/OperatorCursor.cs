using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// A cursor over cursors. An operator says what it wants next (<see cref="Next"/>), takes what came (<see cref="Accept"/>) and may have work that
/// waits (<see cref="WorkAsync"/>); this class does the reading, once for both ways: without a state machine as long as the inputs answer at once.
/// </summary>
internal abstract class OperatorCursor : RowCursor
{
    /// <summary>The inputs not yet given back: each is disposed once, because a session uses its cursors again.</summary>
    private readonly RowCursor?[] _open;

    private bool _hasRow;

    private bool _isOver;

    protected OperatorCursor(IReadOnlyList<ColumnMetadata> columns, params RowCursor[] inputs)
    {
        Columns = columns;
        _open = [.. inputs];
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
            if (step == Step.Work)
                return ContinueAsync(step, default, ioBehavior, cancellationToken);
            if (step != Step.Read)
                return new ValueTask<bool>(step == Step.Row);
            var reading = Source.ReadAsync(ioBehavior, cancellationToken);
            if (!reading.IsCompletedSuccessfully)
                return ContinueAsync(step, reading, ioBehavior, cancellationToken);
            Accept(reading.Result);
        }
    }

    public sealed override void Dispose()
    {
        foreach (ref var input in _open.AsSpan())
            Take(ref input)?.Dispose();
        Discard();
    }

    [SuppressMessage("Usage", "CA2215", Justification = "The base disposes synchronously, which would block where an input must await.")]
    public sealed override async ValueTask DisposeAsync()
    {
        for (var index = 0; index < _open.Length; index++)
        {
            if (Take(ref _open[index]) is { } input)
                await input.DisposeAsync().ConfigureAwait(false);
        }

        Discard();
    }

    /// <summary>Gives an input back before the others: it has ended, or nothing more is wanted of it.</summary>
    protected void Release(RowCursor input)
    {
        var index = Array.IndexOf(_open, input);
        if (index < 0)
            return;
        _open[index] = null;
        input.Dispose();
    }

    /// <summary>Reads from another cursor from now on, in place of the inputs; it is disposed with them.</summary>
    protected void Continue(RowCursor rest)
    {
        Release(Source);
        _open[0] = rest;
        Source = rest;
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

    /// <summary>Does what <see cref="Next"/> has asked for with <see cref="Step.Work"/>: input and output of its own.</summary>
    protected virtual ValueTask WorkAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Gives back what the operator holds beside its inputs; called at least once.</summary>
    protected virtual void Discard()
    {
    }

    private static RowCursor? Take(ref RowCursor? slot)
    {
        var input = slot;
        slot = null;
        return input;
    }

    private async ValueTask<bool> ContinueAsync(Step step, ValueTask<bool> reading, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (step == Step.Work)
                await WorkAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            else
                Accept(await reading.ConfigureAwait(false));
            step = Next();
            if (step is Step.Row or Step.End)
                return step == Step.Row;
            if (step == Step.Read)
                reading = Source.ReadAsync(ioBehavior, cancellationToken);
        }
    }

    protected enum Step
    {
        Read,
        Row,
        End,

        /// <summary>Work of the operator's own has to be awaited: rows to disk, or back.</summary>
        Work,
    }
}
