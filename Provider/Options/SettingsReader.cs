using System.Data.Common;

namespace ShardClient.Options;

/// <summary>Reads a connection string by the table of keys and collects every mistake before it complains.</summary>
internal sealed class SettingsReader
{
    private Dictionary<ConnectionOption, object?> _values = [];
    private readonly List<string> _mistakes = [];

    public static ShardClientSettings Read(string connectionString)
    {
        var reader = new SettingsReader();
        if (PlainConnectionString.TryRead(connectionString) is { } values)
            reader._values = values;
        else
            reader.ReadKeys(connectionString);
        reader.CheckTogether();
        if (reader._mistakes.Count > 0)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration, $"The connection string is wrong. {string.Join(" ", reader._mistakes)}");
        }

        return reader.Settings(connectionString);
    }

    private void ReadKeys(string connectionString)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = connectionString;
        }
        catch (ArgumentException malformed)
        {
            // The driver's own message quotes no value, only a position.
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                "The connection string is not a list of key=value pairs with semicolons between.",
                "Put values that hold ; or = into double quotes.",
                malformed);
        }

        foreach (string keyword in pairs.Keys)
            ReadKey(keyword, Convert.ToString(pairs[keyword], System.Globalization.CultureInfo.InvariantCulture) ?? "");
    }

    private void ReadKey(string keyword, string text)
    {
        if (OptionNames.Find(keyword) is not { } option)
            _mistakes.Add(OptionNames.Refusal(keyword));
        else if (_values.ContainsKey(option))
            _mistakes.Add($"'{option.Name}' is given twice, the second time as '{keyword}'.");
        else if (!option.TryRead(text, out var value, out var problem))
            _mistakes.Add(problem);
        else
            _values.Add(option, value);
    }

    private void CheckTogether()
    {
        var (source, file, shards) = (Get(ConnectionOptions.DataSource), Get(ConnectionOptions.ClusterFile), Get(ConnectionOptions.Shards));
        if (source is null && file is null && _mistakes.Count == 0)
            _mistakes.Add("It names no cluster: give 'Data Source' (a folder of SQLite shards, or :memory:) or 'Cluster File'.");
        if (source is not null && file is not null)
            _mistakes.Add("'Data Source' and 'Cluster File' both name a cluster: give one of them.");
        if (shards is not null && file is not null)
            _mistakes.Add("'Shards' goes with 'Data Source'; the cluster file lists its shards.");
        if (source == ShardClientSettings.InMemory && shards is null)
            _mistakes.Add("'Data Source=:memory:' makes a new cluster each time: say how many shards, such as 'Shards=4'.");
        if (Get(ConnectionOptions.MinimumPoolSize) > Get(ConnectionOptions.MaximumPoolSize))
            _mistakes.Add("'Minimum Pool Size' is larger than 'Maximum Pool Size'.");
    }

    private T Get<T>(ConnectionOption<T> option) => _values.TryGetValue(option, out var value) ? (T)value! : option.Default;

    private ShardClientSettings Settings(string connectionString) => new()
    {
        ConnectionString = connectionString,
        DataSource = Get(ConnectionOptions.DataSource),
        Shards = Get(ConnectionOptions.Shards),
        ClusterFile = Get(ConnectionOptions.ClusterFile),
        ClusterName = Get(ConnectionOptions.ClusterName),
        UndeclaredTables = Get(ConnectionOptions.UndeclaredTables),
        UniqueKeys = Get(ConnectionOptions.UniqueKeys),
        ForeignKeys = Get(ConnectionOptions.ForeignKeys),
        TransactionMode = Get(ConnectionOptions.TransactionMode),
        SqliteTypes = Get(ConnectionOptions.SqliteTypes),
        GuidFormat = Get(ConnectionOptions.GuidFormat),
        SqlDialect = Get(ConnectionOptions.SqlDialect),
        Synchronous = Get(ConnectionOptions.Synchronous),
        Consistency = Get(ConnectionOptions.Consistency),
        MaxStaleness = Get(ConnectionOptions.MaxStaleness),
        ConsistencyScope = Get(ConnectionOptions.ConsistencyScope),
        Enlist = Get(ConnectionOptions.Enlist),
        PersistSecurityInfo = Get(ConnectionOptions.PersistSecurityInfo),
        DefaultCommandTimeout = Get(ConnectionOptions.DefaultCommandTimeout),
        MinimumPoolSize = Get(ConnectionOptions.MinimumPoolSize),
        MaximumPoolSize = Get(ConnectionOptions.MaximumPoolSize),
        ConnectionIdleTimeout = Get(ConnectionOptions.ConnectionIdleTimeout),
        Multiplexing = Get(ConnectionOptions.Multiplexing),
        MultiplexingSessions = Get(ConnectionOptions.MultiplexingSessions),
        MultiplexingDepth = Get(ConnectionOptions.MultiplexingDepth),
        ReaderBufferLimit = Get(ConnectionOptions.ReaderBufferLimit),
        GatherLimit = Get(ConnectionOptions.GatherLimit),
        SpillLimit = Get(ConnectionOptions.SpillLimit),
        SpillFolder = Get(ConnectionOptions.SpillFolder),
        PlanCacheSize = Get(ConnectionOptions.PlanCacheSize),
        StatementCacheSize = Get(ConnectionOptions.StatementCacheSize),
        MaxStatementLength = Get(ConnectionOptions.MaxStatementLength),
        MaxNestingDepth = Get(ConnectionOptions.MaxNestingDepth),
    };
}
