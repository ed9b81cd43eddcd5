namespace ShardClient.Values;

/// <summary>What a column gives to .NET, as its declaration says. The table from declarations to these is <see cref="ColumnTypes"/>.</summary>
internal enum ColumnType : byte
{
    /// <summary>No declared type, or one that says nothing: each value is what it is stored as.</summary>
    Dynamic,

    /// <summary>SQLite's own storage classes: their getters convert as leniently as SQLite's users know it.</summary>
    Integer,
    Real,
    Text,
    Blob,

    Boolean,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Decimal,
    String,
    Guid,
    DateTime,
    DateTimeOffset,
    Date,
    Time,
}
