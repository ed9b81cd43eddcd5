using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>MariaDB's periods, sequences and ways to cut an answer off.</content>
internal sealed partial class SqlWriter
{
    private void WritePeriod(PeriodClause? period)
    {
        if (period is null)
            return;
        _text.Append(period.Kind switch
        {
            PeriodKind.All => " FOR SYSTEM_TIME ALL",
            PeriodKind.AsOf => " FOR SYSTEM_TIME AS OF",
            PeriodKind.Between => " FOR SYSTEM_TIME BETWEEN",
            PeriodKind.FromTo => " FOR SYSTEM_TIME FROM",
            _ => " FOR PORTION OF ",
        });
        if (period.Name is { } name)
            WriteNamed("", name);
        _text.Append(period.Name is null ? "" : " FROM");
        WriteBoundOfPeriod(period, period.From);
        _text.Append(period.To is null ? "" : period.Kind == PeriodKind.Between ? " AND" : " TO");
        WriteBoundOfPeriod(period, period.To);
    }

    private void WriteBoundOfPeriod(PeriodClause period, Expression? moment)
    {
        if (moment is null)
            return;
        _text.Append(period.ByTransaction ? " TRANSACTION " : " ");
        WriteOperand(moment, MySqlPrecedence.BitOr);
    }

    private void WriteTies(LimitClause limit)
    {
        WriteClause(" OFFSET ", limit.Offset);
        _text.Append(limit.Offset is null ? "" : " ROWS");
        WriteClause(" FETCH FIRST ", limit.Count);
        _text.Append(" ROWS WITH TIES");
    }

    private void WriteCycle(NodeList<Identifier> columns)
    {
        if (columns.Count == 0)
            return;
        _text.Append(" CYCLE ");
        WriteList(columns, static (writer, column) => writer.WriteName(column));
        _text.Append(" RESTRICT");
    }

    /// <summary>What an optimizer is told, directly behind the first word.</summary>
    private void WriteHints(string? hints)
    {
        if (hints is not null)
            _text.Append(" /*+ ").Append(hints).Append(" */");
    }
}
