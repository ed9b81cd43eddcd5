using System.Data.Common;

namespace ShardClient.Samples.Quickstart;

/// <summary>The sample's own data: always the same, because the seed is.</summary>
internal static class DataLoader
{
    public const int Users = 10_000;
    public const int Orders = 100_000;
    private const int Seed = 20_260_101;

    private static readonly (string Code, string Name)[] Countries =
    [
        ("AR", "Argentina"), ("AU", "Australia"), ("BR", "Brazil"), ("CA", "Canada"), ("CN", "China"), ("DE", "Germany"),
        ("EG", "Egypt"), ("FR", "France"), ("IN", "India"), ("JP", "Japan"), ("KE", "Kenya"), ("US", "United States"),
    ];

    private static readonly string[] FirstNames =
        ["Ada", "Alan", "Barbara", "Chen", "Dennis", "Edsger", "Fatima", "Grace", "Haruki", "Ines", "Kofi", "Lin", "Margaret", "Niklaus", "Priya", "Tony"];

    private static readonly string[] LastNames =
        ["Abe", "Brown", "Costa", "Dubois", "Evans", "Fischer", "Garcia", "Hassan", "Ivanova", "Kim", "Li", "Mwangi", "Novak", "Okafor", "Singh", "Wang"];

    private static readonly string[] Items =
        ["book", "camera", "chair", "desk", "headphones", "keyboard", "lamp", "monitor", "mouse", "notebook", "pen", "phone"];

    public static int Total => Countries.Length + Users + Orders + 1;

    /// <param name="inserted">Told how many rows came in since the last call.</param>
    public static async Task LoadAsync(DbConnection connection, Engine engine, Action<int> inserted)
    {
        await BulkInsert.RunAsync(
            connection, engine, "countries", ["code", "name"], Countries.Select(country => new object?[] { country.Code, country.Name }), inserted);
        await BulkInsert.RunAsync(connection, engine, "users", ["id", "name", "email", "country", "joined"], MakeUsers(), inserted);
        await BulkInsert.RunAsync(connection, engine, "orders", ["id", "user_id", "item", engine.Amount, "ordered"], MakeOrders(engine), inserted);
        await BulkInsert.RunAsync(connection, engine, "notes", ["id", "text"], [[1L, "A table that nobody declared lives on one shard."]], inserted);
    }

    private static IEnumerable<object?[]> MakeUsers()
    {
        var random = new Random(Seed);
        for (var id = 1L; id <= Users; id++)
        {
            var first = Pick(random, FirstNames);
            var last = Pick(random, LastNames);
            var email = $"{first}.{last}{id}@example.com".ToLowerInvariant();
            yield return [id, $"{first} {last}", email, Pick(random, Countries).Code, Day(random, 2020, 2024)];
        }
    }

    private static IEnumerable<object?[]> MakeOrders(Engine engine)
    {
        var random = new Random(Seed + 1);
        for (var id = 1L; id <= Orders; id++)
            yield return [id, random.NextInt64(1, Users + 1), Pick(random, Items), engine.ToAmount(random.NextInt64(199, 99_999)), Day(random, 2024, 2026)];
    }

    private static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];

    private static string Day(Random random, int fromYear, int toYear)
    {
        var start = new DateOnly(fromYear, 1, 1);
        var days = new DateOnly(toYear, 1, 1).DayNumber - start.DayNumber;
        return start.AddDays(random.Next(days)).ToString("yyyy-MM-dd", null);
    }
}
