using ShardClient.Catalog;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>Writes that SQLite shards can do by working out the rows first, and MySQL shards cannot in this version.</summary>
internal static class ServerRefusals
{
    public static Refusal ByRows(Statement statement) => Refusals.NotSupported(
        "On MySQL shards a write cannot take its rows from several shards, move them, or choose them across shards",
        "Name the sharding key so that one shard does it, or read the rows first and write them as values.",
        statement.Span);

    /// <summary>Why the rows of an INSERT cannot be read first and then written by the client; null when they can.</summary>
    public static Refusal? OfRows(InsertSource source)
    {
        var (insert, table) = (source.Insert, source.Target.Table);
        if (insert.Query is null || source.SetsKey || insert.Conflict == ConflictAction.Fail)
            return ByRows(insert);
        if (insert.Returning.Count > 0)
            return Returning(insert);
        var open = InsertColumns.LeftOut(insert, table).Where(ordinal => ordinal != table.GeneratedKeyColumn)
            .FirstOrDefault(ordinal => ordinal == table.KeyColumn || Defaults.NeedsOnePlace(table.Columns[ordinal], table.Kind), -1);
        return open < 0 ? null : Refusals.NotSupported(
            $"Column {table.Columns[open].Name} gets its DEFAULT, which one place would have to work out for rows that go to several MySQL shards", "Select a value for it.", insert.Span);
    }

    /// <summary>
    /// What each server would work out by itself, so that the copies of a reference table would differ: a moment in the statement, in a DEFAULT that it
    /// leaves out, or in ON UPDATE.
    /// </summary>
    /// <param name="given">The columns that each new row has a value for.</param>
    public static void CheckMoments(LogicalTable table, Statement statement, IReadOnlyCollection<string> given) =>
        CheckMoments(table, statement, column => IsWorkedOut(column) && !given.Contains(column.Name, StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc cref="CheckMoments(LogicalTable, Statement, IReadOnlyCollection{string})"/>
    public static void CheckMoments(LogicalTable table, Statement statement, IReadOnlyCollection<Assignment> assignments)
    {
        CheckMoments(
            table,
            statement,
            column => assignments.FirstOrDefault(assignment => assignment.Columns.Any(name => name.Is(column.Name))) is { } assigned
                ? assigned.Value is DefaultExpression && IsWorkedOut(column)
                : column.IsStampedOnUpdate);
    }

    private static void CheckMoments(LogicalTable table, Statement statement, Func<LogicalColumn, bool> isStamped)
    {
        if (table.Kind != TableKind.Reference)
            return;
        if (Determinism.HasMoment(statement))
            throw Moment("The statement", table, statement);
        if (table.Columns.FirstOrDefault(isStamped) is { } stamped)
            throw Moment($"Column {stamped.Name}", table, statement);
    }

    /// <summary>True for a DEFAULT that is another value wherever and whenever it is worked out.</summary>
    private static bool IsWorkedOut(LogicalColumn column) => Defaults.Moment(column) is not null || Defaults.NeedsOnePlace(column, TableKind.Reference);

    private static RefusedException Moment(string what, LogicalTable table, Statement statement) => RefusedException.NotSupported(
        $"{what} takes the current moment or a value made for it, and each server's copy of reference table {table.Name} would get its own", "Give the value as a parameter.", statement.Span);

    public static Refusal Returning(InsertStatement insert) => Refusals.NotSupported(
        "RETURNING of rows that go to several MySQL shards has no order", "Insert the rows of one key at a time, or leave RETURNING out.", insert.Span);
}
