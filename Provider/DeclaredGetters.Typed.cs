using ShardClient.Values;

namespace ShardClient;

/// <summary>The typed getters: whole numbers convert among each other while they fit, the rest stays what it is.</summary>
internal partial class DeclaredGetters
{
    public override bool GetBoolean(RowCursor rows, int ordinal) => Effective(rows, ordinal) switch
    {
        ColumnType.Boolean or ColumnType.Integer => rows.GetInteger(ordinal) != 0,
        // A typed number is a boolean only where nothing is lost: 0 and 1.
        >= ColumnType.SByte and <= ColumnType.UInt64 when rows.GetKind(ordinal) == ValueKind.Integer && rows.GetInteger(ordinal) is 0 or 1 => rows.GetInteger(ordinal) == 1,
        _ => throw Mismatch(rows, ordinal, "a Boolean"),
    };

    /// <summary>Empty text gives the character of no text, as with Microsoft.Data.Sqlite.</summary>
    public override char GetChar(RowCursor rows, int ordinal) => (IsText(rows, ordinal) ? rows.GetText(ordinal) : null) switch
    {
        [var only] => only,
        "" => '\0',
        _ => throw Mismatch(rows, ordinal, "a Char"),
    };

    public override sbyte GetSByte(RowCursor rows, int ordinal) => checked((sbyte)Whole(rows, ordinal, "an SByte"));

    /// <summary>ADO.NET's callers expect a number that is no byte to be a failed cast, where the other numbers overflow.</summary>
    public override byte GetByte(RowCursor rows, int ordinal) =>
        TryWhole(rows, ordinal, "a Byte", out var number) && number is >= byte.MinValue and <= byte.MaxValue ? (byte)number : throw Mismatch(rows, ordinal, "a Byte");

    public override short GetInt16(RowCursor rows, int ordinal) => checked((short)Whole(rows, ordinal, "an Int16"));

    public override ushort GetUInt16(RowCursor rows, int ordinal) => checked((ushort)Whole(rows, ordinal, "a UInt16"));

    public override int GetInt32(RowCursor rows, int ordinal) => checked((int)Whole(rows, ordinal, "an Int32"));

    public override uint GetUInt32(RowCursor rows, int ordinal) => checked((uint)Whole(rows, ordinal, "a UInt32"));

    public override long GetInt64(RowCursor rows, int ordinal) => Whole(rows, ordinal, "an Int64");

    public override ulong GetUInt64(RowCursor rows, int ordinal)
    {
        if (rows.GetKind(ordinal) == ValueKind.Integer && rows.Columns[ordinal].Type == ColumnType.UInt64 && rows.GetInteger(ordinal) is >= 0 and var number)
            return (ulong)number;

        // Above 2^63 an integer column keeps a double, exact to 53 bits.
        if (rows.GetKind(ordinal) == ValueKind.Real && rows.Columns[ordinal].Type == ColumnType.UInt64)
            return checked((ulong)rows.GetReal(ordinal));
        if (Effective(rows, ordinal) == ColumnType.UInt64)
            return UnsignedOf(rows, ordinal);
        return checked((ulong)Whole(rows, ordinal, "a UInt64"));
    }

    public override float GetFloat(RowCursor rows, int ordinal) => Effective(rows, ordinal) switch
    {
        ColumnType.Single => (float)Number(rows, ordinal),
        // An expression's double may be rounded, but a number is no infinity.
        ColumnType.Real when (float)Number(rows, ordinal) is var single && (float.IsFinite(single) || !double.IsFinite(Number(rows, ordinal))) => single,
        ColumnType.Double when (float)Number(rows, ordinal) is var single && (double)single == Number(rows, ordinal) => single,
        ColumnType.Decimal => (float)DecimalOf(rows, ordinal),
        ColumnType.UInt64 => UnsignedOf(rows, ordinal),
        >= ColumnType.SByte and <= ColumnType.UInt64 or ColumnType.Integer => rows.GetInteger(ordinal),
        _ => throw Mismatch(rows, ordinal, "a Single"),
    };

    // The getters of values that are what their column declares ask each thing once; all others find out what the value is.
    public override double GetDouble(RowCursor rows, int ordinal) =>
        rows.GetKind(ordinal) == ValueKind.Real && rows.Columns[ordinal].Type is (ColumnType.Double or ColumnType.Real) ? rows.GetReal(ordinal) : AnyDouble(rows, ordinal);

    private static double AnyDouble(RowCursor rows, int ordinal) => Effective(rows, ordinal) switch
    {
        // A single is widened from the 32 bits it is, not from the 64 it is kept in.
        ColumnType.Single => (float)Number(rows, ordinal),
        ColumnType.Double or ColumnType.Real => Number(rows, ordinal),
        ColumnType.Decimal => (double)DecimalOf(rows, ordinal),
        ColumnType.UInt64 => UnsignedOf(rows, ordinal),
        >= ColumnType.SByte and <= ColumnType.UInt64 or ColumnType.Integer => rows.GetInteger(ordinal),
        _ => throw Mismatch(rows, ordinal, "a Double"),
    };

    public override decimal GetDecimal(RowCursor rows, int ordinal) =>
        rows.Columns[ordinal].Type == ColumnType.Decimal && TryDecimal(rows, ordinal, rows.GetKind(ordinal), out var number) ? number : AnyDecimal(rows, ordinal);

    private static decimal AnyDecimal(RowCursor rows, int ordinal) => Effective(rows, ordinal) switch
    {
        ColumnType.Decimal or ColumnType.Real or ColumnType.Text => DecimalOf(rows, ordinal),
        ColumnType.UInt64 => UnsignedOf(rows, ordinal),
        >= ColumnType.SByte and <= ColumnType.UInt64 or ColumnType.Integer => rows.GetInteger(ordinal),
        _ => throw Mismatch(rows, ordinal, "a Decimal"),
    };

    public override string GetString(RowCursor rows, int ordinal) =>
        (rows.GetKind(ordinal) == ValueKind.Text && rows.Columns[ordinal].Type is (ColumnType.String or ColumnType.Text)) || IsText(rows, ordinal) ? rows.GetText(ordinal) : throw Mismatch(rows, ordinal, "a String");

    public override Guid GetGuid(RowCursor rows, int ordinal) => rows.GetKind(ordinal) is ValueKind.Text or ValueKind.Blob
        ? GuidOf(rows, ordinal)
        : throw Mismatch(rows, ordinal, "a Guid");

    public override DateTime GetDateTime(RowCursor rows, int ordinal) =>
        rows.Columns[ordinal].Type is (ColumnType.DateTime or ColumnType.Date) && TryDateTime(rows, ordinal, rows.GetKind(ordinal), out var moment)
            ? moment
            : AnyDateTime(rows, ordinal);

    private static DateTime AnyDateTime(RowCursor rows, int ordinal) => Effective(rows, ordinal) switch
    {
        ColumnType.DateTime or ColumnType.Date or ColumnType.String or ColumnType.Text => DateTimeOf(rows, ordinal),
        ColumnType.DateTimeOffset => DateTimeOffsetOf(rows, ordinal).UtcDateTime,
        _ => throw Mismatch(rows, ordinal, "a DateTime"),
    };

    public override DateTimeOffset GetDateTimeOffset(RowCursor rows, int ordinal) => Effective(rows, ordinal) switch
    {
        ColumnType.DateTimeOffset or ColumnType.String or ColumnType.Text => DateTimeOffsetOf(rows, ordinal),
        ColumnType.DateTime or ColumnType.Date => new DateTimeOffset(DateTime.SpecifyKind(DateTimeOf(rows, ordinal), DateTimeKind.Utc)),
        _ => throw Mismatch(rows, ordinal, "a DateTimeOffset"),
    };

    public override DateOnly GetDateOnly(RowCursor rows, int ordinal)
    {
        var moment = GetDateTime(rows, ordinal);
        return moment.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(moment) : throw Mismatch(rows, ordinal, "a DateOnly");
    }

    public override TimeOnly GetTimeOnly(RowCursor rows, int ordinal)
    {
        var time = GetTimeSpan(rows, ordinal);
        return time >= TimeSpan.Zero && time < TimeSpan.FromDays(1) ? TimeOnly.FromTimeSpan(time) : throw Mismatch(rows, ordinal, "a TimeOnly");
    }

    public override TimeSpan GetTimeSpan(RowCursor rows, int ordinal) => Effective(rows, ordinal) switch
    {
        ColumnType.Time or ColumnType.String or ColumnType.Text => TimeOf(rows, ordinal),
        _ => throw Mismatch(rows, ordinal, "a TimeSpan"),
    };

    public override byte[] GetBinary(RowCursor rows, int ordinal) => rows.GetKind(ordinal) == ValueKind.Blob
        ? rows.GetBytes(ordinal).ToArray()
        : throw Mismatch(rows, ordinal, "bytes");

    public override Stream GetStream(RowCursor rows, int ordinal) => rows.GetKind(ordinal) switch
    {
        ValueKind.Blob => new MemoryStream(rows.GetBytes(ordinal).ToArray(), writable: false),
        ValueKind.Null => throw Mismatch(rows, ordinal, "a stream"),
        _ => throw new InvalidOperationException($"Column '{rows.Columns[ordinal].Name}' is not binary, so that it has no stream."),
    };

    public override TextReader GetTextReader(RowCursor rows, int ordinal) => rows.GetKind(ordinal) switch
    {
        ValueKind.Text => new StringReader(rows.GetText(ordinal)),
        ValueKind.Null => throw Mismatch(rows, ordinal, "a text reader"),
        _ => throw new InvalidOperationException($"Column '{rows.Columns[ordinal].Name}' is not text, so that it has no text reader."),
    };

    private static bool IsText(RowCursor rows, int ordinal) => Effective(rows, ordinal) is ColumnType.Text or ColumnType.String;

    private static long Whole(RowCursor rows, int ordinal, string wanted) => TryWhole(rows, ordinal, wanted, out var number)
        ? number
        : throw new OverflowException($"Column '{rows.Columns[ordinal].Name}' holds a number in this row that is not {wanted}.");

    /// <returns>False for a number that no 64 bits hold.</returns>
    private static bool TryWhole(RowCursor rows, int ordinal, string wanted, out long number)
    {
        number = 0;
        if (rows.GetKind(ordinal) == ValueKind.Integer && rows.Columns[ordinal].Type is (ColumnType.Integer or ColumnType.Boolean or (>= ColumnType.SByte and <= ColumnType.UInt64)))
        {
            number = rows.GetInteger(ordinal);
            return true;
        }

        switch (Effective(rows, ordinal))
        {
            case ColumnType.UInt64 when UnsignedOf(rows, ordinal) > long.MaxValue:
                return false;
            case ColumnType.Integer or ColumnType.Boolean or (>= ColumnType.SByte and <= ColumnType.UInt64):
                number = rows.GetInteger(ordinal);
                return true;
            case ColumnType.Decimal when DecimalOf(rows, ordinal) is var digits && decimal.Truncate(digits) == digits:
                var fits = digits is >= long.MinValue and <= long.MaxValue;
                number = fits ? (long)digits : 0;
                return fits;
            case ColumnType.Real when rows.Columns[ordinal].Type is >= ColumnType.SByte and <= ColumnType.UInt64 or ColumnType.Integer:
                // An integer column holds a double only for a number that no 64 bits hold, or for a fraction.
                return false;
            default:
                throw Mismatch(rows, ordinal, wanted);
        }
    }
}
