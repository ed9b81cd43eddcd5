namespace ShardClient.Execution;

/// <summary>What the Cancel() of a command cancels: its statements, and the reading of their rows.</summary>
internal sealed class Interruption
{
    private CancellationTokenSource? _source;

    /// <summary>Cancelled by the next <see cref="Interrupt"/>; what starts after that has a new one.</summary>
    public CancellationToken Token => (_source ??= new CancellationTokenSource()).Token;

    /// <summary>Makes what runs with the token stop soon. May be called from any thread.</summary>
    public void Interrupt() => Interlocked.Exchange(ref _source, null)?.Cancel();
}
