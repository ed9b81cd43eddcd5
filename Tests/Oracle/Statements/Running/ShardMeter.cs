using System.Diagnostics.Metrics;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>Hears from the product's meter how many shards a statement ran on.</summary>
internal sealed class ShardMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _most;

    public ShardMeter()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Name: "shardclient.operation.shards", Meter.Name: "ShardClient" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, shards, _, _) => _most = Math.Max(_most, shards));
        _listener.Start();
    }

    /// <summary>The most shards of any statement since the last call.</summary>
    public long Take() => Interlocked.Exchange(ref _most, 0);

    public void Dispose() => _listener.Dispose();
}
