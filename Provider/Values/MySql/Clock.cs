using System.Globalization;

namespace ShardClient.Values.MySql;

/// <summary>A time of day or a length of time: <c>HH:mm:ss</c>, of a moment that part.</summary>
internal static class Clock
{
    /// <summary>Null where <see cref="Moment.Read"/> gives null.</summary>
    public static TimeSpan? Read(Value value, string function)
    {
        if (value.Kind != ValueKind.Text || value.GetText() is not { Length: >= 7 } text || text[^3] != ':' || text[^6] != ':' || text.Contains('-', StringComparison.Ordinal))
            return Moment.Read(value, function)?.Value.TimeOfDay;
        var parts = text.Split(':');
        return parts.Length == 3
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 838
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes < 60
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 60
            ? new TimeSpan(hours, minutes, seconds)
            : throw new MySqlFunctionException($"{function}: a text is no time written as HH:mm:ss");
    }
}
