using Xunit;

namespace ShardClient.Tests.Integration.Samples;

/// <summary>Runs the sample as a person does, in a folder of its own.</summary>
public sealed class QuickstartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shardclient-quickstart-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_loads_and_queries_a_cluster_and_keeps_it_when_asked()
    {
        var first = Run();
        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Contains("110,013 rows", first.Output, StringComparison.Ordinal);
        Assert.Contains("all 4 shards", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', first.Output);

        var second = Run("--keep");
        Assert.Equal((0, ""), (second.ExitCode, second.Errors));
        Assert.DoesNotContain("110,013 rows", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_loads_a_file_of_ones_own_typed_from_its_rows()
    {
        var file = Write("id,name,zip,height,born,note\r\n"
            + "1,\"Miller, Anna\",01234,1.5,2001-02-03,\"two\r\nlines\"\r\n"
            + "2,\"Pat \"\"P\"\" Low\",99999,2,2002-03-04,\r\n"
            + "3,Li,00001,,2003-04-05,x");
        var run = Run("--csv", file, "--table", "people", "--key", "id");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        foreach (var column in new[] { "\"id\" INTEGER", "\"name\" TEXT", "\"zip\" TEXT", "\"height\" REAL", "\"born\" DATE", "\"note\" TEXT" })
            Assert.Contains(column, run.Output, StringComparison.Ordinal);
        Assert.Contains("Miller, Anna", run.Output, StringComparison.Ordinal);
        Assert.Contains("Pat \"P\" Low", run.Output, StringComparison.Ordinal);
        Assert.Contains("01234", run.Output, StringComparison.Ordinal);
        Assert.Contains("two lines", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "c", "has no column 'c'")]
    [InlineData("a,b\n1,2,3\n", "a", "Line 2 has 3 fields; the header has 2")]
    [InlineData("a,b\n1,\"open\n", "a", "line 2 is never closed")]
    [InlineData("a,b\n\"1\"x,2\n", "a", "follows a closing quote")]
    [InlineData("a,A\n1,2\n", "a", "names the column 'A' twice")]
    [InlineData("a,b\n1.5,2\n", "a", "holds fractions")]
    [InlineData("a,b\n", "a", "no rows")]
    [InlineData("", "a", "is empty")]
    public void A_file_that_cannot_be_loaded_is_refused_with_what_is_wrong(string text, string key, string message)
    {
        var run = Run("--csv", Write(text), "--table", "t", "--key", key);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus", "'--bogus' is not an option")]
    [InlineData("--csv", "--csv needs a value")]
    [InlineData("--table t", "go with --csv")]
    [InlineData("--csv nowhere.csv --table t --key k", "There is no file nowhere.csv")]
    public void Wrong_arguments_are_answered_with_the_usage(string arguments, string message)
    {
        var run = Run(arguments.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.Contains("--key COLUMN", run.Output, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        var file = Path.Combine(_folder.FullName, "data.csv");
        File.WriteAllText(file, text);
        return file;
    }

    private QuickstartRun Run(params string[] arguments) => QuickstartRun.In(_folder, arguments);
}
