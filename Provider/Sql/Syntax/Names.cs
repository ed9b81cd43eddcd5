namespace ShardClient.Sql.Syntax;

/// <summary>A name as it was meant. Compare with <see cref="Is"/>: SQL names ignore case.</summary>
/// <param name="Name">The name without quotes.</param>
/// <param name="Quoted">True when it stood in quotes: it is written in quotes again.</param>
internal readonly record struct Identifier(string Name, bool Quoted = false)
{
    public bool Is(string other) => string.Equals(Name, other, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Name;
}

/// <summary>The name of a table, view, index or trigger, perhaps with its schema (<c>main.users</c>).</summary>
internal sealed record ObjectName(Identifier? Schema, Identifier Name) : Node
{
    public override string ToString() => Schema is { } schema ? $"{schema}.{Name}" : Name.ToString();
}

/// <summary>A type as declared: its words and sizes as written, e.g. <c>DOUBLE PRECISION</c>, <c>DECIMAL(10, 2)</c>.</summary>
internal sealed record TypeName(string Name, NodeList<string> Arguments) : Node;
