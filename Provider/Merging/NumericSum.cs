using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// SUM, TOTAL and AVG as SQLite adds: integers exactly, and from the first REAL on with the compensation of Kahan, Babuska and Neumaier
/// (https://sqlite.org/lang_aggfunc.html#sumunc).
/// </summary>
internal struct NumericSum
{
    /// <summary>Integers from here on do not fit a double: they are added in two parts.</summary>
    private const long LargeInteger = 4503599627370496;

    private const double UnitsPerOne = 65536;

    /// <summary>Of a sum and of its parts put together, relative: some 2^-53 each.</summary>
    private const double RoundingError = 4.5e-16;

    private long _integer;

    private double _real;

    private double _error;

    private bool _isReal;

    private bool _overflowed;

    /// <summary>False while nothing but NULLs came.</summary>
    public bool HasValue { get; private set; }

    public void Add(in ValueView value)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                return;
            case ValueKind.Integer:
                AddInteger(value.Integer);
                break;
            case ValueKind.Real:
                AddReal(value.Real);
                break;
            case ValueKind.Text when SqliteNumber.TryWhole(value.Bytes, out var number) && number.Kind == ValueKind.Integer:
                AddInteger(number.Integer);
                break;
            default:
                AddReal(SqliteNumber.RealPrefix(value.Bytes));
                break;
        }

        HasValue = true;
    }

    /// <summary>
    /// Adds a shard's sum by its parts, which hold what the sum's own rounding has lost. They refine it, and never replace it: where values
    /// were too large to be cut, the parts are off by more than a rounding and the sum itself counts.
    /// </summary>
    /// <param name="units">Whole multiples of 2^-16.</param>
    /// <param name="rest">What they leave.</param>
    public void AddParts(double sum, double units, double rest)
    {
        var high = units / UnitsPerOne;
        HasValue = true;
        if (Math.Abs(high + rest - sum) <= Math.Abs(sum) * RoundingError)
        {
            AddReal(high);
            AddReal(rest);
        }
        else
        {
            AddReal(sum);
        }
    }

    /// <exception cref="ShardException">EngineError "integer overflow", as the engine says it.</exception>
    public readonly Value ToSum() => (HasValue, _isReal, _overflowed) switch
    {
        (false, _, _) => Value.Null,
        (_, false, _) => Value.FromInteger(_integer),
        (_, _, true) => throw new ShardException(
            ShardErrorCode.EngineError, "integer overflow: the sum over the shards exceeds 64 bits.", "Use TOTAL(), or CAST the summed value to REAL."),
        _ => SqliteArithmetic.FromReal(ToReal()),
    };

    public readonly double ToReal() => _isReal ? _real + (double.IsFinite(_error) ? _error : 0) : _integer;

    private void AddInteger(long value)
    {
        if (_isReal)
        {
            AddLarge(value);
            return;
        }

        var sum = unchecked(_integer + value);
        if (((_integer ^ sum) & (value ^ sum)) >= 0)
        {
            _integer = sum;
            return;
        }

        _overflowed = true;
        BecomeReal();
        AddLarge(value);
    }

    private void AddReal(double value)
    {
        if (!_isReal)
            BecomeReal();
        _overflowed = false;
        Step(value);
    }

    private void BecomeReal()
    {
        _isReal = true;
        AddLarge(_integer);
    }

    private void AddLarge(long value)
    {
        var low = value is <= -LargeInteger or >= LargeInteger ? value % 16384 : 0;
        Step(value - low);
        if (low != 0)
            Step(low);
    }

    private void Step(double value)
    {
        var sum = _real + value;
        _error += Math.Abs(_real) > Math.Abs(value) ? (_real - sum) + value : (value - sum) + _real;
        _real = sum;
    }
}
