using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>INSERT, UPDATE and DELETE.</content>
internal sealed partial class SqlWriter
{
    private void WriteInsert(InsertStatement insert)
    {
        WriteWith(insert.With);
        _text.Append(insert.IsReplace ? "REPLACE" : "INSERT").Append(OrAction(insert.Conflict)).Append(" INTO ");
        WriteName(insert.Table);
        WriteAlias(insert.Alias);
        _text.Append(' ');
        if (insert.Columns.Count > 0)
        {
            WriteNames(insert.Columns);
            _text.Append(' ');
        }

        if (insert.Query is { } query)
            WriteInsertedQuery(query, insert.Upserts.Count > 0);
        else if (insert.Rows.Count > 0)
            WriteRows(insert.Rows);
        else
            _text.Append("DEFAULT VALUES");
        foreach (var upsert in insert.Upserts)
            WriteUpsert(upsert);
        WriteReturning(insert.Returning);
    }

    /// <summary>A query before ON CONFLICT needs a WHERE, or ON would be a join's; a rewritten tree may have lost its own.</summary>
    private void WriteInsertedQuery(SelectStatement query, bool beforeUpsert)
    {
        WriteSelect(query);
        var last = query.Body is CompoundBody compound ? compound.Rest[^1].Body : query.Body;
        if (beforeUpsert && query is { OrderBy.Count: 0, Limit: null } && last is SelectCore { EndsInFrom: true })
            _text.Append(" WHERE TRUE");
    }

    private void WriteUpsert(UpsertClause upsert)
    {
        _text.Append(" ON CONFLICT");
        if (upsert.Target.Count > 0)
        {
            _text.Append(' ');
            WriteIndexedColumns(upsert.Target);
        }

        WriteClause(" WHERE ", upsert.TargetWhere);
        if (upsert.Assignments.Count == 0)
        {
            _text.Append(" DO NOTHING");
            return;
        }

        _text.Append(" DO UPDATE SET ");
        WriteAssignments(upsert.Assignments);
        WriteClause(" WHERE ", upsert.Where);
    }

    private void WriteUpdate(UpdateStatement update)
    {
        WriteWith(update.With);
        _text.Append("UPDATE").Append(OrAction(update.Conflict)).Append(' ');
        WriteTableReference(update.Table);
        _text.Append(" SET ");
        WriteAssignments(update.Assignments);
        if (update.From is { } from)
        {
            _text.Append(" FROM ");
            WriteTable(from);
        }

        WriteClause(" WHERE ", update.Where);
        WriteReturning(update.Returning);
        WriteOrderBy(update.OrderBy);
        WriteLimit(update.Limit);
    }

    private void WriteDelete(DeleteStatement delete)
    {
        WriteWith(delete.With);
        _text.Append("DELETE FROM ");
        WriteTableReference(delete.Table);
        WriteClause(" WHERE ", delete.Where);
        WriteReturning(delete.Returning);
        WriteOrderBy(delete.OrderBy);
        WriteLimit(delete.Limit);
    }

    private void WriteAssignments(NodeList<Assignment> assignments) => WriteList(assignments, static (writer, assignment) =>
    {
        if (assignment.Columns.Count == 1)
            writer.WriteName(assignment.Columns[0]);
        else
            writer.WriteNames(assignment.Columns);
        writer.WriteClause(" = ", assignment.Value);
    });

    private void WriteReturning(NodeList<ResultColumn> columns)
    {
        if (columns.Count == 0)
            return;
        _text.Append(" RETURNING ");
        WriteResultColumns(columns);
    }

    private static string OrAction(ConflictAction action) => action == ConflictAction.None ? "" : $" OR {Spell(action)}";

    private static string OnConflict(ConflictAction action) => action == ConflictAction.None ? "" : $" ON CONFLICT {Spell(action)}";

    private static string Spell(ConflictAction action) => action switch
    {
        ConflictAction.Rollback => "ROLLBACK",
        ConflictAction.Abort => "ABORT",
        ConflictAction.Fail => "FAIL",
        ConflictAction.Ignore => "IGNORE",
        _ => "REPLACE",
    };
}
