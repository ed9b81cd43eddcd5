namespace ShardClient.Catalog;

/// <summary>SQLite's rules for the affinity of a declared type (https://sqlite.org/datatype3.html#determination_of_column_affinity).</summary>
internal static class Affinities
{
    public static Affinity Of(string declaredType, bool strict)
    {
        if (strict && Is(declaredType, "ANY"))
            return Affinity.Blob;
        if (Has(declaredType, "INT"))
            return Affinity.Integer;
        if (Has(declaredType, "CHAR") || Has(declaredType, "CLOB") || Has(declaredType, "TEXT"))
            return Affinity.Text;
        if (declaredType.Length == 0 || Has(declaredType, "BLOB"))
            return Affinity.Blob;
        if (Has(declaredType, "REAL") || Has(declaredType, "FLOA") || Has(declaredType, "DOUB"))
            return Affinity.Real;
        return Affinity.Numeric;
    }

    private static bool Has(string type, string word) => type.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool Is(string type, string word) => string.Equals(type, word, StringComparison.OrdinalIgnoreCase);
}
