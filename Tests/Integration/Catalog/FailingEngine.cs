using ShardClient.Backends;
using ShardClient.Catalog.Metadata;
using ShardClient.Topology;
using ShardClient.Values;

namespace ShardClient.Tests.Integration.Catalog;

/// <summary>Real files behind sessions that die before the n-th statement that the condition meets: what a crash leaves, without one.</summary>
internal sealed class FailingEngine(Func<int, string, bool> condition, int after = 0) : FileEngine
{
    private int _met;

    /// <summary>Once dead, nothing is sent any more, as after kill -9.</summary>
    public bool IsDead { get; private set; }

    public override ShardPool Open(ShardDefinition shard, ClusterMetadata metadata) => new FailingPool(base.Open(shard, metadata), this);

    private void Pass(int shard, string text)
    {
        if (!IsDead && condition(shard, text) && _met++ >= after)
            IsDead = true;
        if (IsDead)
            throw new ShardException(ShardErrorCode.ShardUnavailable, "The process died here.");
    }

    private sealed class FailingPool(ShardPool inner, FailingEngine engine) : ShardPool
    {
        public override int Shard => inner.Shard;

        public override async ValueTask<ShardSession> RentAsync(
            SessionAccess access, object? owner, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
            new FailingSession(await inner.RentAsync(access, owner, ioBehavior, deadline, cancellationToken), engine);

        public override void Return(ShardSession session) => inner.Return(((FailingSession)session).Inner);

        public override void CloseIdle() => inner.CloseIdle();

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class FailingSession(ShardSession inner, FailingEngine engine) : ShardSession
    {
        public ShardSession Inner => inner;

        public override int Shard => inner.Shard;

        public override SessionAccess Access => inner.Access;

        public override string ServerVersion => inner.ServerVersion;

        public override bool IsUsable => inner.IsUsable;

        public override long LastInsertId
        {
            get => inner.LastInsertId;
            set => inner.LastInsertId = value;
        }

        public override bool InTransaction => inner.InTransaction;

        public override bool EnforcesForeignKeys
        {
            get => inner.EnforcesForeignKeys;
            set => inner.EnforcesForeignKeys = value;
        }

        public override ValueTask<SessionResult> ExecuteAsync(
            SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
        {
            engine.Pass(inner.Shard, statement.Text);
            return inner.ExecuteAsync(statement, inputs, ioBehavior, deadline, cancellationToken);
        }

        public override ValueTask CopyInAsync(string create, string insert, string finish, RowCursor rows, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
            inner.CopyInAsync(create, insert, finish, rows, ioBehavior, cancellationToken);

        public override void Interrupt() => inner.Interrupt();

        public override void Abandon() => inner.Abandon();

        public override bool IsIdle => inner.IsIdle;

        public override void Retire() => inner.Retire();

        public override ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
