using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ShardClient.Planning.Describing;
using ShardClient.Tests.Unit.Architecture;
using ShardClient.Tests.Unit.Planning;
using Xunit;

namespace ShardClient.Tests.Unit.Plans;

/// <summary>
/// Each JSON file holds statements over <see cref="TestSchema"/> and the plans they must get. When one differs, the corrected file is written
/// to artifacts/plans: read the difference, and copy the file when the new plan is the right one.
/// </summary>
public class GoldenPlanTests
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Repository.Root, "Tests", "Unit", "Plans");

    [Theory]
    [MemberData(nameof(Files))]
    public void Statements_get_the_plans_of_their_golden_file(string file)
    {
        var expected = File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n");
        var actual = Replan(expected);
        if (actual == expected)
            return;
        var corrected = Path.Combine(Repository.Root, "artifacts", "plans");
        Directory.CreateDirectory(corrected);
        File.WriteAllText(Path.Combine(corrected, file), actual);
        Assert.Fail($"Plans of {file} differ; the corrected file is artifacts/plans/{file}.\n{Difference(expected, actual)}");
    }

    [Fact]
    public void There_are_at_least_120_golden_cases() =>
        Assert.InRange(Directory.GetFiles(Folder, "*.json").Sum(path => Statements(File.ReadAllText(path)).Count), 120, int.MaxValue);

    private static List<string> Statements(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(entry => entry.GetProperty("statement").GetString()!)];
    }

    private static string Replan(string json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            writer.WriteStartArray();
            foreach (var statement in Statements(json))
            {
                writer.WriteStartObject();
                writer.WriteString("statement", statement);
                WritePlan(writer, statement);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n") + "\n";
    }

    private static void WritePlan(Utf8JsonWriter writer, string statement)
    {
        try
        {
            var plan = TestSchema.Plan(statement);
            writer.WritePropertyName("plan");
            PlanJson.Write(writer, plan, TestSchema.Topology);
        }
        catch (ShardException error)
        {
            writer.WriteString("error", $"{error.ErrorCode}: {error.Message}");
        }
    }

    private static string Difference(string expected, string actual)
    {
        var (old, now) = (expected.Split('\n'), actual.Split('\n'));
        var text = new StringBuilder();
        for (var line = 0; line < Math.Max(old.Length, now.Length) && text.Length < 4000; line++)
        {
            var (before, after) = (line < old.Length ? old[line] : "", line < now.Length ? now[line] : "");
            if (before != after)
                text.Append($"{line + 1}: - {before.Trim()}\n{line + 1}: + {after.Trim()}\n");
        }

        return text.ToString();
    }
}
