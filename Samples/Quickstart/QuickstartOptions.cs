using ShardClient.Samples.Quickstart.FromDatabase;

namespace ShardClient.Samples.Quickstart;

/// <summary>What was asked on the command line.</summary>
/// <param name="Keep">Use the cluster of the last run instead of making a new one.</param>
/// <param name="Csv">A file to load instead of the sample's own data.</param>
/// <param name="Table">The table to load it into.</param>
/// <param name="Key">The column that decides a row's shard.</param>
/// <param name="From">A database to load instead of the sample's own data.</param>
/// <param name="MySql">Shards on MariaDB servers that are started for it, instead of SQLite files.</param>
/// <param name="Wait">Leave those servers running until the person ends them.</param>
internal sealed record QuickstartOptions(
    bool Keep = false, string? Csv = null, string? Table = null, string? Key = null, FromOptions? From = null, bool MySql = false, bool Wait = false)
{
    public const string Usage = """
        dotnet run --project Samples/Quickstart [-- options]

        Makes a cluster of four shards, loads it and queries it.

          --keep           use the cluster of the last run instead of a new one
          --mysql          shards on MariaDB servers, which are started for it and stopped at the end
          --wait           with --mysql: the servers run until Ctrl+C, for a program of your own

          --csv FILE       load your own data: a header line, then rows; types are found from the values
          --table NAME     the table to load it into
          --key COLUMN     the column that decides on which shard a row lives

          --from FILE             load your own SQLite database, which is only read; a place is proposed for each table
          --shard TABLE=COLUMN    shard this table by this column instead
          --reference TABLE       copy this table to every shard instead
          --single TABLE          keep this table on one shard instead
          --shards NUMBER         how many shards (4)
          --dry-run               print what is proposed and what cannot be kept, and do nothing
          --strict                a view that the cluster cannot answer is a failure too
        """;

    /// <exception cref="UsageException">The arguments are not those of <see cref="Usage"/>.</exception>
    public static QuickstartOptions Parse(string[] arguments)
    {
        var options = new QuickstartOptions();
        var from = new FromOptionsReader();
        for (var index = 0; index < arguments.Length; index++)
        {
            var argument = arguments[index];
            if (argument is "--keep" or "--mysql" or "--wait")
                options = options.With(argument);
            else if (from.ReadFlag(argument))
                continue;
            else if (argument is "--csv" or "--table" or "--key" || FromOptionsReader.TakesValue(argument))
                options = options.With(argument, ValueAfter(arguments, ref index), from);
            else
                throw new UsageException($"'{argument}' is not an option.");
        }

        return (options with { From = from.Read() }).Checked();
    }

    private QuickstartOptions With(string flag) => flag switch
    {
        "--keep" => this with { Keep = true },
        "--mysql" => this with { MySql = true },
        _ => this with { Wait = true },
    };

    private QuickstartOptions With(string option, string value, FromOptionsReader from)
    {
        switch (option)
        {
            case "--csv":
                return this with { Csv = value };
            case "--table":
                return this with { Table = value };
            case "--key":
                return this with { Key = value };
            default:
                from.Read(option, value);
                return this;
        }
    }

    private QuickstartOptions Checked()
    {
        if (From is not null && (Keep || Csv is not null))
            throw new UsageException($"--from makes a new cluster of its own: leave {(Keep ? "--keep" : "--csv")} out.");
        if (MySql && (From is not null || Csv is not null))
            throw new UsageException($"--mysql loads the sample's own data: leave {(From is null ? "--csv" : "--from")} out.");
        if (Wait && !MySql)
            throw new UsageException("--wait goes with --mysql.");
        if (Csv is not null && (Table is null || Key is null))
            throw new UsageException("--csv needs --table NAME and --key COLUMN.");
        if (Csv is null && (Table is not null || Key is not null))
            throw new UsageException("--table and --key go with --csv FILE.");
        return this;
    }

    private static string ValueAfter(string[] arguments, ref int index) => index + 1 < arguments.Length
        ? arguments[++index]
        : throw new UsageException($"{arguments[index]} needs a value.");
}

/// <summary>Something the person at the keyboard can put right; shown without a stack trace.</summary>
internal sealed class UsageException(string message) : Exception(message);
