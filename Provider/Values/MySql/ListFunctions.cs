using static ShardClient.Values.MySql.Arguments;

namespace ShardClient.Values.MySql;

/// <summary>Functions that choose among values.</summary>
internal static class ListFunctions
{
    public static IReadOnlyList<MySqlFunction> All { get; } =
    [
        new("elt", 2, -1, static a => Elt(a)),
        new("field", 2, -1, static a => Value.FromInteger(Field(a))),
        MySqlFunction.OfValues("find_in_set", 2, 2, static a => Value.FromInteger(FindInSet(Text(a[0], "FIND_IN_SET"), Text(a[1], "FIND_IN_SET")))),
    ];

    private static Value Elt(ReadOnlySpan<Value> a)
    {
        if (a[0].IsNull)
            return Value.Null;
        var number = Integer(a[0], "ELT");
        return number < 1 || number >= a.Length || a[(int)number].IsNull ? Value.Null : Value.FromText(Text(a[(int)number], "ELT"));
    }

    /// <summary>Texts are compared with texts, integers with integers; MySQL compares a mixture as floating-point numbers.</summary>
    private static long Field(ReadOnlySpan<Value> a)
    {
        if (a[0].IsNull)
            return 0;
        for (var at = 1; at < a.Length; at++)
        {
            if (a[at].IsNull)
                continue;
            if (a[at].Kind != a[0].Kind || a[0].Kind is not (ValueKind.Text or ValueKind.Integer))
                throw new MySqlFunctionException("FIELD: the arguments are not all texts, nor all integers");
            if (a[0].Kind == ValueKind.Text ? a[at].GetText() == a[0].GetText() : a[at].Integer == a[0].Integer)
                return at;
        }

        return 0;
    }

    private static long FindInSet(string text, string list)
    {
        if (text.Contains(',', StringComparison.Ordinal) || list.Length == 0)
            return 0;
        return Array.IndexOf(list.Split(','), text) + 1;
    }
}
