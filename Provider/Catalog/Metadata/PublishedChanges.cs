namespace ShardClient.Catalog.Metadata;

/// <summary>
/// The ids of the latest changes that were published, as the default shard keeps them: whoever began a change that others took over sees here
/// whether they finished it or took it back, however much has been changed since.
/// </summary>
internal readonly record struct PublishedChanges(string Ids)
{
    /// <summary>So many are kept.</summary>
    public const int Most = 64;

    private const int IdLength = 32;

    public static PublishedChanges None => new("");

    /// <summary>True when so many changes were published from one version to another that the first of them may be forgotten.</summary>
    public static bool MayForget(long version, long now) => now - version >= Most;

    public bool Contains(Guid change)
    {
        var id = change.ToString("N");
        for (var start = 0; start + IdLength <= Ids.Length; start += IdLength)
        {
            if (Ids.AsSpan(start, IdLength).SequenceEqual(id))
                return true;
        }

        return false;
    }

    public PublishedChanges With(Guid change) => new(change.ToString("N") + Ids[..Math.Min(Ids.Length, (Most - 1) * IdLength)]);
}
