using ShardClient.Planning.Scalars;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>CAST, and the conversion of operands before a comparison.</summary>
internal static class ScalarCast
{
    /// <param name="type">A declared type; its affinity is what counts (https://sqlite.org/datatype3.html#determination_of_column_affinity).</param>
    public static Value Apply(in Value value, string type)
    {
        if (value.IsNull)
            return value;
        bool Has(string part) => type.Contains(part, StringComparison.OrdinalIgnoreCase);
        if (Has("INT"))
            return Value.FromInteger(SqliteArithmetic.ToInteger(value));
        if (Has("CHAR") || Has("CLOB") || Has("TEXT"))
            return SqliteArithmetic.ToText(value);
        if (type.Length == 0 || Has("BLOB"))
            return value.Kind == ValueKind.Blob ? value : Value.FromBlob(SqliteArithmetic.ToText(value).Bytes);
        if (Has("REAL") || Has("FLOA") || Has("DOUB"))
            return SqliteArithmetic.FromReal(SqliteArithmetic.ToReal(value));
        return value.Kind is ValueKind.Integer or ValueKind.Real ? value : ToNumeric(value);
    }

    public static Value ForComparison(in Value value, ScalarAffinity affinity) => (affinity, value.Kind) switch
    {
        (ScalarAffinity.Text, ValueKind.Integer or ValueKind.Real) => SqliteArithmetic.ToText(value),
        (ScalarAffinity.Numeric, ValueKind.Text) when SqliteNumber.TryWhole(value.Bytes.Span, out var number) => number,
        _ => value,
    };

    private static Value ToNumeric(in Value value)
    {
        var number = SqliteNumber.NumericPrefix(value.Bytes.Span);
        return number.Kind == ValueKind.Real ? SqliteNumber.Integral(number.Real) : number;
    }
}
