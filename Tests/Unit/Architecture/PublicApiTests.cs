using Xunit;

namespace ShardClient.Tests.Unit.Architecture;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_accepted()
    {
        var acceptedFile = Path.Combine(Repository.Root, "Tests", "Unit", "Architecture", "PublicApi.txt");
        var actualFile = Path.Combine(Repository.Root, "artifacts", "PublicApi.txt");
        var accepted = File.Exists(acceptedFile) ? File.ReadAllText(acceptedFile).ReplaceLineEndings("\n") : "";
        var actual = PublicApiWriter.Write(typeof(ShardException).Assembly);
        if (accepted == actual)
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(actualFile)!);
        File.WriteAllText(actualFile, actual);
        Assert.Fail($"""
            The public API has changed:
            {Difference(accepted, actual)}
            A promise to applications: when it is meant, accept it with
              cp artifacts/PublicApi.txt Tests/Unit/Architecture/PublicApi.txt
            """);
    }

    [Fact]
    public void A_changed_member_shows_in_the_difference() =>
        Assert.Equal("- sealed class A: void F()\n+ sealed class A: int F()", Difference("sealed class A\n    void F()\n", "sealed class A\n    int F()\n"));

    private static string Difference(string accepted, string actual)
    {
        var before = Members(accepted);
        var after = Members(actual);
        return string.Join('\n', before.Except(after).Select(line => "- " + line).Concat(after.Except(before).Select(line => "+ " + line)));
    }

    /// <summary>Each line with the type it belongs to, so that a line says where it stands.</summary>
    private static List<string> Members(string text)
    {
        var members = new List<string>();
        var type = "";
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(' '))
            {
                members.Add($"{type.Split(" : ")[0]}: {line.Trim()}");
                continue;
            }

            type = line;
            members.Add(line);
        }

        return members;
    }
}
