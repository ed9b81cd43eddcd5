namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>An answer that is not the one of the script.</summary>
internal sealed record WrongAnswer(string File, ScriptRecord Record, string Expected, string Got);

/// <summary>How the records of scripts fared.</summary>
internal sealed class Tally
{
    public int Files { get; private set; }

    public int Passed { get; set; }

    public int Wrong => WrongAnswers.Count;

    public int Refused => RefusedByReason.Values.Sum();

    /// <summary>Records that today's SQLite answers as the cluster does and not as the script: it was written for an older one.</summary>
    public int Outdated { get; set; }

    /// <summary>Records after a refused statement, without which their answers mean nothing.</summary>
    public int NotRun { get; set; }

    public int LocalUniqueKeys { get; set; }

    public int OtherwisePlaced { get; set; }

    public TimeSpan Elapsed { get; set; }

    public List<WrongAnswer> WrongAnswers { get; } = [];

    public SortedDictionary<string, int> RefusedByReason { get; } = new(StringComparer.Ordinal);

    public int Run => Passed + Wrong + Refused + Outdated;

    public void AddRefusal(string reason) => RefusedByReason[reason] = RefusedByReason.GetValueOrDefault(reason) + 1;

    /// <summary>Adds the tally of one file.</summary>
    public void Add(Tally file)
    {
        Files++;
        Passed += file.Passed;
        Outdated += file.Outdated;
        NotRun += file.NotRun;
        LocalUniqueKeys += file.LocalUniqueKeys;
        OtherwisePlaced += file.OtherwisePlaced;
        Elapsed += file.Elapsed;
        WrongAnswers.AddRange(file.WrongAnswers);
        foreach (var (reason, count) in file.RefusedByReason)
            RefusedByReason[reason] = RefusedByReason.GetValueOrDefault(reason) + count;
    }
}
