namespace ShardClient.Values;

/// <summary>What more a value is than its <see cref="ValueKind"/>: what servers have types for, and SQLite has not.</summary>
internal enum ValueForm : byte
{
    Plain,

    /// <summary>Digits that neither kind of number holds.</summary>
    Number,

    /// <summary>A text that is a date with a time of day.</summary>
    DateTime,

    /// <summary>A text that is a date.</summary>
    Date,

    /// <summary>A text that is a time of day, or a span of time.</summary>
    Time,

    /// <summary>An integer of at most 32 bits.</summary>
    Int32,
}
