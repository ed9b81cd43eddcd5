namespace ShardClient.Sql.Syntax;

internal enum PeriodKind
{
    /// <summary>FOR SYSTEM_TIME ALL.</summary>
    All,

    /// <summary>FOR SYSTEM_TIME AS OF moment.</summary>
    AsOf,

    /// <summary>FOR SYSTEM_TIME BETWEEN one AND other.</summary>
    Between,

    /// <summary>FOR SYSTEM_TIME FROM one TO other.</summary>
    FromTo,

    /// <summary>FOR PORTION OF period FROM one TO other, in UPDATE and DELETE.</summary>
    Portion,
}

/// <summary>The rows of which time are meant: https://mariadb.com/kb/en/temporal-tables.</summary>
/// <param name="Name">The period of <see cref="PeriodKind.Portion"/>.</param>
internal sealed record PeriodClause(PeriodKind Kind, Identifier? Name, Expression? From, Expression? To) : Node
{
    /// <summary>True where the moments are numbers of transactions: AS OF TRANSACTION 5.</summary>
    public bool ByTransaction { get; init; }
}

/// <summary>PERIOD FOR name (start, end) in CREATE TABLE.</summary>
internal sealed record TablePeriod(Identifier Name, Identifier Start, Identifier End) : TableConstraint;
