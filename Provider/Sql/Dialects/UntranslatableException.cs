namespace ShardClient.Sql.Dialects;

/// <summary>Says that something of the other dialect has no faithful translation; the parser adds where it stands.</summary>
/// <param name="what">The construct, as the beginning of a sentence.</param>
/// <param name="advice">What to write instead.</param>
#pragma warning disable CA1032, CA1064 // never leaves the parser
internal sealed class UntranslatableException(string what, string advice) : Exception(what)
#pragma warning restore CA1032, CA1064
{
    public string Advice { get; } = advice;
}
