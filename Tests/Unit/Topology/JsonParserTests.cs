using System.Text;
using System.Text.Json;
using ShardClient.Topology;
using Xunit;

namespace ShardClient.Tests.Unit.Topology;

public sealed class JsonParserTests
{
    private const string Whole =
        """
        { // a comment
          "name": "shop ü😀 \"x\" \\ \/ \b\f\n\r\t \u00e9 \ud83d\ude00", "empty": "", /* another
          one */ "numbers": [0, -0, 12, -3.5, 1e9, 2E-3, 0.1e+7,], "words": [true, false, null],
          "nested": { "a": [[], {}, [{ "b": [1] }]], "a": "again" },
        }
        """;

    private static readonly JsonDocumentOptions Like = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 };

    [Fact]
    public void A_text_is_read_as_the_frameworks_own_reader_reads_it() => Assert.Equal(Framework(Encoding.UTF8.GetBytes(Whole)), Ours(Encoding.UTF8.GetBytes(Whole)));

    [Fact]
    public void A_changed_text_is_read_or_refused_as_the_frameworks_own_reader_does()
    {
        var random = Seeds.Random();
        var (letters, read, refused) = ("{}[]\",:/*\\ue0123456789+-.truefalsn \n\0\u001f"u8.ToArray(), 0, 0);
        for (var round = 0; round < 50_000; round++)
        {
            var text = Encoding.UTF8.GetBytes(Whole).ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(3))
                {
                    case 0:
                        text.RemoveAt(at);
                        break;
                    case 1:
                        text.Insert(at, letters[random.Next(letters.Length)]);
                        break;
                    default:
                        text[at] = letters[random.Next(letters.Length)];
                        break;
                }
            }

            var (theirs, ours) = (Framework([.. text]), Ours([.. text]));
            Assert.True(theirs == ours, $"{Encoding.UTF8.GetString([.. text])}\n{theirs}\n{ours}");
            _ = theirs is null ? refused++ : read++;
        }

        Assert.True(read > 1_000 && refused > 1_000, $"{read} read, {refused} refused");
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    public void A_text_nests_as_deep_as_the_limit(int depth)
    {
        var text = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
        Assert.Equal(Framework(text), Ours(text));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("{\n  \"a\" 1 }", 1, 6)]
    [InlineData("[1, 2", 0, 5)]
    [InlineData("[1]\n]", 1, 0)]
    [InlineData("{\"a\":\"\\x\"}", 0, 7)]
    public void A_mistake_has_a_place(string text, long line, long column)
    {
        var error = Assert.Throws<JsonException>(() => JsonParser.Parse(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((line, column), (error.LineNumber, error.BytePositionInLine));
    }

    private static string? Framework(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Like);
            return Dump(document.RootElement);
        }
        catch (Exception refusal) when (refusal is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Dump(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(",", element.EnumerateObject().Select(static member => $"<{member.Name}>{Dump(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(",", element.EnumerateArray().Select(Dump))}]",
        JsonValueKind.String => $"<{element.GetString()}>",
        JsonValueKind.Number => element.GetRawText(),
        var word => word.ToString(),
    };

    private static string? Ours(byte[] text)
    {
        try
        {
            return Dump(JsonParser.Parse(text));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Dump(JsonNode node) => node.Kind switch
    {
        JsonKind.Object => $"{{{string.Join(",", node.Names.Zip(node.Items, static (name, value) => $"<{name}>{Dump(value)}"))}}}",
        JsonKind.Array => $"[{string.Join(",", node.Items.Select(Dump))}]",
        JsonKind.Text => $"<{node.Text}>",
        JsonKind.Number => node.Text,
        var word => word.ToString(),
    };
}
