namespace ShardClient.Tests.Oracle.Statements.Tree;

/// <summary>The constructs of the grammar, as the table of what ran names them.</summary>
internal static class Construct
{
    public const string InnerJoin = "join: inner";
    public const string LeftJoin = "join: left";
    public const string RightJoin = "join: right";
    public const string FullJoin = "join: full";
    public const string NaturalJoin = "join: natural";
    public const string UsingJoin = "join: using";
    public const string CommaJoin = "join: comma";
    public const string CrossJoin = "join: cross";
    public const string SelfJoin = "join: self";
    public const string ParenthesizedJoin = "join: in parentheses";
    public const string UnequalJoin = "join: condition without equality";

    public const string ScalarSubquery = "subquery: scalar";
    public const string InSubquery = "subquery: IN";
    public const string ExistsSubquery = "subquery: EXISTS";
    public const string Correlated = "subquery: correlated";
    public const string RowValue = "row value";
    public const string InValues = "IN (VALUES ...)";
    public const string RowInSubquery = "subquery: row IN";

    public const string DerivedTable = "derived table";
    public const string ValuesTable = "derived VALUES";
    public const string Lateral = "json_each over a column";
    public const string JsonEach = "table function json_each";
    public const string ViewUse = "view";
    public const string CommonTable = "CTE";
    public const string InnerCommonTable = "CTE inside a subquery";
    public const string ShadowingTable = "CTE with the name of a table";
    public const string RecursiveTable = "CTE: recursive";
    public const string Materialized = "CTE: MATERIALIZED";

    public const string Union = "UNION";
    public const string UnionAll = "UNION ALL";
    public const string Intersect = "INTERSECT";
    public const string Except = "EXCEPT";

    public const string GroupBy = "GROUP BY column";
    public const string GroupByExpression = "GROUP BY expression";
    public const string GroupByPosition = "GROUP BY position";
    public const string GroupByAlias = "GROUP BY alias";
    public const string Having = "HAVING";
    public const string Distinct = "DISTINCT";
    public const string DistinctGroups = "DISTINCT over groups";
    public const string StarAndMore = "table.* among items";
    public const string AggregateDistinct = "aggregate: DISTINCT";
    public const string AggregateFilter = "aggregate: FILTER";
    public const string AggregateOrder = "aggregate: ORDER BY";

    public const string WindowPartition = "window: PARTITION BY";
    public const string WindowRows = "window: ROWS";
    public const string WindowRange = "window: RANGE";
    public const string WindowGroups = "window: GROUPS";
    public const string WindowExclude = "window: EXCLUDE";
    public const string WindowFilter = "window: FILTER";
    public const string WindowBase = "window: over another window";
    public const string WindowNamed = "window: WINDOW clause";
    public const string WindowOverGroups = "window over a grouped query";

    public const string OrderByExpression = "ORDER BY expression";
    public const string OrderByPosition = "ORDER BY position";
    public const string OrderByAlias = "ORDER BY alias";
    public const string OrderByNulls = "ORDER BY NULLS FIRST/LAST";
    public const string OrderByCollate = "ORDER BY COLLATE";
    public const string Limit = "LIMIT";
    public const string Offset = "OFFSET";
    public const string LimitParameter = "LIMIT with a parameter";
    public const string LimitExpression = "LIMIT with an expression";
    public const string LimitUnordered = "LIMIT without a total order";

    public const string Values = "VALUES";
    public const string NoFrom = "SELECT without FROM";
    public const string Parameter = "parameter";
    public const string Case = "CASE";
    public const string Cast = "CAST";
    public const string Collate = "COLLATE";
    public const string Like = "LIKE, GLOB";
    public const string Between = "BETWEEN";
    public const string InList = "IN list";
    public const string IsDistinct = "IS, IS DISTINCT FROM";
    public const string JsonFunction = "JSON function";
    public const string DateFunction = "date function";

    public const string Repeated = "the same text with other literals";
    public const string Unqualified = "columns without a table's name";
    public const string KeyCondition = "condition on the sharding key";
    public const string UpsertSelect = "INSERT SELECT ... ON CONFLICT";
    public const string UpdateRow = "UPDATE SET (a, b) = (SELECT ...)";
    public const string Insert = "INSERT VALUES";
    public const string InsertSelect = "INSERT SELECT";
    public const string InsertOr = "INSERT OR ...";
    public const string InsertDefaults = "INSERT DEFAULT VALUES";
    public const string Replace = "REPLACE";
    public const string DoNothing = "ON CONFLICT DO NOTHING";
    public const string DoUpdate = "ON CONFLICT DO UPDATE";
    public const string SeveralConflicts = "several ON CONFLICT";
    public const string ForeignKey = "table with a foreign key";
    public const string Comment = "comments in the text";
    public const string Returning = "RETURNING";
    public const string Update = "UPDATE";
    public const string UpdateFrom = "UPDATE FROM";
    public const string UpdateKey = "UPDATE of the sharding key";
    public const string UpdateOr = "UPDATE OR ...";
    public const string Delete = "DELETE";
    public const string WithWrite = "WITH before a write";
    public const string Trigger = "trigger fired";
    public const string CreateTrigger = "CREATE TRIGGER";
    public const string CreateView = "CREATE VIEW";
    public const string CreateIndex = "CREATE INDEX";
    public const string Reindex = "REINDEX";
    public const string Analyze = "ANALYZE";
    public const string Commit = "transaction: COMMIT";
    public const string Rollback = "transaction: ROLLBACK";
    public const string Savepoint = "transaction: SAVEPOINT";

    public const string SplitPredicate = "check: predicate split in three";
    public const string OtherMap = "check: another slot map";
    public const string Awaited = "check: sync against async";

    /// <summary>An aggregate of the engine by name.</summary>
    public static string Aggregate(string name) => "aggregate: " + name;

    /// <summary>A window function by name.</summary>
    public static string Window(string name) => "window: " + name;

    /// <summary>A clause that holds a subquery.</summary>
    public static string SubqueryIn(string clause) => "subquery in " + clause;
}
