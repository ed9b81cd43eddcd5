using System.Runtime.ExceptionServices;
using ShardClient.Values;

namespace ShardClient.Backends;

/// <summary>
/// Makes and fills temporary tables in a session of a MySQL or MariaDB server. Meanwhile the session reads literals in one known way and keeps every value as it
/// is given: whoever is done with it has it switched back.
/// </summary>
internal sealed class ServerTableWriting(ShardSession session, Deadline deadline)
{
    private const string Ours = "sql_mode='STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_ENGINE_SUBSTITUTION',time_zone='+00:00'";

    // Somebody has no right to it; it is too late for it, inside a transaction or beside a temporary table.
    private static readonly int[] Refusals = [1227, 1559, 1560, 1568, 1679, 1686];

    private static readonly SessionStatement Settings = Unplanned("SELECT @@session.sql_mode,@@session.time_zone,@@log_bin,@@session.binlog_format,@@max_allowed_packet");
    private static readonly SessionStatement LogRows = Unplanned("SET SESSION binlog_format='ROW'");
    private static readonly SessionStatement ToWrite = Unplanned($"SET SESSION {Ours}");

    private SessionStatement? _toAsk;
    private bool _writes;

    /// <summary>The largest statement that the server takes.</summary>
    public long MaximumPacket { get; private set; }

    /// <summary>Begins to write, or ends it.</summary>
    /// <exception cref="ShardException">NotSupported: the temporary tables would go to the server's replicas.</exception>
    public async ValueTask SwitchAsync(bool writes, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        if (_writes == writes)
            return;
        if (_toAsk is null)
            await LearnAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
        await RunAsync(writes ? ToWrite : _toAsk!, ioBehavior, cancellationToken).ConfigureAwait(false);
        _writes = writes;
    }

    public ValueTask RunAsync(string text, IOBehavior ioBehavior, CancellationToken cancellationToken) => RunAsync(Unplanned(text), ioBehavior, cancellationToken);

    /// <summary>Runs a text in several sessions: all servers are asked before the first one's answer is waited for.</summary>
    public static async ValueTask RunAsync(IReadOnlyList<ServerTableWriting> writings, string text, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var statement = Unplanned(text);
        var asked = new List<ServerTableWriting>();
        Exception? failure = null;
        foreach (var writing in writings)
        {
            try
            {
                if (failure is null && await writing.TrySendAsync(statement, ioBehavior, cancellationToken).ConfigureAwait(false))
                    asked.Add(writing);
                else if (failure is null)
                    await writing.RunAsync(statement, ioBehavior, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failed) when (failed is ShardException or OperationCanceledException)
            {
                failure = failed;
            }
        }

        foreach (var writing in asked)
        {
            try
            {
                await writing.ReceiveAsync(ioBehavior).ConfigureAwait(false);
            }
            catch (Exception failed) when (failed is ShardException or OperationCanceledException)
            {
                failure ??= failed;
            }
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private ValueTask<bool> TrySendAsync(SessionStatement statement, IOBehavior ioBehavior, CancellationToken cancellationToken) =>
        session.TrySendAsync(statement, default, ioBehavior, deadline, cancellationToken);

    private async ValueTask ReceiveAsync(IOBehavior ioBehavior)
    {
        var result = await session.ReceiveAsync(ioBehavior).ConfigureAwait(false);
        await result.LeaveAsync(ioBehavior).ConfigureAwait(false);
    }

    private static SessionStatement Unplanned(string text) => new(text, [], Reusable: false) { IsPlanned = false };

    private async ValueTask LearnAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        bool logsText;
        var answer = await session.ExecuteAsync(Settings, default, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            await answer.ReadAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
            _toAsk = Unplanned($"SET SESSION sql_mode='{answer.GetText(0)}',time_zone='{answer.GetText(1)}'");
            logsText = answer.GetInteger(2) != 0 && !answer.GetText(3).Equals("ROW", StringComparison.OrdinalIgnoreCase);
            MaximumPacket = answer.GetInteger(4);
        }
        finally
        {
            await answer.LeaveAsync(ioBehavior).ConfigureAwait(false);
        }

        if (logsText)
            await LogRowsAsync(ioBehavior, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Statements on temporary tables are written to a binary log of statements, and run on the replicas again.</summary>
    private async ValueTask LogRowsAsync(IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(LogRows, ioBehavior, cancellationToken).ConfigureAwait(false);
        }
        catch (ShardException refused) when (Refusals.Contains(refused.EngineErrorCode))
        {
            throw new ShardException(
                ShardErrorCode.NotSupported,
                "Rows of several shards would have to come together in temporary tables, which the server would write to its binary log statement by statement.",
                "Set binlog_format=ROW on the servers, grant the user the right to set it (BINLOG ADMIN), or name the sharding key so that one shard answers.",
                refused);
        }
    }

    private ValueTask RunAsync(SessionStatement statement, IOBehavior ioBehavior, CancellationToken cancellationToken) => RunAsync(statement, default, ioBehavior, cancellationToken);

    public async ValueTask RunAsync(SessionStatement statement, ReadOnlyMemory<Value> inputs, IOBehavior ioBehavior, CancellationToken cancellationToken)
    {
        var result = await session.ExecuteAsync(statement, inputs, ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
        await result.LeaveAsync(ioBehavior).ConfigureAwait(false);
    }
}
