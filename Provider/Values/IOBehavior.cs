namespace ShardClient.Values;

/// <summary>Whether a body that serves both may block the caller's thread or must await.</summary>
internal enum IOBehavior
{
    Synchronous,
    Asynchronous,
}

/// <summary>The one place where the synchronous half of a shared body is unwrapped.</summary>
internal static class IOBehaviorExtensions
{
    /// <summary>The result of a call made with <see cref="IOBehavior.Synchronous"/>, which has completed by contract.</summary>
    /// <exception cref="InvalidOperationException">The body awaited: a fault of this library.</exception>
    public static T Completed<T>(this ValueTask<T> call) => call.IsCompleted
        ? call.GetAwaiter().GetResult()
        : throw new InvalidOperationException("A synchronous call awaited; please report this fault of ShardClient.");

    /// <inheritdoc cref="Completed{T}(ValueTask{T})"/>
    public static void Completed(this ValueTask call)
    {
        if (!call.IsCompleted)
            throw new InvalidOperationException("A synchronous call awaited; please report this fault of ShardClient.");
        call.GetAwaiter().GetResult();
    }
}
