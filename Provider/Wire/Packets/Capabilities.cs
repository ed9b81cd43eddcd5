namespace ShardClient.Wire.Packets;

/// <summary>
/// What both ends of a connection agree on (MySQL Internals, "Capabilities Flags"; the upper 32 bits are MariaDB's own: MariaDB Knowledge Base,
/// "Connecting: extended capabilities").
/// </summary>
[Flags]
internal enum Capabilities : ulong
{
    None = 0,

    /// <summary>The server is MySQL, which has no extended capabilities; MariaDB leaves it out.</summary>
    IsMySql = 1,

    /// <summary>Counts of an UPDATE are of the rows that were found, not of those that changed.</summary>
    FoundRows = 1 << 1,
    LongFlags = 1 << 2,
    ConnectWithDatabase = 1 << 3,
    Compress = 1 << 5,
    LocalFiles = 1 << 7,
    IgnoreSpace = 1 << 8,
    Protocol41 = 1 << 9,
    Interactive = 1 << 10,
    Tls = 1 << 11,
    Transactions = 1 << 13,
    SecureConnection = 1 << 15,
    MultiStatements = 1 << 16,
    MultiResults = 1 << 17,
    PreparedMultiResults = 1 << 18,
    PluginAuthentication = 1 << 19,
    ConnectAttributes = 1 << 20,
    LengthEncodedAuthentication = 1 << 21,
    ExpiredPasswords = 1 << 22,
    SessionTrack = 1 << 23,
    DeprecateEof = 1 << 24,
    OptionalMetadata = 1 << 25,
    Zstandard = 1 << 26,
    QueryAttributes = 1 << 27,
    MultiFactorAuthentication = 1 << 28,
    MariaDbProgress = 1UL << 32,
    MariaDbBulk = 1UL << 34,

    /// <summary>Column definitions say more of a type, such as <c>json</c> or <c>uuid</c>.</summary>
    MariaDbExtendedMetadata = 1UL << 35,

    /// <summary>The columns of a prepared statement are sent again only when they have changed.</summary>
    MariaDbCacheMetadata = 1UL << 36,
}

/// <summary>What a server says of a session with each answer (MySQL Internals, "Status Flags").</summary>
[Flags]
internal enum ServerStatus : ushort
{
    None = 0,
    InTransaction = 1,
    AutoCommit = 1 << 1,
    MoreResults = 1 << 3,
    NoGoodIndex = 1 << 4,
    NoIndex = 1 << 5,
    CursorExists = 1 << 6,
    LastRowSent = 1 << 7,
    DatabaseDropped = 1 << 8,
    NoBackslashEscapes = 1 << 9,
    MetadataChanged = 1 << 10,
    Slow = 1 << 11,
    OutParameters = 1 << 12,
    InReadOnlyTransaction = 1 << 13,
    SessionStateChanged = 1 << 14,
}
