using Dapper;
using Xunit;

namespace ShardClient.Tests.Integration.Samples;

public sealed class ReadmeExampleTests
{
    [Fact]
    public async Task The_example_of_README_works()
    {
        var folder = Directory.CreateTempSubdirectory("shardclient-readme-");
        try
        {
            var shop = Path.Combine(folder.FullName, "shop");
            await using var cluster = new ShardDataSourceBuilder($"Data Source={shop};Shards=4").Build();
            await using var connection = await cluster.OpenConnectionAsync(TestContext.Current.CancellationToken);
            foreach (var statement in Statements())
            {
                var rows = (IEnumerable<object>)await connection.QueryAsync(statement, new { Id = 1, UserId = 42, Item = "lamp", Cents = 4900, user = 42 });
                if (!statement.StartsWith("SELECT", StringComparison.Ordinal))
                    continue;
                var row = Assert.IsAssignableFrom<IDictionary<string, object>>(Assert.Single(rows));
                Assert.Equal("lamp", row["item"]);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The SQL of the first C# block, in order: its strings that begin like a statement.</summary>
    private static List<string> Statements()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "README.md")))
            root = root.Parent ?? throw new InvalidOperationException("README.md is in none of the folders above the tests.");
        var block = File.ReadAllText(Path.Combine(root.FullName, "README.md")).Split("```csharp")[1].Split("```")[0];
        var statements = block.Replace("\"\"\"", "\"", StringComparison.Ordinal).Split('"')
            .Select(part => part.Trim())
            .Where(part => part.StartsWith("CREATE ", StringComparison.Ordinal) || part.StartsWith("INSERT ", StringComparison.Ordinal) || part.StartsWith("SELECT ", StringComparison.Ordinal))
            .ToList();
        return statements.Count == 4 ? statements : throw new InvalidOperationException($"README's example has {statements.Count} statements instead of 4.");
    }
}
