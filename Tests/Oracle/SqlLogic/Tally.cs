namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>How the records of scripts fared.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, Refusals> _refused = [];

    public int Files { get; private set; }

    public int Passed { get; set; }

    public int Wrong => WrongAnswers.Count;

    public int Refused => _refused.Values.Sum(static refusals => refusals.Count);

    /// <summary>Records that today's SQLite answers as the cluster does and not as the script: it was written for an older one.</summary>
    public int Outdated { get; set; }

    /// <summary>Records whose group_concat() has the right rows in another order, where none is asked for.</summary>
    public int Reordered { get; set; }

    /// <summary>Records after a refused statement, without which their answers mean nothing.</summary>
    public int NotRun { get; set; }

    public int LocalUniqueKeys { get; set; }

    public int OtherwisePlaced { get; set; }

    public TimeSpan Elapsed { get; set; }

    public List<WrongAnswer> WrongAnswers { get; } = [];

    /// <summary>The most frequent first.</summary>
    public IEnumerable<Refusals> RefusedByReason => _refused.Values.OrderByDescending(static refusals => refusals.Count);

    public int Run => Passed + Wrong + Refused + Outdated + Reordered;

    public void Add(Refusals more) =>
        _refused[more.Reason] = _refused.TryGetValue(more.Reason, out var known) ? known with { Count = known.Count + more.Count } : more;

    /// <summary>Adds the tally of one file.</summary>
    public void Add(Tally file)
    {
        Files++;
        Passed += file.Passed;
        Outdated += file.Outdated;
        Reordered += file.Reordered;
        NotRun += file.NotRun;
        LocalUniqueKeys += file.LocalUniqueKeys;
        OtherwisePlaced += file.OtherwisePlaced;
        Elapsed += file.Elapsed;
        WrongAnswers.AddRange(file.WrongAnswers);
        foreach (var refusals in file.RefusedByReason)
            Add(refusals);
    }
}
