namespace ShardClient.Values;

/// <summary>
/// Order and equality of values as SQLite has them: NULL, then numbers by value whichever class they have, then text by collation, then blobs.
/// Two NULLs are equal here, as in ORDER BY, GROUP BY and DISTINCT.
/// </summary>
internal static class ValueComparer
{
    public static int Compare(in ValueView left, in ValueView right, Collation collation)
    {
        if (left.Kind == right.Kind)
        {
            return left.Kind switch
            {
                ValueKind.Integer => left.Integer.CompareTo(right.Integer),
                ValueKind.Real => CompareReals(left.Real, right.Real),
                ValueKind.Text => collation.Compare(left.Bytes, right.Bytes),
                ValueKind.Blob => collation.CompareBlobs(left.Bytes, right.Bytes),
                _ => 0,
            };
        }

        return (left.Kind, right.Kind) switch
        {
            (ValueKind.Integer, ValueKind.Real) => CompareIntegerToReal(left.Integer, right.Real),
            (ValueKind.Real, ValueKind.Integer) => -CompareIntegerToReal(right.Integer, left.Real),
            _ => left.Kind.CompareTo(right.Kind),
        };
    }

    public static bool AreEqual(in ValueView left, in ValueView right, Collation collation) =>
        left.Kind == ValueKind.Text && right.Kind == ValueKind.Text
            ? collation.Equals(left.Bytes, right.Bytes)
            : Compare(left, right, collation) == 0;

    /// <summary>Adds a value to a hash so that equal values add the same: 1 and 1.0, and texts that their collation finds equal.</summary>
    public static void AddTo(ref HashCode hash, in ValueView value, Collation collation)
    {
        switch (value.Kind)
        {
            case ValueKind.Integer:
                hash.Add(value.Integer);
                break;
            case ValueKind.Real when IsInteger(value.Real, out var integer):
                hash.Add(integer);
                break;
            case ValueKind.Real:
                hash.Add(value.Real);
                break;
            case ValueKind.Text:
                hash.Add(ValueKind.Text);
                collation.AddTo(ref hash, value.Bytes);
                break;
            case ValueKind.Blob:
                hash.Add(ValueKind.Blob);
                collation.AddBlobTo(ref hash, value.Bytes);
                break;
            default:
                hash.Add(ValueKind.Null);
                break;
        }
    }

    public static int CompareReals(double left, double right) => left < right ? -1 : left > right ? 1 : 0;

    /// <summary>Exact also where a double cannot hold the integer.</summary>
    public static int CompareIntegerToReal(long integer, double real)
    {
        if (double.IsNaN(real) || real < -9223372036854775808.0)
            return 1;
        if (real >= 9223372036854775808.0)
            return -1;
        var whole = (long)real;
        return integer != whole ? integer.CompareTo(whole) : CompareReals(integer, real);
    }

    /// <summary>True when a real is exactly a 64-bit integer.</summary>
    public static bool IsInteger(double real, out long integer)
    {
        integer = 0;
        if (!(real >= -9223372036854775808.0 && real < 9223372036854775808.0))
            return false;
        integer = (long)real;
        return integer == real;
    }
}
