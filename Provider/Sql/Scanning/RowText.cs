namespace ShardClient.Sql.Scanning;

/// <summary>A row of constants in its parentheses, as a shard can read it: a part of the caller's text, or written anew.</summary>
internal readonly record struct RowText(string Source, int Start, int End)
{
    public ReadOnlySpan<char> Span => Source.AsSpan(Start, End - Start);
}
