namespace ShardClient.Options;

/// <summary>Finds the option that a keyword means, or says why it means none.</summary>
internal static class OptionNames
{
    private const string EndpointReason = "belongs to one endpoint, not to the cluster: name it in the connection of a shard in the cluster file.";

    private static readonly Dictionary<string, ConnectionOption> ByName = MakeNames();

    /// <summary>Keywords of the drivers below, which a shard's own connection takes.</summary>
    private static readonly string[] OfEndpoints =
    [
        "Server", "Host", "Address", "Addr", "Network Address", "Port", "Database", "Initial Catalog", "User ID", "UserID", "User", "Username", "Uid",
        "Password", "Pwd", "Ssl Mode", "Ssl Ca", "Ssl Cert", "Ssl Key", "Certificate File", "Pipe Name", "Protocol", "Character Set", "Charset",
        "Mode", "Cache", "Vfs", "Pooling",
    ];

    /// <summary>Keywords of the design whose feature this version does not have: refused by name, never ignored.</summary>
    private static readonly string[] OfLaterVersions =
    [
        "Consul", "Allow User Variables", "Driver",
    ];

    public static ConnectionOption? Find(string keyword) => ByName.GetValueOrDefault(Compact(keyword));

    /// <summary>Why a keyword is none of ours, and what may have been meant.</summary>
    public static string Refusal(string keyword)
    {
        var compact = Compact(keyword);
        if (Array.Exists(OfEndpoints, name => Compact(name) == compact))
            return $"'{keyword}' {EndpointReason}";
        if (Array.Exists(OfLaterVersions, name => Compact(name) == compact))
            return $"'{keyword}' is not available in this version.";
        return Nearest(compact) is { } nearest
            ? $"'{keyword}' is not a key; did you mean '{nearest}'?"
            : $"'{keyword}' is not a key; the keys are: {string.Join(", ", ConnectionOptions.All.Select(static option => option.Name))}.";
    }

    private static Dictionary<string, ConnectionOption> MakeNames()
    {
        var names = new Dictionary<string, ConnectionOption>();
        foreach (var option in ConnectionOptions.All)
        {
            names.Add(Compact(option.Name), option);
            foreach (var synonym in option.Synonyms)
                names.Add(Compact(synonym), option);
        }

        return names;
    }

    /// <summary>A keyword without what does not count: case, spaces, underscores.</summary>
    private static string Compact(string keyword) =>
        keyword.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string? Nearest(string compact)
    {
        if (compact.Length > 64)
            return null;
        var (name, distance) = ByName.Select(pair => (pair.Value.Name, Distance: Distance(compact, pair.Key))).MinBy(static pair => pair.Distance);
        return distance <= Math.Max(2, compact.Length / 3) ? name : null;
    }

    /// <summary>Levenshtein's: how many letters differ.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
