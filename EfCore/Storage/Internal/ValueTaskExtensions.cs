namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>For methods with one body for both kinds of callers.</summary>
internal static class ValueTaskExtensions
{
    /// <summary>The result of a call that was asked to be synchronous, which has ended when it returns.</summary>
    /// <exception cref="InvalidOperationException">The body awaited: a fault of this library.</exception>
    public static T Completed<T>(this ValueTask<T> call) => call.IsCompleted
        ? call.GetAwaiter().GetResult()
        : throw new InvalidOperationException("A synchronous call awaited; please report this fault of ShardClient.");
}
