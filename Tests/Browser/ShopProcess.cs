using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Xunit;

namespace ShardClient.Tests.Browser;

/// <summary>The Shop as a process of its own on a free port, with a cluster of its own, and a browser.</summary>
public sealed class ShopProcess : IAsyncLifetime
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("shardclient-shop-").FullName;
    private Process? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Address { get; } = $"http://127.0.0.1:{FreePort()}";

    public async ValueTask InitializeAsync()
    {
        var shop = Path.GetFullPath(Needed("SHOP"));
        var start = new ProcessStartInfo("dotnet", ["exec", shop, "--urls", Address, "--contentRoot", Path.GetFullPath(Path.Combine(Path.GetDirectoryName(shop)!, "../../.."))])
        {
            Environment = { ["ConnectionStrings__Shop"] = $"Data Source={_folder}/cluster;Shards=4;Transaction Mode=BestEffort" },
        };
        _process = Process.Start(start)!;
        await AnswersAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Needed("CHROMIUM"), Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The Shop's page, loaded. Any error of its script fails the test.</summary>
    public async Task<IPage> OpenAsync()
    {
        var page = await _browser!.NewPageAsync();
        page.PageError += static (_, error) => throw new InvalidOperationException(error);
        await page.GotoAsync(Address);
        return page;
    }

    private static string Needed(string variable) => Environment.GetEnvironmentVariable(variable)
        ?? throw new InvalidOperationException($"{variable} is not set. Run Tests/Browser/run-long.sh, which sets it.");

    private async Task AnswersAsync()
    {
        using var client = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                (await client.GetAsync(new Uri($"{Address}/api/totals"))).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(started) < StartTime && !_process!.HasExited)
            {
                await Task.Delay(200);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
