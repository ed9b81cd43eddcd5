using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ShardClient.Tests.Unit.Diagnostics;

/// <summary>The activities of one cluster: sources are shared by the process, and tests run side by side.</summary>
internal sealed class RecordedActivities : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    public RecordedActivities(string cluster)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "ShardClient",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("db.namespace"), cluster))
                    _ended.Enqueue(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<Activity> Ended => _ended;

    public void Dispose() => _listener.Dispose();
}

/// <summary>The measurements that carry one tag's value.</summary>
internal sealed class RecordedMeasurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _all = new();

    public RecordedMeasurements(string tag, string value)
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ShardClient")
                listener.EnableMeasurementEvents(instrument);
        };
        void Record(Instrument instrument, double measured, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var text = string.Join(' ', tags.ToArray().Select(pair => $"{pair.Key}={pair.Value}"));
            if (text.Split(' ').Contains($"{tag}={value}"))
                _all.Enqueue((instrument.Name, measured, text));
        }

        _listener.SetMeasurementEventCallback<double>((instrument, measured, tags, _) => Record(instrument, measured, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, measured, tags, _) => Record(instrument, measured, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, measured, tags, _) => Record(instrument, measured, tags));
        _listener.Start();
    }

    public double Single(string instrument, string tag = "") =>
        _all.Single(measurement => measurement.Instrument == instrument && measurement.Tags.Contains(tag, StringComparison.Ordinal)).Value;

    public bool Has(string instrument) => _all.Any(measurement => measurement.Instrument == instrument);

    public void Collect() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();
}
