using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// The results of a call without the one that holds what its OUT parameters got; of a function, whose value its only result is, with it. A server marks that one at its end only, so
/// the first row of a result that may be it is read ahead.
/// </summary>
/// <param name="count">How many values it holds.</param>
/// <param name="isFunction">True where the only result is it.</param>
/// <param name="onFound">Told of it once, on its row.</param>
internal sealed class OutputCursor(RowCursor inner, int count, bool isFunction, Action<RowCursor> onFound) : RowCursor
{
    private ColumnMetadata[] _columns = [];
    private Value[] _first = [];
    private Ahead _ahead;
    private bool _isFound;
    private bool _isHidden;

    /// <summary>What of the current result was read ahead.</summary>
    private enum Ahead : byte
    {
        Nothing,

        /// <summary>The first row comes next; the second one waits behind it.</summary>
        FirstOfSeveral,

        /// <summary>The first row comes next, and it is the only one.</summary>
        OnlyOne,
        OnFirst,
        OnLast,
        Ended,
    }

    public override IReadOnlyList<ColumnMetadata> Columns => _isHidden ? [] : _columns;

    public override long RecordsAffected => _isHidden ? -1 : inner.RecordsAffected;

    private bool IsOnFirst => _ahead is Ahead.OnFirst or Ahead.OnLast;

    /// <summary>Looks at the first result.</summary>
    public ValueTask StartAsync(IOBehavior ioBehavior, CancellationToken cancellationToken) => SettleAsync(ioBehavior, cancellationToken);

    public override async ValueTask<bool> NextResultAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (!await inner.NextResultAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            return false;
        await SettleAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public override ValueTask<bool> ReadAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        switch (_ahead)
        {
            case Ahead.Nothing:
                return inner.ReadAsync(ioBehavior, cancellationToken);
            case Ahead.FirstOfSeveral:
                _ahead = Ahead.OnFirst;
                return new ValueTask<bool>(true);
            case Ahead.OnlyOne:
                _ahead = Ahead.OnLast;
                return new ValueTask<bool>(true);
            case Ahead.OnFirst:
                // The second row is the one that the inner cursor stands on.
                _ahead = Ahead.Nothing;
                return new ValueTask<bool>(true);
            default:
                _ahead = Ahead.Ended;
                return new ValueTask<bool>(false);
        }
    }

    public override ValueKind GetKind(int column) => IsOnFirst ? _first[column].Kind : inner.GetKind(column);

    public override long GetInteger(int column) => IsOnFirst ? _first[column].Integer : inner.GetInteger(column);

    public override double GetReal(int column) => IsOnFirst ? _first[column].Real : inner.GetReal(column);

    public override ReadOnlySpan<byte> GetBytes(int column) => IsOnFirst ? _first[column].Bytes.Span : inner.GetBytes(column);

    public override void Dispose() => inner.Dispose();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask SettleAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        (_ahead, _isHidden, _columns) = (Ahead.Nothing, false, [.. inner.Columns]);
        if (_isFound || _columns.Length != count || !await inner.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            return;
        _first = new Value[count];
        for (var column = 0; column < count; column++)
            _first[column] = inner.GetValue(column);
        if (await inner.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false))
            _ahead = Ahead.FirstOfSeveral;
        else if (isFunction || inner.HeldOutputs)
            Found();
        else
            _ahead = Ahead.OnlyOne;
    }

    /// <summary>A function's value can be read as a row too.</summary>
    private void Found()
    {
        _ahead = Ahead.OnLast;
        onFound(this);
        (_isFound, _isHidden, _ahead) = (true, !isFunction, isFunction ? Ahead.OnlyOne : Ahead.Ended);
    }
}
