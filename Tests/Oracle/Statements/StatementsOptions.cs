using System.Globalization;

namespace ShardClient.Tests.Oracle.Statements;

/// <summary>What the command line says.</summary>
internal sealed record StatementsOptions
{
    public const string Usage = """
        usage: Oracle [--count N] [--seed S] [--seeds K] [--shards N] [--minutes M] [--scenario I] [--keep-going] [--no-constructs] [--show]
          --count N         statements to run (default 20000)
          --seed S          the seed (default: a new one, printed)
          --seeds K         so many seeds from S on share the statements (default 1)
          --shards N        shards of every cluster (default: 1, 2, 4 and 7 in turn)
          --minutes M       stop after so many minutes
          --scenario I      begin with that scenario of the seed, as a failure names it
          --keep-going      do not stop after 20 failures
          --no-constructs   leave out the table of constructs
          --show            print the statements that the plain database refuses
        """;

    public long Count { get; private init; } = 20_000;

    public int Seed { get; private init; } = Environment.TickCount & 0xFFFFFF;

    public int Seeds { get; private init; } = 1;

    public int? Shards { get; private init; }

    public TimeSpan Limit { get; private init; } = TimeSpan.MaxValue;

    public int Scenario { get; private init; }

    public int MaxFailures { get; private init; } = 20;

    public bool WithConstructs { get; private init; } = true;

    public bool ShowsInvalid { get; private init; }

    /// <summary>Null when the arguments make no sense.</summary>
    public static StatementsOptions? Read(string[] args)
    {
        var options = new StatementsOptions();
        for (var index = 0; index < args.Length; index++)
        {
            StatementsOptions? next = args[index] switch
            {
                "--keep-going" => options with { MaxFailures = int.MaxValue },
                "--no-constructs" => options with { WithConstructs = false },
                "--show" => options with { ShowsInvalid = true },
                var name when index + 1 < args.Length && int.TryParse(args[index + 1], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => options.With(name, number),
                _ => null,
            };
            if (next is null)
                return null;
            index += args[index] is "--keep-going" or "--no-constructs" or "--show" ? 0 : 1;
            options = next;
        }

        return options;
    }

    /// <summary>The options of one of the seeds: it goes on until the whole run has so many statements.</summary>
    public StatementsOptions Of(int index) => this with { Seed = Seed + index, Count = Count * (index + 1) / Seeds };

    private StatementsOptions? With(string name, int number) => name switch
    {
        "--count" => this with { Count = number },
        "--seed" => this with { Seed = number },
        "--seeds" when number > 0 => this with { Seeds = number },
        "--shards" => this with { Shards = number },
        "--minutes" => this with { Limit = TimeSpan.FromMinutes(number) },
        "--scenario" => this with { Scenario = number },
        _ => null,
    };
}
