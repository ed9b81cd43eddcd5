using System.Collections.ObjectModel;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using ShardClient.Backends.AdoNet;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Backends;

/// <summary>What sessions over drivers are made of: how drivers are found, texts judged and moments written.</summary>
public sealed class AdoNetTests
{
    [Fact]
    public void A_driver_is_found_where_the_application_gave_it()
    {
        var drivers = new AdoNetDrivers(new Dictionary<string, DbProviderFactory> { ["mine"] = SqliteFactory.Instance });
        Assert.Same(SqliteFactory.Instance, drivers.Find("Mine"));
    }

    [Fact]
    public void A_driver_is_found_where_it_is_registered_with_dotnet()
    {
        DbProviderFactories.RegisterFactory("AdoNetTests.Registered", SqliteFactory.Instance);
        Assert.Same(SqliteFactory.Instance, AdoNetDrivers.Known.Find("AdoNetTests.Registered"));
        DbProviderFactories.UnregisterFactory("AdoNetTests.Registered");
    }

    [Fact]
    public void A_driver_that_is_not_there_is_named_with_what_to_do()
    {
        var error = Assert.Throws<ShardException>(() => AdoNetDrivers.Known.Find("Nothing"));
        Assert.Equal(ShardErrorCode.InvalidConfiguration, error.ErrorCode);
        Assert.Contains("'Nothing'", error.Message, StringComparison.Ordinal);
        Assert.Contains("RegisterFactory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_names_its_driver_and_the_rest_is_the_drivers()
    {
        var drivers = new AdoNetDrivers(new ReadOnlyDictionary<string, DbProviderFactory>(new Dictionary<string, DbProviderFactory> { ["Mine"] = SqliteFactory.Instance }));
        const string text = "Data Source=x.db;Driver=Mine;Password=secret";
        Assert.Equal("Mine", AdoNetEndpointReader.DriverOf(text));
        Assert.Null(AdoNetEndpointReader.DriverOf("Server=x"));
        var endpoint = AdoNetEndpointReader.Read(3, "s3", text, EngineKind.Sqlite, drivers);
        Assert.Equal((3, "s3", "Mine", "data source=x.db;password=secret"), (endpoint.Shard, endpoint.Name, endpoint.Driver, endpoint.ConnectionString));
        Assert.DoesNotContain("secret", endpoint.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 1", false, null)]
    [InlineData("  insert into t values (1);  ", false, null)]
    [InlineData("SELECT @mine", true, null)]
    [InlineData("SELECT 1; SET x = 1", true, null)]
    [InlineData("SET NAMES latin1", true, null)]
    [InlineData("DO GET_LOCK('x', 1)", true, null)]
    [InlineData("BEGIN", false, true)]
    [InlineData("START TRANSACTION READ ONLY", false, true)]
    [InlineData("COMMIT", false, false)]
    [InlineData("COMMIT AND CHAIN", false, true)]
    [InlineData("COMMIT AND NO CHAIN", false, false)]
    [InlineData("ROLLBACK", false, false)]
    [InlineData("ROLLBACK TO SAVEPOINT s", false, null)]
    [InlineData("ROLLBACK WORK TO s", false, null)]
    [InlineData("XA START 'x'", false, true)]
    [InlineData("XA END 'x'", false, null)]
    [InlineData("XA PREPARE 'x'", true, false)]
    [InlineData("XA COMMIT 'x'", false, false)]
    [InlineData("CREATE TABLE t (a INT)", false, false)]
    [InlineData("CREATE TEMPORARY TABLE t (a INT)", true, null)]
    [InlineData("/* ? */ SELECT 1", true, null)]
    public void A_text_tells_what_it_does_to_its_session(string text, bool leavesTraces, bool? transaction)
    {
        var effects = TextEffects.Of(text, EngineKind.MySql);
        Assert.Equal((leavesTraces, transaction), (effects.LeavesTraces, effects.Transaction));
    }

    [Fact]
    public void A_definition_in_SQLite_ends_no_transaction() => Assert.Null(TextEffects.Of("CREATE TABLE t(a)", EngineKind.Sqlite).Transaction);

    [Theory]
    [InlineData("838:59:59", 3020399, 0, 0)]
    [InlineData("-838:59:59", -3020399, 0, 0)]
    [InlineData("-00:00:00.000001", 0, -1, 6)]
    [InlineData("25:01:02.50", 90062, 500000, 2)]
    [InlineData("00:00:00", 0, 0, 0)]
    [InlineData("00:00:01", 1, 0, 31)]
    [InlineData("00:00:01.500000", 1, 500000, 31)]
    public void A_time_is_written_as_the_server_writes_it(string expected, int seconds, int microseconds, int decimals) =>
        Assert.Equal(expected, MomentText.OfTime(TimeSpan.FromSeconds(seconds) + TimeSpan.FromMicroseconds(microseconds), decimals));

    [Fact]
    public void A_moment_has_as_many_digits_as_its_column()
    {
        var moment = new DateTime(2026, 11, 26, 14, 35, 55).AddMilliseconds(100);
        Assert.Equal("2026-11-26 14:35:55", MomentText.OfDateTime(moment, 0));
        Assert.Equal("2026-11-26 14:35:55.100", MomentText.OfDateTime(moment, 3));
        Assert.Equal("2026-11-26 14:35:55.100000", MomentText.OfDateTime(moment, 31));
        Assert.Equal("2026-11-26", MomentText.OfDate(moment));
        Assert.Equal("2026-00-00", MomentText.OfImpossible((2026, 0, 0), hasTime: false, 0));
        Assert.Equal("0000-00-00 00:00:00.00", MomentText.OfImpossible((0, 0, 0), hasTime: true, 2));
    }
}
