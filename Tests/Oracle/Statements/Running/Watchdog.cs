using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Running;

/// <summary>Ends the process with a word when a statement runs far past its own deadline, on whichever of the databases that are asked one after the other: a hang is a failure.</summary>
internal sealed class Watchdog : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds((4 * Database.DeadlineSeconds) + 15);

    private readonly Timer _timer;
    private readonly int _seed;
    private (int Scenario, int Number, SqlText Text)? _current;
    private long _since;

    public Watchdog(int seed)
    {
        _seed = seed;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Begin(int scenario, int number, SqlText text)
    {
        lock (_timer)
            (_current, _since) = ((scenario, number, text), Environment.TickCount64);
    }

    public void End()
    {
        lock (_timer)
            _current = null;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_timer)
        {
            if (_current is not { } current || Environment.TickCount64 - _since < Patience.TotalMilliseconds)
                return;
            Console.WriteLine($"HANG: seed {_seed}, scenario {current.Scenario}, statement {current.Number}\n{current.Text}");
            Console.WriteLine("1 statements, 1 wrong, 0 refused");
            Environment.Exit(1);
        }
    }
}
