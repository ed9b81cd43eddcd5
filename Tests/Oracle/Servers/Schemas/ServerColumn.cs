namespace ShardClient.Tests.Oracle.Servers.Schemas;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, which needs no quotes.</param>
/// <param name="Type">Its type as it is declared, with its collation.</param>
/// <param name="Values">The literals that it gets: few enough that tables share them, odd enough that rules show.</param>
internal sealed record ServerColumn(string Name, string Type, ValueKind Kind, IReadOnlyList<string> Values)
{
    public bool IsNotNull { get; init; }

    /// <summary>Texts of different bytes may be equal here.</summary>
    public bool IsLoose { get; init; }

    public string Definition => $"{Name} {Type}{(IsNotNull ? " NOT NULL" : "")}";
}
