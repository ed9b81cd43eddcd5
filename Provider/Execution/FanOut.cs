using System.Runtime.ExceptionServices;
using ShardClient.Backends;
using ShardClient.Routing;
using ShardClient.Values;

namespace ShardClient.Execution;

/// <summary>
/// Starts one statement on several shards. Sessions are taken in shard order, so that two executions never wait for each other in a circle.
/// The first step of each shard, where an embedded engine sorts and aggregates on the caller's CPU, runs on at most min(shards, cores) threads
/// of which the caller's is one; afterwards rows are pulled by the caller. Servers work by themselves.
/// </summary>
internal static class FanOut
{
    public static async ValueTask<OpenedShards> OpenAsync(
        StatementCall call, IReadOnlyList<RoutedStatement> steps, Value[] inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var opened = new OpenedShard[steps.Count];
        var taken = 0;
        try
        {
            for (; taken < opened.Length; taken++)
                opened[taken] = await TakeAsync(call, steps[taken], ioBehavior, cancellationToken).ConfigureAwait(false);
            if (call.Runtime.Engine == EngineKind.MySql)
                await AskServersAsync(call, opened, inputs, ioBehavior, cancellationToken).ConfigureAwait(false);
            else
                await new FirstSteps(opened, inputs, call.Deadline, cancellationToken).RunAsync(ioBehavior).ConfigureAwait(false);
            var changed = false;
            foreach (var shard in opened)
                changed |= await shard.HasNewSchemaAsync(call, ioBehavior, cancellationToken).ConfigureAwait(false);
            return new OpenedShards(Array.ConvertAll(opened, RowCursor (shard) => shard.Result!), changed);
        }
        catch
        {
            for (var shard = 0; shard < taken; shard++)
            {
                await opened[shard].SettleAsync(ioBehavior).ConfigureAwait(false);
                opened[shard].GiveBack();
            }

            throw;
        }
    }

    /// <summary>
    /// All servers are asked before the first answer is read: they work at once, and no thread is spent on waiting. The one that was asked last is waited
    /// for first: the others have answered by then, and the caller sleeps once instead of once for each.
    /// </summary>
    private static async ValueTask AskServersAsync(
        StatementCall call, OpenedShard[] opened, Value[] inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        foreach (var shard in opened)
            await shard.SendAsync(inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
        for (var shard = opened.Length - 1; shard >= 0; shard--)
            await opened[shard].ReceiveAsync(inputs, ioBehavior, call.Deadline, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<OpenedShard> TakeAsync(
        StatementCall call, RoutedStatement step, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var session = await call.TakeAsync(step.Shard, SessionAccess.Read, ioBehavior, cancellationToken).ConfigureAwait(false);
        var transaction = call.Session.Transaction;
        return new OpenedShard(step.Statement, session, transaction is null ? call.Runtime.Pools[step.Shard] : null, transaction);
    }

    /// <summary>The shared work list of an execution's workers.</summary>
    private sealed class FirstSteps(OpenedShard[] shards, Value[] inputs, Deadline deadline, CancellationToken cancellationToken) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly object _gate = new();
        private int _next = -1;
        private int _finished;
        private volatile Exception? _failure;
        private bool _isDone;

        public async ValueTask RunAsync(IOBehavior ioBehavior)
        {
            for (var worker = 1; worker < Math.Min(shards.Length, Environment.ProcessorCount); worker++)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            Execute();
            if (ioBehavior == IOBehavior.Synchronous)
                WaitForAll();
            else
                await _done.Task.ConfigureAwait(false);
            if (_failure is { } failure)
                ExceptionDispatchInfo.Throw(failure);
        }

        /// <summary>Takes shards until none is left. Done means every shard, not every worker: a busy thread pool never holds the caller up.</summary>
        public void Execute()
        {
            for (int index; (index = Interlocked.Increment(ref _next)) < shards.Length;)
            {
                if (_failure is null)
                    Start(shards[index]);
                if (Interlocked.Increment(ref _finished) == shards.Length)
                    SayDone();
            }
        }

        private void SayDone()
        {
            _done.TrySetResult();
            lock (_gate)
            {
                _isDone = true;
                Monitor.PulseAll(_gate);
            }
        }

        private void WaitForAll()
        {
            lock (_gate)
            {
                while (!_isDone)
                    Monitor.Wait(_gate);
            }
        }

        private void Start(OpenedShard shard)
        {
            try
            {
                shard.Start(inputs, deadline, cancellationToken);
            }
#pragma warning disable CA1031 // whatever a worker meets is thrown again on the caller's thread
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
            }
        }
    }
}
