using System.Globalization;

namespace ShardClient.Tests.Oracle.Servers;

/// <summary>What the command line says.</summary>
internal sealed record ServersOptions
{
    public const string Usage = """
        usage: Oracle servers --server CONNECTION [--count N] [--seed S] [--shards N] [--minutes M] [--scenario I] [--mysql] [--keep-going] [--no-constructs] [--show]
          --server CONNECTION  a server that has oracle_plain, and for each number N of shards oracle_N_s0, oracle_N_s1, ...
          --count N            statements to run (default 20000)
          --seed S             the seed (default: a new one, printed)
          --shards N           shards of every cluster, 7 at most (default: 1, 2, 4 and 7 in turn)
          --minutes M          stop after so many minutes
          --scenario I         begin with that scenario of the seed, as a failure names it
          --mysql              the collations of MySQL 8 and later instead of MariaDB's
          --keep-going         do not stop after 20 failures
          --no-constructs      leave out the table of constructs
          --show               print the statements that the plain database refuses
        """;

    private static readonly string[] Switches = ["--mysql", "--keep-going", "--no-constructs", "--show"];

    public string Server { get; private init; } = "";

    public long Count { get; private init; } = 20_000;

    public int Seed { get; private init; } = Environment.TickCount & 0xFFFFFF;

    public int? Shards { get; private init; }

    public TimeSpan Limit { get; private init; } = TimeSpan.MaxValue;

    public int Scenario { get; private init; }

    public long MostFailures { get; private init; } = 20;

    public bool WithConstructs { get; private init; } = true;

    public bool ShowsInvalid { get; private init; }

    public IReadOnlyList<string> Collations { get; private init; } = ["utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_bin", "utf8mb4_uca1400_ai_ci", "utf8mb4_general_nopad_ci"];

    /// <summary>Null when the arguments make no sense.</summary>
    public static ServersOptions? Read(string[] args)
    {
        var options = new ServersOptions();
        for (var index = 0; index < args.Length; index++)
        {
            var isSwitch = Switches.Contains(args[index]);
            var value = isSwitch ? "" : args.ElementAtOrDefault(index + 1);
            if (value is null || options.With(args[index], value) is not { } next)
                return null;
            (options, index) = (next, isSwitch ? index : index + 1);
        }

        return options.Server.Length == 0 ? null : options;
    }

    private ServersOptions? With(string name, string value) => (name, int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)) switch
    {
        ("--server", _) => this with { Server = value },
        ("--mysql", _) => this with { Collations = ["utf8mb4_general_ci", "utf8mb4_unicode_ci", "utf8mb4_bin", "utf8mb4_0900_ai_ci", "utf8mb4_0900_as_cs"] },
        ("--keep-going", _) => this with { MostFailures = long.MaxValue },
        ("--no-constructs", _) => this with { WithConstructs = false },
        ("--show", _) => this with { ShowsInvalid = true },
        ("--count", true) => this with { Count = number },
        ("--seed", true) => this with { Seed = number },
        ("--shards", true) when number is >= 1 and <= 7 => this with { Shards = number },
        ("--minutes", true) => this with { Limit = TimeSpan.FromMinutes(number) },
        ("--scenario", true) => this with { Scenario = number },
        _ => null,
    };
}
