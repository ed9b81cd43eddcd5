using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>The generators of one scenario and what they share while they make one statement.</summary>
internal sealed class Workshop
{
    private int _lastAlias;

    public Workshop(Schema schema, Dice dice)
    {
        Schema = schema;
        Dice = dice;
        foreach (var table in schema.Tables)
            Rows[table] = table.RowCount;
        Values = new ValueGenerator(this);
        Predicates = new PredicateGenerator(this);
        Subqueries = new SubqueryGenerator(this);
        Aggregates = new AggregateGenerator(this);
        Windows = new WindowGenerator(this);
        Relations = new RelationGenerator(this);
        Cores = new CoreGenerator(this);
        Queries = new QueryGenerator(this);
        Orders = new OrderGenerator(this);
        CommonTableMaker = new CommonTableGenerator(this);
    }

    public Schema Schema { get; set; }

    public Dice Dice { get; private set; }

    /// <summary>How many rows each table has about now.</summary>
    public Dictionary<Table, long> Rows { get; } = [];

    public ValueGenerator Values { get; }

    public PredicateGenerator Predicates { get; }

    public SubqueryGenerator Subqueries { get; }

    public AggregateGenerator Aggregates { get; }

    public WindowGenerator Windows { get; }

    public RelationGenerator Relations { get; }

    public CoreGenerator Cores { get; }

    public QueryGenerator Queries { get; }

    public OrderGenerator Orders { get; }

    public CommonTableGenerator CommonTableMaker { get; }

    /// <summary>The common tables of the statement in the making.</summary>
    public List<Relation> CommonTables { get; } = [];

    /// <summary>How many more relations the statement may name, so that it stays small.</summary>
    public int Budget { get; set; }

    /// <summary>How many literals of a hundred become parameters.</summary>
    public int ParameterPercent { get; set; }

    /// <summary>Reads no other than these kinds; null when all are welcome.</summary>
    public Func<Table, bool>? Allowed { get; set; }

    /// <summary>A statement of one relation, whose columns stand without its name.</summary>
    public bool IsUnqualified { get; set; }

    /// <summary>
    /// No RIGHT and FULL joins here: SQLite 3.50 loses the WHERE of other arms when it flattens a UNION ALL that has one in an arm, and counts
    /// unmatched rows twice where (a, b) IN (...) is a condition on the right side.
    /// </summary>
    public bool AvoidsRightJoins { get; set; }

    /// <summary>Tables whose names a common table has taken.</summary>
    public HashSet<Table> Shadowed { get; } = [];

    /// <summary>A trigger writes tables beside those that a statement names.</summary>
    public bool HasTriggers { get; set; }

    /// <summary>BEGIN was said, and no end yet.</summary>
    public bool IsInTransaction { get; set; }

    /// <summary>Begins a statement.</summary>
    public void Begin(Dice dice)
    {
        Dice = dice;
        _lastAlias = 0;
        Budget = dice.Next(2, 6);
        ParameterPercent = dice.Weighted((60, 0), (25, 30), (15, 90));
        CommonTables.Clear();
        Allowed = null;
        Shadowed.Clear();
        AvoidsRightJoins = false;
        IsUnqualified = dice.Chance(9);
        if (IsUnqualified)
            Budget = 1;
    }

    /// <summary>Leaves aliases out, for names that stand beside those of other statements.</summary>
    public void SkipAliases(int count) => _lastAlias += count;

    public string NextAlias(string prefix) => $"{prefix}{++_lastAlias}";
}
