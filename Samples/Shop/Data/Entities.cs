namespace ShardClient.Samples.Shop.Data;

/// <summary>A customer. The cluster makes its id, and its orders live on the same shard.</summary>
public sealed class User
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public required string CountryCode { get; set; }

    public Country? Country { get; set; }

    public List<Order> Orders { get; } = [];
}

/// <summary>What a customer ordered.</summary>
public sealed class Order
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public User? User { get; set; }

    public required string Item { get; set; }

    public decimal Price { get; set; }

    public DateTime Ordered { get; set; }
}

/// <summary>A country: the same few rows on every shard.</summary>
public sealed class Country
{
    public required string Code { get; set; }

    public required string Name { get; set; }
}
