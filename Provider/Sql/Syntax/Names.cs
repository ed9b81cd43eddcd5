namespace ShardClient.Sql.Syntax;

internal enum NameQuotes
{
    None,

    /// <summary><c>"x"</c>: SQLite takes it for a string when no column has the name.</summary>
    Double,

    /// <summary><c>`x`</c>, <c>[x]</c>, or a string where only a name can stand: always a name.</summary>
    Grave,
}

/// <summary>A name as it was meant. Compare with <see cref="Is"/>: SQL names ignore case.</summary>
/// <param name="Name">The name without quotes.</param>
/// <param name="Quotes">How it stood in the text.</param>
internal readonly record struct Identifier(string Name, NameQuotes Quotes = NameQuotes.None)
{
    /// <summary>True when it stood in quotes of any kind.</summary>
    public bool Quoted => Quotes != NameQuotes.None;

    public bool Is(string other) => string.Equals(Name, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Structural equality: the writer is free to quote a plain name, so only double quotes, which may mean a string, count.</summary>
    public bool Equals(Identifier other) => Name == other.Name && (Quotes == NameQuotes.Double) == (other.Quotes == NameQuotes.Double);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Name;
}

/// <summary>The name of a table, view, index or trigger, perhaps with its schema (<c>main.users</c>).</summary>
internal sealed record ObjectName(Identifier? Schema, Identifier Name) : Node
{
    public override string ToString() => Schema is { } schema ? $"{schema}.{Name}" : Name.ToString();
}

/// <summary>A type as declared: its words and sizes as written, e.g. <c>DOUBLE PRECISION</c>, <c>DECIMAL(10, 2)</c>.</summary>
/// <param name="Name">The words with one blank between; empty in <c>CAST(x AS)</c>, which SQLite allows.</param>
internal sealed record TypeName(string Name, NodeList<string> Arguments) : Node
{
    /// <summary>MySQL's words after the size: UNSIGNED, ZEROFILL, BINARY, ...</summary>
    public string Attributes { get; init; } = "";

    /// <summary>MySQL's CHARACTER SET of the type; null when not said.</summary>
    public string? Charset { get; init; }

    /// <summary>ENUM and SET: the arguments are strings, decoded.</summary>
    public bool HasMembers { get; init; }
}
