namespace ShardClient.Samples.Quickstart;

/// <summary>What was asked on the command line.</summary>
/// <param name="Keep">Use the cluster of the last run instead of making a new one.</param>
/// <param name="Csv">A file to load instead of the sample's own data.</param>
/// <param name="Table">The table to load it into.</param>
/// <param name="Key">The column that decides a row's shard.</param>
internal sealed record QuickstartOptions(bool Keep = false, string? Csv = null, string? Table = null, string? Key = null)
{
    public const string Usage = """
        dotnet run --project Samples/Quickstart [-- options]

        Makes a cluster of four shards, loads it and queries it.

          --keep           use the cluster of the last run instead of a new one
          --csv FILE       load your own data: a header line, then rows; types are found from the values
          --table NAME     the table to load it into
          --key COLUMN     the column that decides on which shard a row lives
        """;

    /// <exception cref="UsageException">The arguments are not those of <see cref="Usage"/>.</exception>
    public static QuickstartOptions Parse(string[] arguments)
    {
        var options = new QuickstartOptions();
        for (var index = 0; index < arguments.Length; index++)
        {
            options = arguments[index] switch
            {
                "--keep" => options with { Keep = true },
                "--csv" => options with { Csv = ValueAfter(arguments, ref index) },
                "--table" => options with { Table = ValueAfter(arguments, ref index) },
                "--key" => options with { Key = ValueAfter(arguments, ref index) },
                var other => throw new UsageException($"'{other}' is not an option."),
            };
        }

        if (options.Csv is not null && (options.Table is null || options.Key is null))
            throw new UsageException("--csv needs --table NAME and --key COLUMN.");
        if (options.Csv is null && (options.Table is not null || options.Key is not null))
            throw new UsageException("--table and --key go with --csv FILE.");
        return options;
    }

    private static string ValueAfter(string[] arguments, ref int index) => index + 1 < arguments.Length
        ? arguments[++index]
        : throw new UsageException($"{arguments[index]} needs a value.");
}

/// <summary>Something the person at the keyboard can put right; shown without a stack trace.</summary>
internal sealed class UsageException(string message) : Exception(message);
