using System.Data.Common;
using System.Globalization;
using ShardClient.Options;
using Xunit;

namespace ShardClient.Tests.Unit.Options;

public sealed class PlainConnectionStringTests
{
    private static readonly string[] Keys = ["Data Source", "data_source", "Folder", "Shards", "ENLIST", "Gather Limit", "Transaction  Mode", "Zebra"];
    private static readonly string[] Texts = ["4", "a b", "true", "no", "1 MiB", "BestEffort", "ü/x.db", ":memory:", "a'b", "'a'", "\"a\"", "a=b", ""];
    private static readonly string[] Noise = ["", "", "", "", "", "", " ", "  ", "\t", "\u00a0", "\0", "'", "\"", "{", "}", "=", ";", "|", "\\"];

    [Fact]
    public void What_is_read_by_hand_is_what_the_builder_reads()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var plain = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = string.Join(';', Enumerable.Range(0, random.Next(1, 5)).Select(_ =>
                Any(Noise) + Any(Keys) + Any(Noise) + "=" + Any(Noise) + Any(Texts) + Any(Noise)));
            if (PlainConnectionString.TryRead(text) is not { } values)
                continue;
            plain++;
            Assert.True(values.OrderBy(static pair => pair.Key.Name).SequenceEqual(Built(text).OrderBy(static pair => pair.Key.Name)), $"seed {seed}: {text}");
        }

        Assert.True(plain > 100, $"seed {seed}: {plain} texts were plain");
        string Any(string[] choices) => choices[random.Next(choices.Length)];
    }

    [Theory]
    [InlineData("Data Source=shop;Shards=4", 2)]
    [InlineData(" data_source = /var/lib/shop ; Transaction Mode = besteffort ;", 2)]
    [InlineData("Cluster File=C:\\shop {1}\\cluster.json;Enlist=no", 2)]
    [InlineData("", 0)]
    public void A_usual_text_is_read_by_hand(string text, int keys) => Assert.Equal(keys, PlainConnectionString.TryRead(text)!.Count);

    [Theory]
    [InlineData("Data Source='a;b'")]
    [InlineData("Data Source=a=b")]
    [InlineData("Data Source=a;Folder=b")]
    [InlineData("Data Source=a;data source=b")]
    [InlineData("Shards=")]
    [InlineData("Shards=none")]
    [InlineData("Zebra=1")]
    [InlineData("Data Source=a;;Shards=1")]
    [InlineData("Data Source=a\tb")]
    public void Anything_else_is_left_to_the_builder(string text) => Assert.Null(PlainConnectionString.TryRead(text));

    [Fact]
    public void The_table_names_every_value_of_an_enum()
    {
        foreach (var option in ConnectionOptions.All)
        {
            var type = option.GetType().GetGenericArguments()[0];
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (!type.IsEnum)
                continue;
            foreach (var value in Enum.GetValues(type))
            {
                _ = option.TryRead(value.ToString()!.ToUpperInvariant(), out var read, out _);
                Assert.Equal(value, read);
            }
        }
    }

    private static IEnumerable<KeyValuePair<ConnectionOption, object?>> Built(string text)
    {
        _ = new ShardConnectionStringBuilder(text);
        var pairs = new DbConnectionStringBuilder { ConnectionString = text };
        foreach (string keyword in pairs.Keys)
        {
            var option = OptionNames.Find(keyword)!;
            Assert.True(option.TryRead(Convert.ToString(pairs[keyword], CultureInfo.InvariantCulture)!, out var value, out _));
            yield return new(option, value);
        }
    }
}
