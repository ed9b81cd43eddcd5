namespace ShardClient.Values;

/// <summary>
/// SUM, TOTAL and AVG as SQLite adds: REALs with the compensation of Kahan, Babuska and Neumaier
/// (https://sqlite.org/lang_aggfunc.html#sumunc), integers exactly, here with 128 bits. A part of a sum that is handed on as
/// <see cref="WritePartial"/> writes it has lost nothing, so that the parts of several shards add up as one database adds. Unmanaged, and
/// zeroed memory is an empty sum.
/// </summary>
internal struct NumericSum
{
    /// <summary>The aggregate of every session that gives a sum in the form of <see cref="AddPartial"/>.</summary>
    public const string PartialFunction = "shardclient_sum";

    /// <summary>The longest partial sum in bytes.</summary>
    public const int PartialLength = 17;

    /// <summary>Integers from here on do not fit a double: they are added in two parts.</summary>
    private const long LargeInteger = 4503599627370496;

    private const byte IntegerForm = 1;

    private const byte RealForm = 2;

    // Two words, not an Int128: that would have to be aligned to 16 bytes, and the engine's memory is not.
    private ulong _integerLow;

    private long _integerHigh;

    private double _real;

    private double _error;

    private bool _isReal;

    private bool _hasValue;

    /// <summary>False while nothing but NULLs came.</summary>
    public readonly bool HasValue => _hasValue;

    private readonly Int128 Integer => new((ulong)_integerHigh, _integerLow);

    private readonly bool FitsInteger => _integerHigh == (long)_integerLow >> 63;

    /// <summary>Adds a value: a text counts by its leading number.</summary>
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
    }

    /// <summary>Adds what <see cref="WritePartial"/> wrote, or a number that is a sum without loss.</summary>
    public void AddPartial(in ValueView part)
    {
        if (part.Kind == ValueKind.Blob)
            AddWritten(part.Bytes);
        else
            Add(part);
    }

    public void AddInteger(long value)
    {
        var low = _integerLow + (ulong)value;
        _integerHigh += (value >> 63) + (low < _integerLow ? 1 : 0);
        _integerLow = low;
        _hasValue = true;
    }

    public void AddReal(double value)
    {
        Step(value);
        _isReal = _hasValue = true;
    }

    /// <exception cref="ShardException">EngineError "integer overflow", as the engine says it.</exception>
    public readonly Value ToSum()
    {
        if (!_hasValue)
            return Value.Null;
        if (_isReal)
            return SqliteArithmetic.FromReal(ToReal());
        return FitsInteger ? Value.FromInteger((long)_integerLow) : throw new ShardException(
            ShardErrorCode.EngineError, "integer overflow: the sum over the shards exceeds 64 bits.", "Use TOTAL(), or CAST the summed value to REAL.");
    }

    public readonly double ToReal()
    {
        if (!_isReal && FitsInteger)
            return (long)_integerLow;
        var whole = this;
        whole.FoldIntegers();
        return whole._real + (double.IsFinite(whole._error) ? whole._error : 0);
    }

    /// <summary>The sum as a number when that holds it whole (an integer, a REAL without a rounding error).</summary>
    public readonly bool TryGetPartial(out ValueView partial)
    {
        partial = default;
        if (!_hasValue)
            return true;
        if (!_isReal)
        {
            partial = ValueView.FromInteger((long)_integerLow);
            return FitsInteger;
        }

        partial = ValueView.FromReal(_real);
        return double.IsInfinity(_real) || (_error == 0 && _integerHigh == 0 && _integerLow == 0);
    }

    /// <summary>The sum with its rounding error, for where <see cref="TryGetPartial"/> cannot say it.</summary>
    public readonly void WritePartial(Span<byte> destination)
    {
        var whole = this;
        if (_isReal)
            whole.FoldIntegers();
        destination[0] = _isReal ? RealForm : IntegerForm;
        BitConverter.TryWriteBytes(destination[1..], _isReal ? BitConverter.DoubleToInt64Bits(whole._real) : (long)_integerLow);
        BitConverter.TryWriteBytes(destination[9..], _isReal ? BitConverter.DoubleToInt64Bits(whole._error) : _integerHigh);
    }

    private void AddWritten(ReadOnlySpan<byte> bytes)
    {
        var first = BitConverter.ToInt64(bytes[1..]);
        var second = BitConverter.ToInt64(bytes[9..]);
        _hasValue = true;
        if (bytes[0] == IntegerForm)
        {
            var low = _integerLow + (ulong)first;
            _integerHigh += second + (low < _integerLow ? 1 : 0);
            _integerLow = low;
            return;
        }

        _isReal = true;
        Step(BitConverter.Int64BitsToDouble(first));
        _error += BitConverter.Int64BitsToDouble(second);
    }

    /// <summary>Adds the integers to the REALs, in parts that a double holds.</summary>
    private void FoldIntegers()
    {
        if (FitsInteger)
        {
            var value = (long)_integerLow;
            var low = value is <= -LargeInteger or >= LargeInteger ? value % 16384 : 0;
            Step(value - low);
            Step(low);
        }
        else
        {
            var value = Integer;
            var middle = value % ((Int128)1 << 96);
            Step((double)(value - middle));
            Step((double)(middle - (middle % ((Int128)1 << 48))));
            Step((double)(middle % ((Int128)1 << 48)));
        }

        _integerLow = 0;
        _integerHigh = 0;
    }

    private void Step(double value)
    {
        var sum = _real + value;
        _error += Math.Abs(_real) > Math.Abs(value) ? (_real - sum) + value : (value - sum) + _real;
        _real = sum;
    }
}
