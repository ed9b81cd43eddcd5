using System.Data.Common;
using ShardClient.Backends.Pooling;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>
/// The sessions to one server over a driver, on the same shelf and by the same rules as our own; the driver's pool is not used (its connections are opened
/// with it off where it has one), so a connection that is closed is closed.
/// </summary>
internal sealed class AdoNetPool(AdoNetEndpoint endpoint, AdoNetSessionOptions options, SessionVerifier? verifier = null)
    : ShelfPool<AdoNetSession>(endpoint.Shard, endpoint.Name, options, verifier)
{
    public override EngineKind Engine => endpoint.Dialect.Engine;

    protected override ValueTask<AdoNetSession> OpenSessionAsync(IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken) =>
        OpenAsync(endpoint, options, SessionAccess.Write, ioBehavior, deadline, cancellationToken);

    /// <summary>Opens a connection of the driver's.</summary>
    /// <exception cref="ShardException">ShardUnavailable: no server there, or not in time, or it refuses the user.</exception>
    public static async ValueTask<AdoNetSession> OpenAsync(
        AdoNetEndpoint endpoint, AdoNetSessionOptions options, SessionAccess access, IOBehavior ioBehavior, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (deadline.HasPassed)
            throw AdoNetErrors.Timeout(endpoint);
        var connection = endpoint.Factory.CreateConnection() ?? throw AdoNetErrors.Refused(
            endpoint, ShardErrorCode.InvalidConfiguration, $"the driver {endpoint.Driver} makes no connections.", "Use another one.");
        try
        {
            connection.ConnectionString = endpoint.ConnectionString;
            if (ioBehavior == IOBehavior.Synchronous)
                connection.Open();
            else
                await OpenInTimeAsync(connection, deadline, cancellationToken).ConfigureAwait(false);
            var session = new AdoNetSession(connection, endpoint, access, options);
            await session.LearnModeAsync(ioBehavior, deadline, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception failure)
        {
            connection.Dispose();
            if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw AdoNetErrors.Unavailable(failure, endpoint);
            if (failure is OperationCanceledException || !(AdoNetErrors.IsDrivers(failure) || failure is ArgumentException))
                throw;
            throw AdoNetErrors.From(failure, endpoint, isLost: true);
        }
    }

    // A blocking Open is bounded by the connection string's own time-out alone.
    private static async ValueTask OpenInTimeAsync(DbConnection connection, Deadline deadline, CancellationToken cancellationToken)
    {
        if (deadline.IsNever)
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(deadline.Remaining);
        await connection.OpenAsync(limited.Token).ConfigureAwait(false);
    }
}
