using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ShardClient.Tests.Browser;

/// <summary>What a person sees of the Shop, and of the shards behind it.</summary>
public sealed class ShopPageTests(ShopProcess shop) : IClassFixture<ShopProcess>
{
    [Fact]
    public async Task All_orders_come_from_all_shards_the_newest_first()
    {
        var page = await shop.OpenAsync();
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(20);
        var ordered = await page.Locator("#rows tr td:first-child").AllTextContentsAsync();
        Assert.Equal(ordered.OrderDescending(StringComparer.Ordinal), ordered);
        await Expect(page.Locator("#shards li")).ToHaveTextAsync(["s0", "s1", "s2", "s3"]);
    }

    [Fact]
    public async Task Older_orders_are_a_page_further()
    {
        var page = await shop.OpenAsync();
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(20);
        var oldestOfFirst = await page.Locator("#rows tr:last-child td:first-child").TextContentAsync();
        var loaded = page.WaitForResponseAsync(static response => response.Url.Contains("page=1", StringComparison.Ordinal));
        await page.Locator("#next").ClickAsync();
        await loaded;
        await Expect(page.Locator("#previous")).ToBeEnabledAsync();
        var newestOfSecond = await page.Locator("#rows tr:first-child td:first-child").TextContentAsync();
        Assert.True(string.CompareOrdinal(newestOfSecond, oldestOfFirst) <= 0);
    }

    [Fact]
    public async Task The_orders_of_one_customer_touch_one_shard()
    {
        var page = await shop.OpenAsync();
        await page.Locator("#rows button.link").First.ClickAsync();
        await Expect(page.Locator("#title")).ToContainTextAsync("Orders of Customer");
        await Expect(page.Locator("#shards li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_new_order_is_in_the_list_at_once()
    {
        var page = await shop.OpenAsync();
        await page.Locator("#rows button.link").First.ClickAsync();
        await Expect(page.Locator("#order")).ToBeVisibleAsync();
        var before = await page.Locator("#rows tr").CountAsync();
        await page.FillAsync("#item", "piano");
        await page.FillAsync("#price", "1234.50");
        await page.Locator("#order button").ClickAsync();
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(before + 1);
        await Expect(page.Locator("#rows")).ToContainTextAsync("piano");
        await Expect(page.Locator("#rows")).ToContainTextAsync("1234.50");
        await Expect(page.Locator("#error")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Totals_are_those_of_all_shards()
    {
        var page = await shop.OpenAsync();
        await page.Locator("#totals").ClickAsync();
        await Expect(page.Locator("#rows tr td:first-child")).ToHaveTextAsync(["France", "Germany", "Italy", "Poland", "Sweden"]);
        await Expect(page.Locator("#shards li")).ToHaveCountAsync(4);
    }
}
