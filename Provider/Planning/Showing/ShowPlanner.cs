using ShardClient.Catalog;
using ShardClient.Planning.Normalizing;
using ShardClient.Planning.Selecting;
using ShardClient.Sql.Parsing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Planning.Showing;

/// <summary>SHOW and DESCRIBE: queries of information_schema with MySQL's names of the columns.</summary>
internal static class ShowPlanner
{
    private const string ShownName = "shown";

    /// <summary>What the catalog must have loaded: the table that is asked about, so that an unknown one is an error, and what tells of it.</summary>
    public static IReadOnlyCollection<string> TablesOf(ShowStatement show)
    {
        var names = new List<string>(Binding.TableNames.Of(Query(show, "")));
        if (show.Target is { } target)
            names.Add(LogicalNames.Of(target));
        return names;
    }

    public static SelectPlan Plan(PlanContext context, ShowStatement show)
    {
        var database = context.Topology.Name;
        if (show.Database is { } asked && !asked.Is(database))
            throw RefusedException.NotSupported($"The cluster's only database is {database}, not {asked.Name}", "Leave FROM out.", show.Span);
        if (show.Target is { } target && !context.Binder.IsView(target) && context.Binder.Table(target).IsTemporary)
            throw RefusedException.NotSupported($"SHOW tells of the cluster's tables, and {target} is a temporary one", $"PRAGMA table_info({target}) tells of it.", show.Span);
        return SelectPlanner.Plan(context, Shown(context, show, Query(show, database)));
    }

    /// <summary>The rows that LIKE or WHERE wants.</summary>
    private static SelectStatement Shown(PlanContext context, ShowStatement show, SelectStatement query)
    {
        if (show.Kind == ShowKind.Variables)
            query = Variables(context, query);
        if (show.Like is null && show.Where is null)
            return query;
        var condition = show.Where;
        if (show.Like is { } pattern)
        {
            var column = new ColumnExpression(null, new Identifier(ShownName), FirstColumn(query));
            condition = new PatternExpression(PatternOperator.Like, false, column, pattern, new LiteralExpression(LiteralKind.String, "\\"));
        }

        var star = new ResultColumn(new StarExpression(null), null);
        var from = new SubqueryReference(query, new Identifier(ShownName));
        return new SelectStatement(null, new SelectCore(false, [star], from, condition, default, null, default), default, null) { Span = show.Span };
    }

    private static Identifier FirstColumn(SelectStatement query) => ((SelectCore)query.Body).Columns[0].Alias!.Value;

    private static SelectStatement Query(ShowStatement show, string database)
    {
        var table = show.Target is { } target ? Text(target.Name.Name) : "";
        return Parse(show.Kind switch
        {
            ShowKind.Tables => $"SELECT TABLE_NAME AS {Name($"Tables_in_{database}")}{(show.Full ? ", TABLE_TYPE AS Table_type" : "")} FROM information_schema.TABLES",
            ShowKind.TableStatus =>
                """
                SELECT TABLE_NAME AS Name, ENGINE AS Engine, VERSION AS Version, ROW_FORMAT AS Row_format, TABLE_ROWS AS "Rows", AVG_ROW_LENGTH AS Avg_row_length,
                  DATA_LENGTH AS Data_length, MAX_DATA_LENGTH AS Max_data_length, INDEX_LENGTH AS Index_length, DATA_FREE AS Data_free,
                  AUTO_INCREMENT AS "Auto_increment", CREATE_TIME AS Create_time, UPDATE_TIME AS Update_time, CHECK_TIME AS Check_time,
                  TABLE_COLLATION AS Collation, CHECKSUM AS Checksum, CREATE_OPTIONS AS Create_options, TABLE_COMMENT AS Comment
                FROM information_schema.TABLES
                """,
            ShowKind.Columns =>
                $"""
                SELECT COLUMN_NAME AS Field, COLUMN_TYPE AS Type{(show.Full ? ", COLLATION_NAME AS Collation" : "")}, IS_NULLABLE AS `Null`, COLUMN_KEY AS `Key`,
                  COLUMN_DEFAULT AS `Default`, EXTRA AS Extra{(show.Full ? ", PRIVILEGES AS Privileges, COLUMN_COMMENT AS Comment" : "")}
                FROM information_schema.COLUMNS WHERE TABLE_NAME = {table}
                """,
            ShowKind.Index =>
                $"""
                SELECT TABLE_NAME AS `Table`, NON_UNIQUE AS Non_unique, INDEX_NAME AS Key_name, SEQ_IN_INDEX AS Seq_in_index, COLUMN_NAME AS Column_name,
                  COLLATION AS Collation, CARDINALITY AS Cardinality, SUB_PART AS Sub_part, PACKED AS Packed, NULLABLE AS `Null`, INDEX_TYPE AS Index_type,
                  COMMENT AS Comment, INDEX_COMMENT AS Index_comment, IS_VISIBLE AS Visible, EXPRESSION AS Expression
                FROM information_schema.STATISTICS WHERE TABLE_NAME = {table}
                """,
            ShowKind.CreateTable => $"SELECT name AS `Table`, sql AS `Create Table` FROM sqlite_master WHERE type IN ('table', 'view') AND name = {table} COLLATE NOCASE",
            ShowKind.CreateView =>
                $"""
                SELECT name AS `View`, sql AS `Create View`, 'utf8mb4' AS character_set_client, 'utf8mb4_bin' AS collation_connection
                FROM sqlite_master WHERE type = 'view' AND name = {table} COLLATE NOCASE
                """,
            ShowKind.Databases => "SELECT SCHEMA_NAME AS `Database` FROM information_schema.SCHEMATA",
            ShowKind.Warnings => "SELECT 'Note' AS Level, 0 AS Code, '' AS Message WHERE 0",
            _ => "SELECT '' AS Variable_name, '' AS Value",
        });
    }

    /// <summary>The frame's two columns over the variables that there are; texts, as MySQL shows them.</summary>
    private static SelectStatement Variables(PlanContext context, SelectStatement frame)
    {
        var terms = new List<SelectBody>();
        foreach (var variable in SystemVariables.All)
        {
            Expression value = variable.Input is { } input
                ? new CastExpression(new InputExpression(context.AddInput(new InputSource(input))), new TypeName("TEXT", default))
                : new LiteralExpression(LiteralKind.String, variable.Shown);
            var core = (SelectCore)frame.Body;
            terms.Add(core with
            {
                Columns = [core.Columns[0] with { Expression = new LiteralExpression(LiteralKind.String, variable.Name) }, core.Columns[1] with { Expression = value }],
            });
        }

        var all = new CompoundBody(terms[0], [.. terms.Skip(1).Select(static term => new CompoundTerm(CompoundOperator.UnionAll, term))]);
        var columns = ((SelectCore)frame.Body).Columns.Select(static column => new ResultColumn(new ColumnExpression(null, null, column.Alias!.Value), column.Alias));
        var from = new SubqueryReference(new SelectStatement(null, all, default, null), new Identifier("variables"));
        return new SelectStatement(null, new SelectCore(false, [.. columns], from, null, default, null, default), default, null);
    }

    private static SelectStatement Parse(string text) => (SelectStatement)SqlParser.Parse(text)[0].Statement;

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Name(string value) => $"`{value.Replace("`", "``", StringComparison.Ordinal)}`";
}
