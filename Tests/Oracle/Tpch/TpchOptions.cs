using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>The command line of <c>Oracle tpch</c>.</summary>
internal sealed class TpchOptions
{
    public const string Usage = """
        usage: Oracle tpch [--scale 0.01] [--shards 4] [--check] [--plans FOLDER] [--time] [--explain] [--query N] [--strict] [--accept] [--keep FOLDER] [--server CONNECTION]
          --check    every answer is compared with the one of one plain database
          --time     both sides in turns, the median of three; memory
          --explain  what each shard is sent
          --plans    what --explain shows is compared with the files of FOLDER
          --accept   and written there
          --strict   a refused query fails the check
          --keep     the data stay in FOLDER for the next run
          --server   on databases of this MySQL or MariaDB server, tpch_plain and tpch_s0, tpch_s1 ...; they exist, empty or loaded before
        The exit code is 1 when an answer is wrong or a plan another than kept.
        """;

    public double Scale { get; private set; } = 0.01;

    public int Shards { get; private set; } = 4;

    public bool Check { get; private set; }

    public bool Time { get; private set; }

    public bool Explain { get; private set; }

    public bool Accept { get; private set; }

    public bool Strict { get; private set; }

    public int? Query { get; private set; }

    public string? Plans { get; private set; }

    public string? Keep { get; private set; }

    /// <summary>A connection string without a database; null for SQLite files.</summary>
    public string? Server { get; private set; }

    /// <returns>Null when the line is not one of this command.</returns>
    public static TpchOptions? Read(string[] args)
    {
        var options = new TpchOptions();
        for (var index = 0; index < args.Length; index++)
        {
            if (options.Switch(args[index]))
                continue;
            if (index + 1 == args.Length || !options.Value(args[index], args[index + 1]))
                return null;
            index++;
        }

        return options.Check || options.Time || options.Explain || options.Plans is not null ? options : null;
    }

    private bool Switch(string name) => name switch
    {
        "--check" => Check = true,
        "--time" => Time = true,
        "--explain" => Explain = true,
        "--accept" => Accept = true,
        "--strict" => Strict = true,
        _ => false,
    };

    private bool Value(string name, string text)
    {
        switch (name)
        {
            case "--scale" when double.TryParse(text, CultureInfo.InvariantCulture, out var scale) && scale is > 0 and <= 100:
                Scale = scale;
                return true;
            case "--shards" when int.TryParse(text, CultureInfo.InvariantCulture, out var shards) && shards > 0:
                Shards = shards;
                return true;
            case "--query" when int.TryParse(text, CultureInfo.InvariantCulture, out var query) && query is >= 1 and <= 22:
                Query = query;
                return true;
            case "--plans":
                Plans = text;
                return true;
            case "--server":
                Server = text;
                return true;
            case "--keep":
                Keep = text;
                return true;
            default:
                return false;
        }
    }
}
