namespace ShardClient.Tests.Unit.Architecture;

/// <summary>
/// Which folder of Provider may use which: the one place where it is written down. A room may always use itself, <c>Values</c> and
/// <c>Errors</c>. The root of Provider (the ADO.NET types) uses everything and is used by no folder.
/// </summary>
internal static class Rooms
{
    public const string Root = "(root)";

    /// <summary>The immutable values of Catalog, without its stores: what Planning sees of it. Files <c>Catalog/Logical*.cs</c>.</summary>
    public const string CatalogValues = "Catalog values";

    /// <summary>What Merging sees of Planning: <c>Planning/Operators</c> and <c>Planning/Scalars</c>.</summary>
    public const string PlanOperators = "Planning operators";

    private static readonly string[] Everywhere = ["Values", "Errors"];

    private static readonly Dictionary<string, string[]> Table = new()
    {
        ["Errors"] = [],
        ["Diagnostics"] = [],
        ["Options"] = [],
        ["Values"] = [],
        ["Sql"] = [],
        ["Topology"] = ["Options", "Diagnostics"],
        ["Wire"] = ["Diagnostics"],
        ["Backends"] = ["Wire", "Options", "Diagnostics"],
        [CatalogValues] = ["Topology", "Sql"],
        ["Catalog"] = ["Backends", "Topology", "Sql", "Options", "Diagnostics", CatalogValues],
        ["Keys"] = ["Backends", "Topology", "Options", "Diagnostics"],
        ["Balancing"] = ["Backends", "Topology", "Options", "Diagnostics"],
        [PlanOperators] = ["Planning"],
        ["Planning"] = ["Sql", CatalogValues, "Topology", "Diagnostics", PlanOperators],
        ["Routing"] = ["Planning", PlanOperators, "Keys", "Topology", "Diagnostics"],
        ["Merging"] = [PlanOperators],
        ["Execution"] =
        [
            "Diagnostics", "Options", "Sql", "Topology", "Wire", "Backends", "Catalog", CatalogValues, "Keys", "Balancing", "Planning",
            PlanOperators, "Routing", "Merging",
        ],
        ["Transactions"] = ["Execution", "Catalog", CatalogValues, "Backends", "Topology", "Options", "Diagnostics"],
        ["Migration"] =
        [
            "Diagnostics", "Options", "Sql", "Topology", "Wire", "Backends", "Catalog", CatalogValues, "Keys", "Balancing", "Planning",
            PlanOperators, "Routing", "Merging", "Execution", "Transactions",
        ],
    };

    public static bool IsKnown(string room) => room == Root || Table.ContainsKey(room);

    public static bool MayUse(string from, string to) =>
        from == to || from == Root || (to != Root && (Everywhere.Contains(to) && from != "Errors" || Table[from].Contains(to)));
}
