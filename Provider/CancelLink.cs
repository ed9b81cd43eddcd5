namespace ShardClient;

/// <summary>A caller's token joined with what Cancel() cancels. Kept while the caller gives the same token, so that reading rows links once.</summary>
internal sealed class CancelLink(CancellationToken asked, CancellationToken interrupted) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(asked, interrupted);

    public CancellationToken Token => _source.Token;

    public bool IsOf(CancellationToken cancellationToken) => asked == cancellationToken;

    /// <summary>Says the caller's own token when that one was cancelled: callers compare.</summary>
    public void ThrowIfAsked(Exception failure)
    {
        if (failure is OperationCanceledException && asked.IsCancellationRequested)
            throw new OperationCanceledException(failure.Message, failure, asked);
    }

    public void Dispose() => _source.Dispose();
}
