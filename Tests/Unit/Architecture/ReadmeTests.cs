using ShardClient.Options;
using Xunit;

namespace ShardClient.Tests.Unit.Architecture;

public sealed class ReadmeTests
{
    private const string Head = "| Key | Default | Takes | Meaning |\n| --- | --- | --- | --- |\n";

    [Fact]
    public void The_table_of_connection_keys_is_that_of_the_code()
    {
        var expected = string.Concat(ConnectionOptions.All.Select(Row));
        var readme = Repository.Read("README.md").ReplaceLineEndings("\n");
        var start = readme.IndexOf(Head, StringComparison.Ordinal);
        Assert.True(start >= 0, $"README.md has no table that begins with\n{Head}");

        var actual = string.Concat(readme[(start + Head.Length)..].Split('\n').TakeWhile(line => line.StartsWith('|')).Select(line => line + "\n"));
        Assert.True(expected == actual, $"The table of README.md should be:\n{Head}{expected}");
    }

    [Fact]
    public void Every_path_that_it_names_exists() => Assert.Empty(
        from word in Repository.Read("README.md").Split([' ', '`', '(', ')', '\n', ','], StringSplitOptions.RemoveEmptyEntries)
        where word.StartsWith("Tests/", StringComparison.Ordinal) || word.StartsWith("Samples/", StringComparison.Ordinal)
        let path = Path.Combine(Repository.Root, word.TrimEnd('.', ';'))
        where !File.Exists(path) && !Directory.Exists(path)
        select word);

    private static string Row(ConnectionOption option)
    {
        var names = string.Concat(option.Synonyms.Select(synonym => $", `{synonym}`"));
        var preset = option.DefaultText.Length == 0 ? "" : $"`{option.DefaultText}`";
        return $"| `{option.Name}`{names} | {preset} | {option.Allowed} | {option.Description} |\n";
    }
}
