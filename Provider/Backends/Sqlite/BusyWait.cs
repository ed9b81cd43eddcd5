using ShardClient.Values;

namespace ShardClient.Backends.Sqlite;

/// <summary>Pauses between tries at a lock that another process holds. We wait ourselves, because the engine's own waiting knows no token and blocks async callers.</summary>
internal static class BusyWait
{
    private static ReadOnlySpan<byte> Milliseconds => [1, 1, 2, 5, 10, 15, 20, 25];

    /// <summary>Sleeps a little longer with each try; false when the deadline has passed and another try is pointless.</summary>
    public static async ValueTask<bool> PauseAsync(int attempt, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (deadline.HasPassed)
            return false;

        var pause = TimeSpan.FromMilliseconds(Milliseconds[Math.Min(attempt, Milliseconds.Length - 1)]);
        if (!deadline.IsNever && deadline.Remaining < pause)
            pause = deadline.Remaining;
        if (ioBehavior == IOBehavior.Asynchronous)
        {
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
        }
        else if (!cancellationToken.CanBeCanceled)
        {
            Thread.Sleep(pause);
        }
        else
        {
            cancellationToken.WaitHandle.WaitOne(pause);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return true;
    }
}
