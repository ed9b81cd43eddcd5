namespace ShardClient.Tests.Oracle.Statements.Tree;

/// <summary>What a piece of a statement is, which decides how the minimiser may shrink it.</summary>
internal enum NodeRole
{
    /// <summary>Stays as it is.</summary>
    Text,

    /// <summary>May give way to one of the expressions inside it.</summary>
    Expression,

    /// <summary>A SELECT or VALUES: may give way to a query inside it.</summary>
    Query,

    /// <summary>An item of FROM: may give way to an item inside it.</summary>
    Source,

    /// <summary>May be left out.</summary>
    Clause,

    /// <summary>Items between separators, each of which may be left out while one stays.</summary>
    List,
}

/// <summary>Where the outermost query keeps what decides how its answer is compared.</summary>
internal enum Marker
{
    None,
    Columns,
    TotalOrder,
    PartialOrder,
    Limit,

    /// <summary>WHERE of a plain query, or the place where it would stand.</summary>
    Filter,
}

/// <summary>What the engine leaves open in a column of the answer.</summary>
[Flags]
internal enum ColumnTraits
{
    None = 0,

    /// <summary>One of several values that compare equal (1 and 1.0, 'a' and 'A' under NOCASE).</summary>
    AnyEqual = 1,

    /// <summary>A sum of REALs in no particular order.</summary>
    Rounded = 2,

    /// <summary>Pieces joined in no particular order.</summary>
    AnyPieces = 4,

    /// <summary>A text for which the plain database may show the number that it spells.</summary>
    Respelled = 8,
}

/// <summary>A text or a node.</summary>
internal readonly record struct Part(string? Text, Node? Child);

/// <summary>A piece of a generated statement: text and pieces. Immutable; the minimiser replaces nodes by smaller ones.</summary>
internal sealed class Node(NodeRole role, IReadOnlyList<Part> parts)
{
    private static int lastId;

    public NodeRole Role => role;

    public IReadOnlyList<Part> Parts => parts;

    /// <summary>The same for a node and what the minimiser made of it.</summary>
    public int Id { get; private init; } = Interlocked.Increment(ref lastId);

    /// <summary>Between the items of a list.</summary>
    public string Separator { get; init; } = ", ";

    /// <summary>The constructs that this piece shows, for the table of what ran.</summary>
    public IReadOnlyList<string> Constructs { get; init; } = [];

    public Marker Marker { get; init; }

    public ColumnTraits Traits { get; init; }

    /// <summary>For a term of ORDER BY: the item of the select list that it is; 0 when it is none.</summary>
    public int KeyOf { get; init; }

    /// <summary>Written as the position of that item in its select list.</summary>
    public int PositionOf { get; init; }

    /// <summary>A value that may be sent as a parameter.</summary>
    public SqlValue? Value { get; init; }

    /// <summary>Sent as a parameter rather than written as a literal.</summary>
    public bool IsParameter { get; init; }

    /// <summary>A view's query in its place, for the minimiser.</summary>
    public Node? Inlined { get; init; }

    /// <summary>Needed for the statement to have one answer only.</summary>
    public bool IsPinned { get; init; }

    public Node With(IReadOnlyList<Part> others) => new(role, others)
    {
        Id = Id, Separator = Separator, Constructs = Constructs, Marker = Marker, Traits = Traits, KeyOf = KeyOf, PositionOf = PositionOf,
        Value = Value, IsParameter = IsParameter, IsPinned = IsPinned, Inlined = Inlined,
    };

    public Node As(
        NodeRole? newRole = null, Marker? marker = null, ColumnTraits? traits = null, int? keyOf = null, bool? isPinned = null,
        bool? isParameter = null, string? construct = null) => new(newRole ?? role, parts)
    {
        Id = Id,
        Separator = Separator,
        Constructs = construct is null ? Constructs : [.. Constructs, construct],
        Marker = marker ?? Marker,
        Traits = traits ?? Traits,
        KeyOf = keyOf ?? KeyOf,
        PositionOf = PositionOf,
        Value = Value,
        Inlined = Inlined,
        IsParameter = isParameter ?? IsParameter,
        IsPinned = isPinned ?? IsPinned,
    };

    /// <summary>This node and all inside it, outermost first.</summary>
    public IEnumerable<Node> All()
    {
        var waiting = new Stack<Node>();
        waiting.Push(this);
        while (waiting.TryPop(out var node))
        {
            yield return node;
            for (var index = node.Parts.Count - 1; index >= 0; index--)
            {
                if (node.Parts[index].Child is { } child)
                    waiting.Push(child);
            }
        }
    }

    /// <summary>This node with one inside it replaced wherever it stands.</summary>
    /// <param name="old">The node to look for.</param>
    /// <param name="replacement">What stands there then.</param>
    /// <param name="evenPinned">Also in what is pinned: when all are to change alike.</param>
    public Node Replace(Node old, Node replacement, bool evenPinned = false)
    {
        if (ReferenceEquals(this, old))
            return replacement;
        if (IsPinned && !evenPinned)
            return this;
        Part[]? changed = null;
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index].Child is not { } child || child.Replace(old, replacement, evenPinned) is not { } other || ReferenceEquals(other, child))
                continue;
            changed ??= [.. parts];
            changed[index] = new Part(null, other);
        }

        return changed is null ? this : With(changed);
    }

    public override string ToString() => SqlText.Of(this).Text;
}
