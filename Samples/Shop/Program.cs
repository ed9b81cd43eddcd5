using Microsoft.EntityFrameworkCore;
using ShardClient.Samples.Shop;
using ShardClient.Samples.Shop.Data;
using ShardClient.Samples.Shop.Watching;

var builder = WebApplication.CreateBuilder(args);

// Four shards in a folder; "Shop" among the connection strings of the configuration says another cluster.
var cluster = builder.Configuration.GetConnectionString("Shop") ?? "Data Source=artifacts/shop;Shards=4;Transaction Mode=BestEffort";
builder.Services.AddDbContext<ShopContext>(options => options.UseShardClient(cluster));
builder.Services.AddSingleton<TouchedShards>();

var app = builder.Build();
_ = app.Services.GetRequiredService<TouchedShards>();
app.UseDefaultFiles();
app.UseStaticFiles();
Api.Map(app);
using (var scope = app.Services.CreateScope())
    await Seed.RunAsync(scope.ServiceProvider.GetRequiredService<ShopContext>());
await app.RunAsync();
