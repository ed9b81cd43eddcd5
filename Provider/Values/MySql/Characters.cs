namespace ShardClient.Values.MySql;

/// <summary>A text by its characters, as SQL counts them: one beyond the first 65,536 is one, not two.</summary>
internal readonly struct Characters
{
    private readonly string _text;

    // Where each character begins; null where each is one char.
    private readonly List<int>? _starts;

    public Characters(string text)
    {
        _text = text;
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff'))
            return;
        _starts = [];
        for (var at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
            _starts.Add(at);
    }

    public int Count => _starts?.Count ?? _text.Length;

    public string Slice(int from, int count) => _text[Offset(from)..Offset(from + count)];

    public string From(int from) => _text[Offset(from)..];

    /// <summary>The character that begins at an offset of the text.</summary>
    public int IndexOf(int offset) => _starts?.BinarySearch(offset) ?? offset;

    /// <summary>Where a character begins in the text.</summary>
    public int Offset(int character) => _starts is null ? character : character == _starts.Count ? _text.Length : _starts[character];
}
