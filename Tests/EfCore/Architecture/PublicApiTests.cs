using ShardClient.Tests.Unit.Architecture;
using Xunit;

namespace ShardClient.Tests.EfCore.Architecture;

/// <summary>What applications may rely on is written down beside this; EF Core's own kind of internal types, in namespaces that say so, are not.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_accepted()
    {
        var folder = Path.Combine(Repository.Root, "Tests", "EfCore", "Architecture");
        var acceptedFile = Path.Combine(folder, "PublicApi.txt");
        var accepted = File.Exists(acceptedFile) ? File.ReadAllText(acceptedFile).ReplaceLineEndings("\n") : "";
        var actual = WithoutInternal(PublicApiWriter.Write(typeof(Microsoft.EntityFrameworkCore.ShardKeyAttribute).Assembly));
        if (accepted == actual)
            return;
        var actualFile = Path.Combine(Repository.Root, "artifacts", "PublicApi.EfCore.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(actualFile)!);
        File.WriteAllText(actualFile, actual);
        Assert.Fail("The public API has changed. When it is meant, accept it with\n  cp artifacts/PublicApi.EfCore.txt Tests/EfCore/Architecture/PublicApi.txt");
    }

    private static string WithoutInternal(string api)
    {
        var kept = new List<string>();
        var isInternal = false;
        foreach (var line in api.Split('\n'))
        {
            if (!line.StartsWith(' ') && line.Length > 0)
                isInternal = line.Contains(".Internal.", StringComparison.Ordinal);
            if (!isInternal)
                kept.Add(line);
        }

        return string.Join('\n', kept).TrimEnd('\n') + "\n";
    }
}
