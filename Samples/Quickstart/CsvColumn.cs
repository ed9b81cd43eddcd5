using System.Globalization;

namespace ShardClient.Samples.Quickstart;

/// <summary>A column of a file: its type is the narrowest that holds every value seen.</summary>
internal sealed class CsvColumn(string name)
{
    /// <summary>What a double keeps of every decimal number.</summary>
    private const int MaxDigits = 15;

    private bool _canBeInteger = true;
    private bool _canBeReal = true;
    private bool _canBeDate = true;
    private bool _hasValues;

    public string Name { get; } = name;

    public string Type => !_hasValues ? "TEXT" : _canBeInteger ? "INTEGER" : _canBeReal ? "REAL" : _canBeDate ? "DATE" : "TEXT";

    public void See(string text)
    {
        if (text.Length == 0)
            return;
        _hasValues = true;
        _canBeInteger = _canBeInteger && IsInteger(text);
        _canBeReal = _canBeReal && IsReal(text);
        _canBeDate = _canBeDate && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    /// <summary>The value to insert; an empty field is NULL.</summary>
    public object? Convert(string text) => text.Length == 0 ? null : Type switch
    {
        "INTEGER" => long.Parse(text, CultureInfo.InvariantCulture),
        "REAL" => double.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    /// <summary>True for what prints again as it was written: 007 is a text, or its zeros were lost.</summary>
    private static bool IsInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text;

    private static bool IsReal(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
        && text.Count(char.IsAsciiDigit) <= MaxDigits
        && !HasLeadingZero(text.TrimStart('-', '+'));

    private static bool HasLeadingZero(string digits) => digits.Length > 1 && digits[0] == '0' && char.IsAsciiDigit(digits[1]);
}
