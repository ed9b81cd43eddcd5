using System.Globalization;
using ShardClient.Backends;
using ShardClient.Backends.AdoNet;
using ShardClient.Backends.MySql;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>The drivers that the same tests run over: our own, and MySqlConnector, which is found by its name as in any application that references it.</summary>
internal static class Drivers
{
    public const string Own = "ShardClient";
    public const string Foreign = "MySqlConnector";

    public static string[] Names { get; } = [Own, Foreign];

    /// <summary>Each driver alone.</summary>
    public static TheoryData<string> All => [.. Names];

    /// <summary>Each driver, synchronously and not.</summary>
    public static TheoryData<string, bool> BothWays
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in Names)
            {
                data.Add(name, false);
                data.Add(name, true);
            }

            return data;
        }
    }

    public static SessionUser Open(string driver, MySqlEndpoint endpoint, bool isAsync = false)
    {
        if (driver == Own)
            return new MySqlSessionUser(endpoint, isAsync);
        var session = AdoNetPool.OpenAsync(
            EndpointOf(endpoint), new AdoNetSessionOptions(), SessionAccess.Write, isAsync ? IOBehavior.Asynchronous : IOBehavior.Synchronous, Deadline.Never, default);
        return new SessionUser(session.AsTask().GetAwaiter().GetResult(), isAsync);
    }

    public static ShardPool Pool(string driver, MySqlEndpoint endpoint, int maximumSessions, int maximumWaiters) => driver == Own
        ? new MySqlPool(endpoint, new MySqlSessionOptions { MaximumSessions = maximumSessions, MaximumWaiters = maximumWaiters })
        : new AdoNetPool(EndpointOf(endpoint), new AdoNetSessionOptions { MaximumSessions = maximumSessions, MaximumWaiters = maximumWaiters });

    private static AdoNetEndpoint EndpointOf(MySqlEndpoint endpoint)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Driver={Foreign};Server={endpoint.Address.Host};Port={endpoint.Address.Port};User ID={endpoint.User};Password={endpoint.Password};Database={endpoint.Database};SslMode=None");
        return AdoNetEndpointReader.Read(endpoint.Shard, endpoint.Name, text, EngineKind.MySql, AdoNetDrivers.Known);
    }
}
