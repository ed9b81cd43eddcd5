using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>What kind of key a column of SQLite makes, by the rules with which SQLite itself reads a declared type.</summary>
internal static class KeyTypes
{
    /// <inheritdoc cref="TryFromDeclared(string, string, out KeyType, out string?)"/>
    public static bool TryFromDeclared(EngineKind engine, string declaredType, string collation, out KeyType type, [NotNullWhen(false)] out string? refusal) =>
        engine == EngineKind.MySql
            ? ServerKeyTypes.TryFromDeclared(declaredType, collation, out type, out refusal)
            : TryFromDeclared(declaredType, collation, out type, out refusal);

    /// <param name="declaredType">As written; empty when the column has none.</param>
    /// <param name="collation">The column's collation; BINARY when it names none.</param>
    /// <param name="refusal">Why values of such a column cannot be a sharding key, and what to declare instead.</param>
    public static bool TryFromDeclared(string declaredType, string collation, out KeyType type, [NotNullWhen(false)] out string? refusal)
    {
        var name = declaredType.Trim().ToUpperInvariant();
        type = default;
        refusal = null;

        // SQLite decides by these words in this order: "POINT" is an integer to it, and "CHARINT" too.
        if (name.Contains("INT", StringComparison.Ordinal))
            type = new KeyType(KeyKind.Integer);
        else if (Has(name, "CHAR", "CLOB", "TEXT"))
            refusal = OfText(collation, ref type);
        else if (name.Contains("BLOB", StringComparison.Ordinal))
            type = new KeyType(KeyKind.Bytes);
        else if (Has(name, "REAL", "FLOA", "DOUB"))
            refusal = "Floating-point numbers that print alike can differ, so they cannot be a sharding key; use an integer or text column.";
        else
            refusal = OfNumericAffinity(name, collation, ref type);
        return refusal is null;
    }

    private static string? OfText(string collation, ref KeyType type)
    {
        switch (collation.ToUpperInvariant())
        {
            case "BINARY" or "":
                type = new KeyType(KeyKind.Text);
                return null;
            case "NOCASE":
                type = new KeyType(KeyKind.FoldedText);
                return null;
            case "RTRIM":
                type = new KeyType(KeyKind.Text, TrimsSpaces: true);
                return null;
            default:
                return $"Only the application knows which texts the collation {collation} calls equal; a sharding key takes BINARY, NOCASE or RTRIM.";
        }
    }

    /// <summary>SQLite keeps these as they are written, or as a number; the name says which of the two is meant.</summary>
    private static string? OfNumericAffinity(string name, string collation, ref KeyType type)
    {
        switch (BareName(name))
        {
            case "BOOL" or "BOOLEAN":
                type = new KeyType(KeyKind.Integer);
                return null;
            case "GUID" or "UUID" or "UNIQUEIDENTIFIER":
                type = new KeyType(KeyKind.Guid);
                return OfPlainCollation(collation);
            case "DATE":
                type = new KeyType(KeyKind.Date);
                return OfPlainCollation(collation);
            case "DATETIME" or "TIMESTAMP":
                type = new KeyType(KeyKind.DateTime);
                return OfPlainCollation(collation);
            case "":
                return "A column without a type holds values of any kind; declare it INTEGER, TEXT, BLOB, GUID or DATE.";
            case "DECIMAL" or "NUMERIC":
                return "Decimal numbers are equal in several spellings (1, 1.0), so they cannot be a sharding key; use an integer or text column.";
            default:
                return $"The type {name} is none that a sharding key can have; use INTEGER, TEXT, BLOB, GUID or DATE.";
        }
    }

    /// <summary>Other texts of these kinds never differ in case or trailing spaces only, so the built-in collations change nothing.</summary>
    private static string? OfPlainCollation(string collation)
    {
        var ignored = default(KeyType);
        return OfText(collation, ref ignored);
    }

    private static string BareName(string name)
    {
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        return (bracket < 0 ? name : name[..bracket]).TrimEnd();
    }

    private static bool Has(string name, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (name.Contains(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
