namespace ShardClient.Wire.Packets;

/// <summary>The first byte of a command (MySQL Internals, "Command Phase").</summary>
internal enum CommandCode : byte
{
    Quit = 0x01,
    ChangeDatabase = 0x02,
    Query = 0x03,
    FieldList = 0x04,
    Statistics = 0x09,
    ProcessKill = 0x0C,
    Ping = 0x0E,
    ChangeUser = 0x11,
    BinlogDump = 0x12,
    RegisterReplica = 0x15,
    Prepare = 0x16,
    Execute = 0x17,
    SendLongData = 0x18,
    CloseStatement = 0x19,
    ResetStatement = 0x1A,
    SetOption = 0x1B,
    Fetch = 0x1C,
    BinlogDumpGtid = 0x1E,
    ResetConnection = 0x1F,
    BulkExecute = 0xFA,
}
