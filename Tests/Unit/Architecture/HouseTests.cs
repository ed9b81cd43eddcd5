using System.Text.RegularExpressions;
using Xunit;

namespace ShardClient.Tests.Unit.Architecture;

public sealed partial class HouseTests
{
    private const int MaxLines = 400;
    private static readonly string[] SourceFolders = ["Provider", "EfCore", "Proxy", "Tests", "Samples"];

    [Fact]
    public void Source_lives_in_the_five_folders_only()
    {
        var others = from folder in Directory.EnumerateDirectories(Repository.Root)
                     let name = Path.GetFileName(folder)
                     where !name.StartsWith('.') && !SourceFolders.Contains(name) && Repository.SourceFiles(name).Any()
                     select name;
        Assert.Empty(others);
    }

    [Fact]
    public void A_file_of_Provider_has_at_most_400_lines() => Assert.Empty(
        from file in Repository.SourceFiles("Provider")
        let lines = Repository.Read(file).Count(character => character == '\n')
        where lines > MaxLines
        select $"{file}: {lines} lines");

    [Fact]
    public void A_file_has_the_namespace_of_its_folder() => Assert.Empty(
        from file in Repository.SourceFiles("Provider")
        let name = NamespaceDeclaration().Match(Repository.Read(file)).Groups["name"].Value
        let expected = string.Join('.', Path.GetDirectoryName(file)!.Split('/', '\\')).Replace("Provider", "ShardClient", StringComparison.Ordinal)
        where name != "ShardClient" && name != expected
        select $"{file}: {name}, not {expected}");

    [Fact]
    public void A_public_type_is_in_the_namespace_ShardClient() => Assert.Empty(
        from type in typeof(ShardException).Assembly.GetExportedTypes()
        where type.Namespace != "ShardClient"
        select type.FullName);

    [Fact]
    public void A_public_type_is_sealed_or_static() => Assert.Empty(
        from type in typeof(ShardException).Assembly.GetExportedTypes()
        where type is { IsClass: true, IsSealed: false, IsAbstract: false }
        select type.FullName);

    [Fact]
    public void No_exception_is_swallowed_without_a_word() => AssertNowhere(EmptyCatch(), "Provider", "Samples", "Tests");

    [Fact]
    public void Nothing_is_left_to_be_done() => AssertNowhere(Unfinished(), SourceFolders);

    private static void AssertNowhere(Regex pattern, params string[] folders) => Assert.Empty(
        from file in Repository.SourceFiles(folders)
        where !file.EndsWith("/HouseTests.cs", StringComparison.Ordinal)
        from Match match in pattern.Matches(Repository.Read(file))
        select $"{file}: {match.Value}");

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"catch\s*(\([^)]*\)\s*)?(when\s*\([^{]*\)\s*)?\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|\bXXX\b")]
    private static partial Regex Unfinished();
}
