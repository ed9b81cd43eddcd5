using System.Data.Common;
using System.Globalization;
using ShardClient.Wire.Transport;

namespace ShardClient.Backends.MySql;

/// <summary>Reads the connection string of one endpoint and collects every mistake before it complains. Values stand in no message: one may be a password.</summary>
internal static class EndpointReader
{
    /// <exception cref="ShardException">InvalidConfiguration, with every mistake.</exception>
    public static MySqlEndpoint Read(int shard, string name, string connectionString)
    {
        var mistakes = new List<string>();
        var parts = ReadParts(Split(name, connectionString), mistakes);
        if (parts.Host is null && mistakes.Count == 0)
            mistakes.Add("It names no server: give 'Server'.");
        if (parts.AuthorityFile is not null && parts.TlsMode < TlsMode.VerifyCA)
            mistakes.Add("'SslCa' is of use only with 'SslMode=VerifyCA' or 'SslMode=VerifyFull'.");
        if (parts.KeyFile is not null && parts.CertificateFile is null)
            mistakes.Add("'SslKey' goes with 'SslCert'.");
        if (mistakes.Count > 0)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration, $"The connection string of shard '{name}' is wrong. {string.Join(" ", mistakes)}")
            {
                Shard = name,
            };
        }

        return Endpoint(shard, name, parts);
    }

    private static DbConnectionStringBuilder Split(string name, string connectionString)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = connectionString };
        }
        catch (ArgumentException malformed)
        {
            throw new ShardException(
                ShardErrorCode.InvalidConfiguration,
                $"The connection string of shard '{name}' is not a list of key=value pairs with semicolons between.",
                "Put values that hold ; or = into double quotes.",
                malformed)
            {
                Shard = name,
            };
        }
    }

    private static EndpointParts ReadParts(DbConnectionStringBuilder pairs, List<string> mistakes)
    {
        var parts = new EndpointParts();
        var seen = new HashSet<EndpointKey>();
        foreach (string keyword in pairs.Keys)
        {
            var value = Convert.ToString(pairs[keyword], CultureInfo.InvariantCulture) ?? "";
            if (EndpointKey.Find(keyword) is not { } key)
                mistakes.Add($"'{keyword}' is not a key of an endpoint; the keys are {string.Join(", ", EndpointKey.All.Select(static known => known.Name))}.");
            else if (!seen.Add(key))
                mistakes.Add($"'{key.Name}' is given twice, the second time as '{keyword}'.");
            else if (key.Set(parts, value) is { } more)
                parts = more;
            else
                mistakes.Add($"'{key.Name}' wants {key.Expected}.");
        }

        return parts;
    }

    private static MySqlEndpoint Endpoint(int shard, string name, EndpointParts parts) => new()
    {
        Shard = shard,
        Name = name,
        Address = new ServerAddress(parts.Host!, parts.Port),
        User = parts.User,
        Password = parts.Password,
        Database = parts.Database,
        Tls = new TlsSettings
        {
            Mode = parts.TlsMode,
            AuthorityFile = parts.AuthorityFile,
            CertificateFile = parts.CertificateFile,
            KeyFile = parts.KeyFile,
        },
        Compresses = parts.Compresses,
        MayFetchKey = parts.MayFetchKey,
        ServerKeyFile = parts.ServerKeyFile,
        ConnectTimeout = parts.ConnectTimeout,
    };
}
