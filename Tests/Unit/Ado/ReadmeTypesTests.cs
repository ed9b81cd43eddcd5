using ShardClient.Tests.Unit.Architecture;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Ado;

public sealed class ReadmeTypesTests
{
    private const string Head = "| declared | .NET |\n| --- | --- |\n";

    private static readonly Dictionary<string, Type> Keywords = new()
    {
        ["long"] = typeof(long), ["int"] = typeof(int), ["short"] = typeof(short), ["sbyte"] = typeof(sbyte), ["bool"] = typeof(bool), ["double"] = typeof(double),
        ["float"] = typeof(float), ["decimal"] = typeof(decimal), ["string"] = typeof(string), ["byte[]"] = typeof(byte[]), ["Guid"] = typeof(Guid),
        ["DateTime"] = typeof(DateTime), ["DateTimeOffset"] = typeof(DateTimeOffset), ["TimeSpan"] = typeof(TimeSpan),
    };

    [Fact]
    public void The_table_of_types_is_that_of_the_code()
    {
        var readme = Repository.Read("README.md").ReplaceLineEndings("\n");
        var rows = readme[(readme.IndexOf(Head, StringComparison.Ordinal) + Head.Length)..].Split('\n').TakeWhile(static line => line.StartsWith('|'));
        var checkedNames = 0;
        foreach (var row in rows.Where(static row => !row.Contains("expression", StringComparison.Ordinal)))
        {
            var cells = row.Trim('|').Split('|', StringSplitOptions.TrimEntries);
            var groups = cells[0].Split(';');
            var types = cells[1].Split('`').Where(Keywords.ContainsKey).ToArray();
            for (var group = 0; group < groups.Length; group++)
            {
                // DATE shares DateTime with DATETIME; elsewhere each group has its own.
                var expected = Keywords[types[Math.Min(group, types.Length - 1)]];
                foreach (var name in groups[group].Split(',', StringSplitOptions.TrimEntries))
                {
                    Assert.Equal((name, expected), (name, DeclaredGetters.TypeOf(ColumnTypes.Of(name))));
                    checkedNames++;
                }
            }
        }

        Assert.True(checkedNames >= 30, $"The table was not found whole: {checkedNames} names.");
    }
}
