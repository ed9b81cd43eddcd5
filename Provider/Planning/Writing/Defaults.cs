using ShardClient.Catalog;
using ShardClient.Sql.Syntax;
using ShardClient.Topology;

namespace ShardClient.Planning.Writing;

/// <summary>DEFAULTs whose value is another one from shard to shard when each works it out by itself.</summary>
internal static class Defaults
{
    /// <summary>CURRENT_TIMESTAMP and its kin by themselves, which the client says; null for other defaults.</summary>
    public static InputKind? Moment(LogicalColumn column) => column.Default is not LiteralExpression literal ? null : literal.Kind switch
    {
        LiteralKind.CurrentTimestamp => InputKind.MomentTimestamp,
        LiteralKind.CurrentDate => InputKind.MomentDate,
        LiteralKind.CurrentTime => InputKind.MomentTime,
        _ => null,
    };

    /// <summary>The value of a left out column, as it can stand in the statement.</summary>
    public static Expression Value(PlanContext context, LogicalColumn column) => Moment(column) is { } moment
        ? new InputExpression(context.AddInput(new InputSource(moment)))
        : column.Default ?? new LiteralExpression(LiteralKind.Null, "");

    /// <summary>
    /// True when only one place may work out the column's default: the copies of a reference table must be alike, and a statement over several shards
    /// has one moment.
    /// </summary>
    public static bool NeedsOnePlace(LogicalColumn column, TableKind kind) =>
        kind != TableKind.Single && Moment(column) is null && column.Default is { } value
        && (Determinism.HasMoment(value) || (kind == TableKind.Reference && Determinism.MayDiffer(value)));
}
