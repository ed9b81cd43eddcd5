using ShardClient.Tests.Oracle.Statements.Generating;
using ShardClient.Tests.Oracle.Statements.Tree;

namespace ShardClient.Tests.Oracle.Statements.Schemas;

/// <summary>Makes indexes, triggers and views over the tables of a schema.</summary>
internal sealed class ExtraGenerator(Schema schema, Dice dice)
{
    public IEnumerable<(string Construct, string Text)> Indexes()
    {
        for (var index = 0; index < 3 && dice.Chance(45); index++)
        {
            var table = dice.Pick(schema.Tables);
            var columns = dice.Some(table.Columns, 1, 2).Select(Indexed);
            var where = dice.Chance(15) ? $" WHERE {table.Columns[0].Sql} IS NOT NULL" : "";
            yield return (Construct.CreateIndex, $"CREATE INDEX ix{index} ON {table.Sql} ({string.Join(", ", columns)}){where}");
        }
    }

    private string Indexed(Column column) =>
        $"{column.Sql}{(column.Class == ValueClass.Text && dice.Chance(20) ? " COLLATE NOCASE" : "")}{dice.Of("", "", " DESC")}";

    /// <summary>Triggers that write numbers of a table beside the row's own.</summary>
    public IEnumerable<(string Construct, string Text)> Triggers()
    {
        var pairs = schema.Tables.SelectMany(table => schema.Tables.Where(other => IsBeside(other, table) && Counter(other) is not null).Select(other => (table, other))).ToList();
        if (pairs.Count == 0 || !dice.Chance(75))
            yield break;
        var (table, target) = dice.Pick(pairs);
        var counter = Counter(target)!;
        var (when, row) = dice.Of(("AFTER INSERT", "NEW"), ("AFTER UPDATE", "NEW"), ("AFTER DELETE", "OLD"), ("BEFORE DELETE", "OLD"));
        var bound = table.Key is { } key ? $"{target.Key!.Sql} = {row}.{key.Sql}" : $"{target.Columns[0].Sql} IS NOT NULL";
        var condition = dice.Chance(30) ? $" WHEN {row}.{table.Columns[^1].Sql} IS NOT NULL" : "";
        var next = $"(coalesce({counter.Sql}, 0) + 1) % 40";
        yield return (
            Construct.CreateTrigger,
            $"CREATE TRIGGER tr0 {when} ON {table.Sql}{condition} BEGIN UPDATE {target.Sql} SET {counter.Sql} = {next} WHERE {bound}; END");
    }

    private static Column? Counter(Table table) =>
        table.Written.FirstOrDefault(column => column.Class == ValueClass.Integer && !table.IsUniqueColumn(column) && column != table.Key);

    /// <summary>Rows of one key lie on one shard.</summary>
    private static bool IsBeside(Table one, Table other) => one != other && one.Kind == other.Kind
        && (one.Key?.Declared, one.Key?.Collation, one.Placement) == (other.Key?.Declared, other.Key?.Collation, other.Placement);

    /// <summary>Views of queries over tables.</summary>
    public IEnumerable<View> Views(Workshop shop)
    {
        for (var index = 0; index < 2 && dice.Chance(55); index++)
        {
            shop.Begin(new Dice(dice.Next(int.MaxValue)));
            shop.ParameterPercent = 0;
            shop.SkipAliases((index + 1) * 1000);
            shop.IsUnqualified = false;
            shop.Budget = 2;
            var query = shop.Queries.Nested(null, null, isExact: false);
            yield return new View(
                $"view{index}", query.Node, [.. query.Columns.Select(static column => Column(column))], query.Identity, query.HasKey, query.Rows);
        }
    }

    private static Column Column(Term term) => new(term.Name, "", term.Class, Domain(term)) { IsVague = !term.IsExact };

    private static Domain Domain(Term term) => term.IsSummable || term.Class is not (ValueClass.Integer or ValueClass.Real) ? term.Domain
        : term.Class == ValueClass.Real ? Schemas.Domain.Decimals : Schemas.Domain.ExtremeIntegers;
}
