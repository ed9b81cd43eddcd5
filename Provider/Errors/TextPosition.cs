namespace ShardClient;

/// <summary>A place in a statement's text, as a person counts: the first character is line 1, column 1.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 code units, from 1.</param>
public readonly record struct TextPosition(int Line, int Column)
{
    /// <summary>Finds line and column of an offset.</summary>
    internal static TextPosition Of(ReadOnlySpan<char> text, int offset)
    {
        var before = text[..Math.Clamp(offset, 0, text.Length)];
        var lastBreak = before.LastIndexOf('\n');
        return new TextPosition(before.Count('\n') + 1, before.Length - lastBreak);
    }

    /// <inheritdoc/>
    public override string ToString() => $"line {Line}, column {Column}";
}
