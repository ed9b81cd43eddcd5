namespace ShardClient.Sql.Syntax;

/// <summary>DO expressions: they are evaluated, and nothing comes of it.</summary>
internal sealed record DoStatement(NodeList<Expression> Expressions) : ForeignStatement("DO");

/// <param name="Mode">READ, READ LOCAL, WRITE, LOW_PRIORITY WRITE, WRITE CONCURRENT.</param>
internal sealed record TableLock(ObjectName Table, Identifier? Alias, string Mode) : Node;

/// <summary>LOCK TABLES.</summary>
/// <param name="Wait">MariaDB's NOWAIT or WAIT n behind the tables; null when not said.</param>
internal sealed record LockTablesStatement(NodeList<TableLock> Tables, string? Wait) : ForeignStatement("LOCK TABLES");

/// <summary>UNLOCK TABLES.</summary>
internal sealed record UnlockTablesStatement() : ForeignStatement("UNLOCK TABLES");

/// <summary>ANALYZE TABLE, CHECK TABLE, CHECKSUM TABLE, OPTIMIZE TABLE and REPAIR TABLE.</summary>
/// <param name="Verb">The first word.</param>
/// <param name="IsLocal">LOCAL, which is NO_WRITE_TO_BINLOG.</param>
/// <param name="Options">What follows the tables, as it is written: QUICK, FOR UPGRADE, ...</param>
internal sealed record TableMaintenanceStatement(string Verb, bool IsLocal, NodeList<ObjectName> Tables, string? Options) : ForeignStatement($"{Verb} TABLE");

/// <summary>KILL [CONNECTION | QUERY] id.</summary>
/// <param name="Options">The words before the number; empty when there are none.</param>
internal sealed record KillStatement(string Options, Expression Id) : ForeignStatement("KILL");

/// <summary>PREPARE name FROM text.</summary>
internal sealed record PrepareStatement(Identifier Name, Expression Source) : ForeignStatement("PREPARE");

/// <summary>EXECUTE name USING values.</summary>
internal sealed record ExecuteStatement(Identifier Name, NodeList<Expression> Values) : ForeignStatement("EXECUTE");

/// <summary>DEALLOCATE PREPARE name, and DROP PREPARE name.</summary>
internal sealed record DeallocateStatement(Identifier Name) : ForeignStatement("DEALLOCATE PREPARE");

/// <summary>HANDLER table OPEN | READ ... | CLOSE.</summary>
/// <param name="Action">What follows the table, as it is written.</param>
internal sealed record HandlerStatement(ObjectName Table, string Action) : ForeignStatement("HANDLER");

/// <summary>MariaDB's SET STATEMENT settings FOR statement.</summary>
internal sealed record ScopedSettingStatement(NodeList<SetItem> Items, Statement Inner) : ForeignStatement("SET STATEMENT");

/// <summary>LOAD DATA and LOAD XML.</summary>
/// <param name="Opening">The words before the file, as they are written: DATA LOCAL INFILE.</param>
internal sealed record LoadDataStatement(string Opening, string File, ConflictAction Conflict, ObjectName Table) : ForeignStatement("LOAD DATA")
{
    public NodeList<Identifier> Partitions { get; init; }

    /// <summary>CHARACTER SET, FIELDS, LINES and IGNORE n LINES, as they are written.</summary>
    public string? Format { get; init; }

    /// <summary>The columns, or variables as <see cref="UserVariableExpression"/>, that the fields go to; empty for all columns.</summary>
    public NodeList<Expression> Columns { get; init; }

    public NodeList<Assignment> Assignments { get; init; }
}
