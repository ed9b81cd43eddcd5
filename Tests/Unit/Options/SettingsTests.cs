using ShardClient.Options;
using Xunit;

namespace ShardClient.Tests.Unit.Options;

public sealed class SettingsTests
{
    [Fact]
    public void What_is_not_given_has_the_default_of_the_table()
    {
        var settings = ShardClientSettings.Parse("Data Source=shop");
        Assert.Equal("shop", settings.DataSource);
        Assert.Null(settings.Shards);
        Assert.Equal(ShardTransactionMode.Single, settings.TransactionMode);
        Assert.Equal(UndeclaredTablePolicy.Single, settings.UndeclaredTables);
        Assert.Equal(UniqueKeyPolicy.Refuse, settings.UniqueKeys);
        Assert.Equal(ForeignKeyPolicy.Refuse, settings.ForeignKeys);
        Assert.Equal(SqliteTypeSource.Declared, settings.SqliteTypes);
        Assert.Equal(30, settings.DefaultCommandTimeout);
        Assert.True(settings.Enlist);
        Assert.False(settings.PersistSecurityInfo);
    }

    [Theory]
    [InlineData("Max Pool Size=7")]
    [InlineData("maxpoolsize = 7")]
    [InlineData("Maximum_Pool_Size=7")]
    public void Case_spaces_and_underscores_of_a_keyword_do_not_count(string text) =>
        Assert.Equal(7, ShardClientSettings.Parse("Data Source=x;" + text).MaximumPoolSize);

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("64 KiB", 65_536)]
    [InlineData("2mib", 2_097_152)]
    [InlineData("1GiB", 1_073_741_824)]
    public void A_size_takes_units(string text, long bytes) =>
        Assert.Equal(bytes, ShardClientSettings.Parse($"Data Source=x;Gather Limit={text}").GatherLimit);

    [Fact]
    public void Only_a_limit_that_may_be_none_takes_0()
    {
        Assert.Equal(0, ShardClientSettings.Parse("Data Source=x;Spill Limit=0").SpillLimit);
        Assert.Contains("from 1 KiB", Mistakes("Data Source=x;Gather Limit=0"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gather Limit=5 KB", "'Gather Limit' takes a size")]
    [InlineData("Gather Limit=99999999999999999999 GiB", "'Gather Limit' takes a size")]
    [InlineData("Shards=0", "'Shards' takes a number from 1 to 1024, not '0'")]
    [InlineData("Shards=four", "not 'four'")]
    [InlineData("Foreign Keys=True", "'Foreign Keys' takes Refuse or Drop, not 'True'")]
    [InlineData("Unique Keys=1", "'Unique Keys' takes Refuse or Local, not '1'")]
    [InlineData("Transaction Mode=TwoPhase", "not available in this version")]
    [InlineData("Multiplexing=writes", "'Multiplexing' takes Off or Reads, not 'writes'")]
    [InlineData("Atomic Reads=true", "needs two-phase commit")]
    [InlineData("Consistency=Sometimes", "Strong or Session or Bounded or Eventual")]
    [InlineData("Consul=http://localhost", "'consul' is not available in this version")]
    [InlineData("Server=db", "'server' belongs to one endpoint")]
    [InlineData("User ID=me", "'user id' belongs to one endpoint")]
    [InlineData("Password=secret", "'password' belongs to one endpoint")]
    [InlineData("Undeclared Table=Single", "did you mean 'Undeclared Tables'?")]
    [InlineData("Zebra=1", "is not a key; the keys are: Data Source")]
    [InlineData("Cluster File=a.json", "'Data Source' and 'Cluster File' both name a cluster")]
    [InlineData("Command Timeout=1;Default Command Timeout=2", "'Default Command Timeout' is given twice")]
    [InlineData("Min Pool Size=9;Max Pool Size=3", "'Minimum Pool Size' is larger")]
    public void A_mistake_says_what_is_wrong(string text, string said) => Assert.Contains(said, Mistakes("Data Source=x;" + text), StringComparison.Ordinal);

    [Fact]
    public void Every_mistake_is_reported_at_once()
    {
        var said = Mistakes("Shards=x;Zebra=1;Password=hidden;Enlist=maybe");
        Assert.Contains("'Shards'", said, StringComparison.Ordinal);
        Assert.Contains("'zebra'", said, StringComparison.Ordinal);
        Assert.Contains("'password'", said, StringComparison.Ordinal);
        Assert.Contains("'Enlist'", said, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_that_names_no_cluster_is_refused() => Assert.Contains("names no cluster", Mistakes("Enlist=false"), StringComparison.Ordinal);

    [Fact]
    public void A_cluster_in_memory_says_how_many_shards() => Assert.Contains("'Shards=4'", Mistakes("Data Source=:memory:"), StringComparison.Ordinal);

    [Fact]
    public void A_text_that_is_no_list_of_pairs_is_refused() => Assert.Contains("key=value", Mistakes("Data Source"), StringComparison.Ordinal);

    [Fact]
    public void Every_default_reads_back_from_its_own_text()
    {
        foreach (var option in ConnectionOptions.All.Where(static option => option.DefaultText.Length > 0))
        {
            Assert.True(option.TryRead(option.DefaultText, out var value, out _), option.Name);
            Assert.Equal(option.DefaultValue, value);
        }
    }

    [Fact]
    public void No_two_options_share_a_spelling_and_each_is_described()
    {
        foreach (var option in ConnectionOptions.All)
        {
            Assert.Same(option, OptionNames.Find(option.Name));
            Assert.All(option.Synonyms, synonym => Assert.Same(option, OptionNames.Find(synonym)));
            Assert.False(string.IsNullOrWhiteSpace(option.Description));
        }
    }

    private static string Mistakes(string text)
    {
        var refusal = Assert.Throws<ShardException>(() => ShardClientSettings.Parse(text));
        Assert.Equal(ShardErrorCode.InvalidConfiguration, refusal.ErrorCode);
        return refusal.Message;
    }
}
