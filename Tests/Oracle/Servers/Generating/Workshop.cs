using System.Globalization;
using ShardClient.Tests.Oracle.Servers.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>The generators of a scenario, and what they share while they make one statement.</summary>
internal sealed class Workshop
{
    private int _lastAlias;

    public Workshop(ServerSchema schema, IReadOnlyList<string> collations, ModeSpelling spelling)
    {
        (Schema, Collations, Spelling) = (schema, collations, spelling);
        Values = new ValueGenerator(this);
        Predicates = new PredicateGenerator(this);
        Subqueries = new SubqueryGenerator(this);
        Relations = new RelationGenerator(this);
        Aggregates = new AggregateGenerator(this);
        Queries = new QueryGenerator(this);
        Writes = new WriteGenerator(this);
    }

    public ServerSchema Schema { get; }

    public IReadOnlyList<string> Collations { get; }

    public ModeSpelling Spelling { get; }

    public Dice Dice { get; private set; } = new(0);

    public ValueGenerator Values { get; }

    public PredicateGenerator Predicates { get; }

    public SubqueryGenerator Subqueries { get; }

    public RelationGenerator Relations { get; }

    public AggregateGenerator Aggregates { get; }

    public QueryGenerator Queries { get; }

    public WriteGenerator Writes { get; }

    /// <summary>In strict mode a write fails where a conversion loses something, at whichever row comes first: writes have none.</summary>
    public bool IsWrite { get; set; }

    public void Begin(Dice dice) => (Dice, _lastAlias, IsWrite) = (dice, 0, false);

    public string NextAlias(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{++_lastAlias}");
}
