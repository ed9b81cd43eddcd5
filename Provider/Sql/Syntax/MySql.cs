namespace ShardClient.Sql.Syntax;

/// <summary>What a SHOW shows.</summary>
internal enum ShowKind
{
    Tables,
    TableStatus,
    Columns,
    Index,
    CreateTable,
    CreateView,
    Databases,
    Variables,
    Warnings,
}

/// <summary>SHOW, and DESCRIBE, which is SHOW COLUMNS.</summary>
/// <param name="Target">The table of COLUMNS, INDEX and CREATE; null for other kinds.</param>
/// <param name="Database">The database of FROM or IN; null when not said.</param>
/// <param name="Full">SHOW FULL.</param>
internal sealed record ShowStatement(ShowKind Kind, ObjectName? Target, Identifier? Database, bool Full) : Statement
{
    /// <summary>GLOBAL or SESSION, which VARIABLES may have; empty when not said.</summary>
    public string Scope { get; init; } = "";

    public Expression? Like { get; init; }

    public Expression? Where { get; init; }
}

internal sealed record UseStatement(Identifier Database) : Statement;

/// <summary>SET of session settings.</summary>
internal sealed record SetStatement(NodeList<SetItem> Items) : Statement;

/// <param name="Scope">SESSION, GLOBAL, ...; empty when not said.</param>
/// <param name="Name">The setting in lower case; <c>@name</c> for a user variable, <c>names</c> and <c>transaction isolation</c> for the forms of their own.</param>
/// <param name="Value">A word is a <see cref="ColumnExpression"/>.</param>
internal sealed record SetItem(string Scope, string Name, Expression Value) : Node;

/// <summary>A statement of MySQL that is known by its first words and has no counterpart here. Those whose parts are known derive from it.</summary>
/// <param name="Words">As messages name it: <c>LOCK TABLES</c>.</param>
internal record ForeignStatement(string Words) : Statement
{
    /// <summary>The whole as it is written, without comments; null where its words are all that is known.</summary>
    public string? Text { get; init; }
}
