using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>MySQL's INSERT, UPDATE and DELETE, and its statements that SQLite has otherwise.</content>
internal sealed partial class SqlWriter
{
    private bool WriteMySqlStatement(Statement statement)
    {
        switch (statement)
        {
            case InsertStatement insert:
                WriteMySqlInsert(insert);
                return true;
            case UpdateStatement update:
                WriteMySqlUpdate(update);
                return true;
            case DeleteStatement delete:
                WriteMySqlDelete(delete);
                return true;
            case MultiUpdateStatement update:
                WriteMultiUpdate(update);
                return true;
            case MultiDeleteStatement delete:
                WriteMultiDelete(delete);
                return true;
            case TruncateStatement truncate:
                return WriteTargeted("TRUNCATE TABLE", truncate.Table);
            case CallStatement call:
                _text.Append("CALL ");
                WriteName(call.Name);
                _text.Append('(');
                WriteList(call.Arguments, static (writer, argument) => writer.WriteExpression(argument));
                _text.Append(')');
                return true;
            case ReleaseStatement release:
                return WriteNamed("RELEASE SAVEPOINT ", release.Name);
            case ExplainStatement { Kind: ExplainKind.Program or ExplainKind.QueryPlan } explain:
                _text.Append("EXPLAIN ").Append(explain.Options).Append(explain.Options is null ? "" : " ");
                WriteStatement(explain.Inner);
                return true;
            default:
                return WriteMySqlDefinition(statement);
        }
    }

    private void WriteWords(NodeList<string> words)
    {
        foreach (var word in words)
            _text.Append(' ').Append(word);
    }

    private void WriteMySqlInsert(InsertStatement insert)
    {
        _text.Append(insert.IsReplace || insert.Conflict == ConflictAction.Replace ? "REPLACE" : "INSERT");
        WriteHints(insert.OptimizerHints);
        WriteWords(insert.Modifiers);
        _text.Append(insert.Conflict == ConflictAction.Ignore ? " IGNORE INTO " : " INTO ");
        WriteName(insert.Table);
        WritePartitions(insert.Partitions);
        _text.Append(' ');
        if (insert.Columns.Count > 0)
        {
            WriteNames(insert.Columns);
            _text.Append(' ');
        }

        if (insert.Query is { } query)
            WriteSelect(query with { With = query.With ?? insert.With });
        else if (insert.Rows.Count > 0)
            WriteRows(insert.Rows);
        else
            _text.Append("() VALUES ()");
        WriteRowAlias(insert);
        foreach (var upsert in insert.Upserts)
            WriteDuplicateKey(upsert);
        WriteReturning(insert.Returning);
    }

    private void WriteRowAlias(InsertStatement insert)
    {
        if (insert.RowAlias is null)
            return;
        WriteAlias(insert.RowAlias);
        if (insert.RowAliasColumns.Count > 0)
            WriteNames(insert.RowAliasColumns);
    }

    /// <summary>A target, and doing nothing, are SQLite's: the planner replaces them before a server is sent the text.</summary>
    private void WriteDuplicateKey(UpsertClause upsert)
    {
        if (upsert.Where is not null)
            throw Untranslatable("ON CONFLICT with a condition");
        if (upsert.Target.Count > 0 || upsert.Assignments.Count == 0)
        {
            _text.Append(" ON CONFLICT ");
            if (upsert.Target.Count > 0)
                WriteKeyParts(upsert.Target);
            _text.Append(upsert.Assignments.Count == 0 ? " DO NOTHING" : " DO UPDATE SET ");
            WriteMySqlAssignments(upsert.Assignments);
            return;
        }

        _text.Append(" ON DUPLICATE KEY UPDATE ");
        WriteMySqlAssignments(upsert.Assignments);
    }

    private void WriteMySqlAssignments(NodeList<Assignment> assignments) => WriteList(assignments, static (writer, assignment) =>
    {
        if (assignment.Columns.Count > 1)
            throw Untranslatable("SET of a row value");
        if (assignment.Table is { } table)
        {
            writer.WriteName(table);
            writer._text.Append('.');
        }

        writer.WriteName(assignment.Columns[0]);
        writer.WriteClause(" = ", assignment.Value);
    });

    private void WriteMySqlUpdate(UpdateStatement update)
    {
        if (update.From is not null)
            throw Untranslatable("UPDATE ... FROM");
        WriteWith(update.With);
        _text.Append("UPDATE");
        WriteHints(update.OptimizerHints);
        WriteWords(update.Modifiers);
        _text.Append(update.Conflict == ConflictAction.Ignore ? " IGNORE " : " ");
        WriteTableReference(update.Table);
        _text.Append(" SET ");
        WriteMySqlAssignments(update.Assignments);
        WriteClause(" WHERE ", update.Where);
        WriteOrderBy(update.OrderBy);
        WriteLimit(update.Limit);
        WriteReturning(update.Returning);
    }

    /// <summary>An alias of the one table needs the form for several in MariaDB, which has neither ORDER BY nor LIMIT nor RETURNING.</summary>
    private void WriteMySqlDelete(DeleteStatement delete)
    {
        WriteWith(delete.With);
        _text.Append("DELETE");
        WriteHints(delete.OptimizerHints);
        WriteWords(delete.Modifiers);
        if (delete is { Table.Alias: { } alias, OrderBy.Count: 0, Limit: null, Returning.Count: 0 })
            WriteNamed(" ", alias);
        _text.Append(" FROM ");
        WriteTableReference(delete.Table);
        WriteClause(" WHERE ", delete.Where);
        WriteOrderBy(delete.OrderBy);
        WriteLimit(delete.Limit);
        WriteReturning(delete.Returning);
    }

    private void WriteMultiUpdate(MultiUpdateStatement update)
    {
        WriteWith(update.With);
        _text.Append("UPDATE");
        WriteHints(update.OptimizerHints);
        WriteWords(update.Modifiers);
        _text.Append(' ');
        WriteTable(update.Source);
        _text.Append(" SET ");
        WriteMySqlAssignments(update.Assignments);
        WriteClause(" WHERE ", update.Where);
        WriteOrderBy(update.OrderBy);
        WriteLimit(update.Limit);
    }

    private void WriteMultiDelete(MultiDeleteStatement delete)
    {
        WriteWith(delete.With);
        _text.Append("DELETE");
        WriteHints(delete.OptimizerHints);
        WriteWords(delete.Modifiers);
        _text.Append(' ');
        WriteList(delete.Targets, static (writer, target) => writer.WriteName(target));
        _text.Append(" FROM ");
        WriteTable(delete.Source);
        WriteClause(" WHERE ", delete.Where);
    }
}
