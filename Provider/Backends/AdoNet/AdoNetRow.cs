using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ShardClient.Values;

namespace ShardClient.Backends.AdoNet;

/// <summary>The values of the current row, in the kinds and texts that the codec of our own gives: nothing further up can tell which driver brought them.</summary>
internal sealed class AdoNetRow
{
    private object?[] _references = [];
    private long[] _numbers = [];
    private ValueKind[] _kinds = [];
    private byte[] _made = [];
    private int _madeLength;

    public AdoNetColumns Columns { get; private set; } = AdoNetColumns.None;

    public void Start(AdoNetColumns columns)
    {
        Columns = columns;
        _references = new object?[columns.Count];
        _numbers = new long[columns.Count];
        _kinds = new ValueKind[columns.Count];
    }

    /// <summary>Takes the reader's current row.</summary>
    public void Take(DbDataReader reader)
    {
        _madeLength = 0;
        for (var column = 0; column < Columns.Count; column++)
            Take(reader, column);
    }

    public ValueKind GetKind(int column) => _kinds[column];

    public long GetInteger(int column) => _kinds[column] switch
    {
        ValueKind.Integer => _numbers[column],
        ValueKind.Real => SqliteNumber.Truncate(GetReal(column)),
        ValueKind.Text when _numbers[column] != 0 => throw TooLarge(column),
        ValueKind.Text or ValueKind.Blob => SqliteNumber.IntegerPrefix(GetBytes(column)),
        _ => 0,
    };

    public double GetReal(int column) => _kinds[column] switch
    {
        ValueKind.Integer => _numbers[column],
        ValueKind.Real => BitConverter.Int64BitsToDouble(_numbers[column]),
        ValueKind.Text or ValueKind.Blob => SqliteNumber.RealPrefix(GetBytes(column)),
        _ => 0,
    };

    public ReadOnlySpan<byte> GetBytes(int column) => _references[column] switch
    {
        byte[] bytes => bytes,
        string text => Made(text),
        _ => default,
    };

    public string GetText(int column) => _references[column] as string ?? Encoding.UTF8.GetString(GetBytes(column));

    private void Take(DbDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            Set(column, ValueKind.Null, 0, null);
            return;
        }

        if (Columns.AreWide[column])
        {
            SetText(column, MySqlConnectorMembers.Digits(reader, column) ?? throw TooWide(column));
            return;
        }

        switch (reader.GetValue(column))
        {
            case long number:
                SetInteger(column, number);
                break;
            case int number:
                SetInteger(column, number);
                break;
            case string text:
                SetText(column, text);
                break;
            case byte[] bytes:
                Set(column, ValueKind.Blob, 0, bytes);
                break;
            case double number:
                SetReal(column, number);
                break;
            case decimal number:
                SetText(column, number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTime moment:
                SetMoment(column, moment);
                break;
            case ulong number:
                SetUnsigned(column, number);
                break;
            case var rare:
                SetRare(reader, column, rare);
                break;
        }
    }

    private void SetRare(DbDataReader reader, int column, object value)
    {
        switch (value)
        {
            case sbyte or byte or short or ushort or uint or bool:
                SetInteger(column, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case float number:
                SetReal(column, number);
                break;
            case TimeSpan time:
                SetText(column, MomentText.OfTime(time, Columns.Decimals[column]));
                break;
            case TimeOnly time:
                SetText(column, MomentText.OfTime(time.ToTimeSpan(), Columns.Decimals[column]));
                break;
            case DateOnly date:
                SetText(column, MomentText.OfDate(date.ToDateTime(default)));
                break;
            case Guid guid:
                SetText(column, guid.ToString());
                break;
            case ReadOnlyMemory<float> vector:
                Set(column, ValueKind.Blob, 0, MemoryMarshal.AsBytes(vector.Span).ToArray());
                break;
            case var moment when MySqlConnectorMembers.IsMoment(moment):
                TakeMoment(reader, column, moment);
                break;
            default:
                throw new ShardException(
                    ShardErrorCode.NotSupported,
                    $"The driver gives column '{Columns.Metadata[column].Name}' as {value.GetType()}, which has no place among the engine's kinds of values.",
                    "Cast the column in the statement, or use the driver of ShardClient.");
        }
    }

    // The driver's own type holds what DateTime cannot: month or day 0.
    private void TakeMoment(DbDataReader reader, int column, object moment)
    {
        var date = MySqlConnectorMembers.Date(moment);
        if (date is { Year: 0 } or { Month: 0 } or { Day: 0 })
            SetText(column, MomentText.OfImpossible(date, !Columns.AreDates[column], Columns.Decimals[column]));
        else
            SetMoment(column, reader.GetDateTime(column));
    }

    private void SetMoment(int column, DateTime moment) =>
        SetText(column, Columns.AreDates[column] ? MomentText.OfDate(moment) : MomentText.OfDateTime(moment, Columns.Decimals[column]));

    private void SetUnsigned(int column, ulong number)
    {
        if (number <= long.MaxValue)
            SetInteger(column, (long)number);
        else
            Set(column, ValueKind.Text, 1, number.ToString(CultureInfo.InvariantCulture));
    }

    private void SetInteger(int column, long number) => Set(column, ValueKind.Integer, number, null);

    private void SetReal(int column, double number) => Set(column, ValueKind.Real, BitConverter.DoubleToInt64Bits(number), null);

    private void SetText(int column, string text) => Set(column, ValueKind.Text, 0, text);

    /// <param name="number">The number; with a text, 1 when it is an integer beyond the signed ones.</param>
    private void Set(int column, ValueKind kind, long number, object? reference)
    {
        _kinds[column] = kind;
        _numbers[column] = number;
        _references[column] = reference;
    }

    // Spans given before stay over the old array.
    private ReadOnlySpan<byte> Made(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_made.Length - _madeLength < most)
            (_made, _madeLength) = (new byte[Math.Max(most, _made.Length * 2)], 0);
        var length = Encoding.UTF8.GetBytes(text, _made.AsSpan(_madeLength));
        var made = _made.AsSpan(_madeLength, length);
        _madeLength += length;
        return made;
    }

    private OverflowException TooLarge(int column) => new(
        $"The value of column '{Columns.Metadata[column].Name}' is larger than the largest signed 64-bit integer. Read it as text, decimal or unsigned.");

    private ShardException TooWide(int column) => new(
        ShardErrorCode.NotSupported,
        $"Column '{Columns.Metadata[column].Name}' has more digits than .NET's decimal, and the driver would round them.",
        "Cast the column to CHAR in the statement, or use the driver of ShardClient.");
}
