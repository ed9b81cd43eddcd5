using System.Globalization;

namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary><c>Oracle sqllogic [--shards N] [--files N] [--details N] [--strict] PATH...</c>: runs files of sqllogictest over a cluster.</summary>
internal static class SqlLogicCommand
{
    private const string Usage = """
        usage: Oracle sqllogic [--shards 4] [--files N] [--details 10] [--plain] [--strict] PATH...
          PATH       a file in the format of sqllogictest, or a folder of *.test files
          --files    at most N files of each PATH, spread over it
          --details  how many wrong answers are printed with what was expected
          --plain    one SQLite database instead of a cluster: tries the runner and the corpus
          --strict   a refused statement fails too, and an answer that today's SQLite gives but not the script or in another order
        The exit code is 1 when an answer is wrong.
        """;

    public static Task<int> RunAsync(string[] args)
    {
        if (!TryRead(args, out var options))
        {
            Console.Error.WriteLine(Usage);
            return Task.FromResult(2);
        }

        var total = new Tally();
        foreach (var path in options.Paths)
        {
            foreach (var file in Files(path, options.FilesPerPath))
            {
                using ITestedDatabase database = options.Plain ? new PlainDatabase() : new ClusterDatabase(options.Shards);
                var tally = new ScriptRunner(database, file).Run();
                TallyPrinter.PrintFile(file, tally);
                total.Add(tally);
            }
        }

        TallyPrinter.PrintTotal(total, options.Details);
        var fails = total.Wrong > 0 || total.Run == 0 || (options.Strict && total.Passed < total.Run);
        return Task.FromResult(fails ? 1 : 0);
    }

    private static IEnumerable<string> Files(string path, int most)
    {
        if (!Directory.Exists(path))
            return [path];
        var all = Directory.GetFiles(path, "*.test", SearchOption.AllDirectories);
        Array.Sort(all, StringComparer.Ordinal);
        return all.Length <= most ? all : Enumerable.Range(0, most).Select(index => all[(int)((long)index * all.Length / most)]);
    }

    private static bool TryRead(string[] args, out SqlLogicOptions options)
    {
        options = new SqlLogicOptions();
        for (var index = 0; index < args.Length; index++)
        {
            switch (args[index])
            {
                case "--plain":
                    options.Plain = true;
                    break;
                case "--strict":
                    options.Strict = true;
                    break;
                case "--shards" or "--files" or "--details" when index + 1 < args.Length:
                    if (!int.TryParse(args[index + 1], CultureInfo.InvariantCulture, out var number) || number < 0)
                        return false;
                    options.Set(args[index++], number);
                    break;
                case ['-', ..]:
                    return false;
                default:
                    options.Paths.Add(args[index]);
                    break;
            }
        }

        return options.Paths.Count > 0;
    }

    private sealed class SqlLogicOptions
    {
        public List<string> Paths { get; } = [];

        public int Shards { get; private set; } = 4;

        public int FilesPerPath { get; private set; } = int.MaxValue;

        public int Details { get; private set; } = 10;

        public bool Plain { get; set; }

        public bool Strict { get; set; }

        public void Set(string name, int value) => _ = name switch
        {
            "--shards" => Shards = value,
            "--files" => FilesPerPath = value,
            _ => Details = value,
        };
    }
}
