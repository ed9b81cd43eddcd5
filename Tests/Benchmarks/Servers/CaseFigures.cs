using System.Globalization;

namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>What one operation of a measurement cost.</summary>
internal readonly record struct CaseFigures(double Time, double Processor, double Tail, double ServerProcessor, double Bytes)
{
    public double Of(Measured measured) => measured switch
    {
        Measured.Time => Time,
        Measured.Processor => Processor,
        Measured.Tail => Tail,
        _ => ServerProcessor,
    };

    public static CaseFigures Read(string line)
    {
        var numbers = Array.ConvertAll(line.Split(' '), static text => double.Parse(text, CultureInfo.InvariantCulture));
        return new CaseFigures(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    public string Written => string.Create(CultureInfo.InvariantCulture, $"{Time} {Processor} {Tail} {ServerProcessor} {Bytes}");
}
