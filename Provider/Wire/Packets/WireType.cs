namespace ShardClient.Wire.Packets;

/// <summary>The type of a column or parameter on the wire (MySQL Internals, "Column Types").</summary>
internal enum WireType : byte
{
    OldDecimal = 0,
    TinyInt = 1,
    SmallInt = 2,
    Int = 3,
    Float = 4,
    Double = 5,
    Null = 6,
    Timestamp = 7,
    BigInt = 8,
    MediumInt = 9,
    Date = 10,
    Time = 11,
    DateTime = 12,
    Year = 13,
    NewDate = 14,
    OldVarChar = 15,
    Bit = 16,
    Vector = 242,
    Json = 245,
    Decimal = 246,
    Enum = 247,
    Set = 248,
    TinyBlob = 249,
    MediumBlob = 250,
    LongBlob = 251,
    Blob = 252,
    VarChar = 253,
    Char = 254,
    Geometry = 255,
}

/// <summary>What more there is to say of a column (MySQL Internals, "Column Definition Flags").</summary>
[Flags]
internal enum ColumnFlags : ushort
{
    None = 0,
    NotNull = 1,
    PrimaryKey = 1 << 1,
    UniqueKey = 1 << 2,
    Unsigned = 1 << 5,
    ZeroFill = 1 << 6,
    Binary = 1 << 7,
    Enum = 1 << 8,
    AutoIncrement = 1 << 9,
    Set = 1 << 11,
}
