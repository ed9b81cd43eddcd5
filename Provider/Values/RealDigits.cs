namespace ShardClient.Values;

/// <summary>
/// The decimal digits of a REAL as SQLite finds them: scaled to nineteen digits in double-double arithmetic (T. J. Dekker, 1971), then rounded half up.
/// Correctly rounded digits would differ where nineteen digits end in a tie, and a text that differs in a digit is another group.
/// </summary>
internal static class RealDigits
{
    private const double Upper = 9.223372036854774784e+18;

    /// <summary>Writes up to fifteen digits without trailing zeros; returns how many.</summary>
    /// <param name="real">Positive and finite.</param>
    /// <param name="digits">Room for twenty.</param>
    /// <param name="exponent">Of the first digit: 1.5e3 has 3.</param>
    public static int Of(double real, Span<char> digits, out int exponent)
    {
        var (high, low, scale) = (real, 0.0, 0);
        if (high > Upper)
        {
            Scale(ref high, ref low, ref scale, 100, 1.0e-100, -1.99918998026028836196e-117, static value => value > 9.223372036854774784e+118);
            Scale(ref high, ref low, ref scale, 10, 1.0e-10, -3.6432197315497741579e-27, static value => value > 9.223372036854774784e+28);
            Scale(ref high, ref low, ref scale, 1, 1.0e-01, -5.5511151231257827021e-18, static value => value > Upper);
        }
        else
        {
            Scale(ref high, ref low, ref scale, -100, 1.0e+100, -1.5902891109759918046e+83, static value => value < 9.223372036854774784e-83);
            Scale(ref high, ref low, ref scale, -10, 1.0e+10, 0, static value => value < 9.223372036854774784e+07);
            Scale(ref high, ref low, ref scale, -1, 1.0e+01, 0, static value => value < 9.22337203685477478e+17);
        }

        var whole = low < 0 ? (ulong)high - (ulong)-low : (ulong)high + (ulong)low;
        whole.TryFormat(digits, out var count);
        exponent = scale + count - 1;
        return Round(digits, count, ref exponent);
    }

    private static int Round(Span<char> digits, int count, ref int exponent)
    {
        const int kept = 15;
        if (count > kept)
        {
            count = kept;
            if (digits[kept] >= '5' && IncrementCarries(digits[..kept]))
            {
                digits[0] = '1';
                exponent++;
            }
        }

        while (count > 1 && digits[count - 1] == '0')
            count--;
        return count;
    }

    /// <summary>Adds one in the last place; true when all were nines and are now zeros.</summary>
    private static bool IncrementCarries(Span<char> digits)
    {
        for (var index = digits.Length - 1; index >= 0; index--)
        {
            if (digits[index]++ != '9')
                return false;
            digits[index] = '0';
        }

        return true;
    }

    private static void Scale(ref double high, ref double low, ref int scale, int step, double factor, double factorRest, Func<double, bool> isOutside)
    {
        while (isOutside(high))
        {
            scale += step;
            Multiply(ref high, ref low, factor, factorRest);
        }
    }

    /// <summary>(high, low) times (factor, rest), each an unevaluated sum.</summary>
    private static void Multiply(ref double high, ref double low, double factor, double rest)
    {
        var (x, y) = (Leading(high), Leading(factor));
        var (tailX, tailY) = (high - x, factor - y);
        var product = x * y;
        var cross = (x * tailY) + (tailX * y);
        var sum = product + cross;
        var error = product - sum + cross + (tailX * tailY);
        error = (high * rest) + (low * factor) + error;
        high = sum + error;
        low = sum - high;
        low += error;
    }

    private static double Leading(double value) => BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(value) & 0xFFFFFFFFFC000000UL);
}
