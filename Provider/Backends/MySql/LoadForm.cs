using ShardClient.Values;

namespace ShardClient.Backends.MySql;

/// <summary>How the values of a column stand in the lines of LOAD DATA, so that the server stores what it would store from an INSERT.</summary>
internal enum LoadForm : byte
{
    /// <summary>A type that is not known well enough.</summary>
    None,
    Integer,
    Decimal,
    Real,
    Letters,

    /// <summary>Moments, members of an ENUM or SET, JSON, addresses: a number means something else there than its digits.</summary>
    Word,

    /// <summary>The number 0 is the year 0, its digit the year 2000.</summary>
    Year,

    /// <summary>Hexadecimal digits, which no character set touches.</summary>
    Bytes,

    /// <summary>The number in digits; digits as they are would be taken for the bits of their letters.</summary>
    Bits,
}

/// <summary>Which form each type has, and which values go into it (MySQL Reference Manual, "LOAD DATA Statement" and "Data Types").</summary>
internal static class LoadForms
{
    /// <summary>An AUTO_INCREMENT column included, because digits count on it as numbers do.</summary>
    public static LoadForm Of(string declaredType) => NameOf(declaredType).ToUpperInvariant() switch
    {
        "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "INTEGER" or "BIGINT" => LoadForm.Integer,
        "DECIMAL" or "NUMERIC" => LoadForm.Decimal,
        "FLOAT" or "DOUBLE" => LoadForm.Real,
        "CHAR" or "VARCHAR" or "TINYTEXT" or "TEXT" or "MEDIUMTEXT" or "LONGTEXT" => LoadForm.Letters,
        "DATE" or "DATETIME" or "TIMESTAMP" or "TIME" or "ENUM" or "SET" or "JSON" or "UUID" or "INET4" or "INET6" => LoadForm.Word,
        "YEAR" => LoadForm.Year,
        "BINARY" or "VARBINARY" or "TINYBLOB" or "BLOB" or "MEDIUMBLOB" or "LONGBLOB" => LoadForm.Bytes,
        "GEOMETRY" or "POINT" or "LINESTRING" or "POLYGON" or "MULTIPOINT" or "MULTILINESTRING" or "MULTIPOLYGON" or "GEOMETRYCOLLECTION" or "GEOMCOLLECTION" => LoadForm.Bytes,
        "BIT" => LoadForm.Bits,
        _ => LoadForm.None,
    };

    /// <summary>False for a value that an INSERT would turn into something else than its text in the column.</summary>
    public static bool Takes(this LoadForm form, in Value value) => value.Kind switch
    {
        ValueKind.Integer => form is not (LoadForm.Word or LoadForm.Bits) || (form == LoadForm.Bits && value.Integer >= 0),
        ValueKind.Real => form == LoadForm.Real && double.IsFinite(value.Real),
        ValueKind.Text when value.IsNumber => form switch
        {
            LoadForm.Decimal or LoadForm.Real => true,
            LoadForm.Integer or LoadForm.Letters or LoadForm.Bits => IsDigits(value.GetText()),
            _ => false,
        },
        ValueKind.Text => form != LoadForm.Bits,
        ValueKind.Blob => form == LoadForm.Bytes,
        _ => true,
    };

    private static bool IsDigits(string number) => !number.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static string NameOf(string declaredType)
    {
        var end = declaredType.AsSpan().IndexOfAny(' ', '(');
        return end < 0 ? declaredType : declaredType[..end];
    }
}
