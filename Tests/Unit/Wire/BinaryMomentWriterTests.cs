using System.Text;
using ShardClient.Values;
using ShardClient.Wire.Packets;
using Xunit;

namespace ShardClient.Tests.Unit.Wire;

/// <summary>What is written as a parameter is what a server reads: the reader of rows reads the same form.</summary>
public sealed class BinaryMomentWriterTests
{
    [Theory]
    [InlineData("2024-02-03 04:05:06")]
    [InlineData("2024-02-03 04:05:06.1")]
    [InlineData("9999-12-31 23:59:59.999999")]
    [InlineData("0001-01-01 00:00:00")]
    public void A_date_with_a_time_comes_back(string text) => Assert.Equal(text, Back(ValueForm.DateTime, text));

    [Fact]
    public void A_date_comes_back() => Assert.Equal("2024-02-03", Back(ValueForm.Date, "2024-02-03"));

    [Theory]
    [InlineData("04:05:06")]
    [InlineData("-838:59:59")]
    [InlineData("100:00:00.000001")]
    [InlineData("-00:00:00.5")]
    public void A_time_comes_back(string text) => Assert.Equal(text, Back(ValueForm.Time, text));

    private static string Back(ValueForm form, string text)
    {
        Value[] inputs = [Value.FromMoment(form, text)];
        var payload = Packet.Payload(writer => ExecutionWriter.Write(writer, 1, inputs, [0]));
        var reader = new ExecutionReader(ClientCommand.Read(payload).Body, new ParameterType[1]);
        Assert.True(reader.Next());
        Span<byte> back = stackalloc byte[BinaryMoment.LongestText];
        var length = reader.Type.Type switch
        {
            WireType.Date => BinaryMoment.WriteDate(reader.Value, back),
            WireType.DateTime => BinaryMoment.WriteDateTime(reader.Value, 31, back),
            _ => BinaryMoment.WriteTime(reader.Value, 31, back),
        };
        var found = Encoding.ASCII.GetString(back[..length]);
        return found.Contains('.', StringComparison.Ordinal) ? found.TrimEnd('0') : found;
    }
}
