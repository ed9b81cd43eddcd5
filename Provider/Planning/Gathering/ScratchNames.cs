using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Gathering;

/// <summary>Names in the texts over scratch tables: always quoted, so that none is taken for a keyword or a string.</summary>
internal static class ScratchNames
{
    /// <summary>What a scan calls its table.</summary>
    public static Identifier Scanned { get; } = Quoted("t");

    public static Identifier Quoted(string name) => new(name, NameQuotes.Grave);

    public static ColumnExpression Column(Identifier? table, string name) => new(null, table, Quoted(name));

    /// <summary>With its schema: a common table of the same name would come first.</summary>
    public static TableReference Table(string name, Identifier? alias = null) => new(new ObjectName(new Identifier("main"), Quoted(name)), alias, null, false);

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Fragments' columns are called by their place: results may call two of them the same.</summary>
    public static string OfPlace(int ordinal) => $"c{ordinal + 1}";
}
