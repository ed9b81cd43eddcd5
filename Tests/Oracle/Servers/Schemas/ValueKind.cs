namespace ShardClient.Tests.Oracle.Servers.Schemas;

/// <summary>What an expression is, as far as the grammar cares.</summary>
internal enum ValueKind
{
    Integer,
    Decimal,
    Real,
    Text,
    Date,
    Moment,
    Time,
    Bytes,
}
