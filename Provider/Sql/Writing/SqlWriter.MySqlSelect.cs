using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>Queries of MySQL.</content>
internal sealed partial class SqlWriter
{
    private void WriteMySqlCore(SelectCore core)
    {
        _text.Append("SELECT");
        WriteHints(core.OptimizerHints);
        _text.Append(core.Distinct ? " DISTINCT " : " ");
        foreach (var modifier in core.Modifiers)
            _text.Append(modifier).Append(' ');
        WriteResultColumns(core.Columns);
        if (core.From is { } from)
        {
            _text.Append(" FROM ");
            WriteTable(from);
        }
        else if (core.Where is not null || core.GroupBy.Count > 0 || core.Having is not null)
        {
            _text.Append(" FROM DUAL");
        }

        WriteClause(" WHERE ", core.Where);
        if (core.GroupBy.Count > 0)
        {
            _text.Append(" GROUP BY ");
            WriteExpressions(core.GroupBy);
            _text.Append(core.Rollup ? " WITH ROLLUP" : "");
        }

        WriteClause(" HAVING ", core.Having);
        WriteWindows(core.Windows);
    }

    /// <summary>
    /// The tree goes from left to right, and the server lets INTERSECT go first: what stands before an INTERSECT that comes later gets
    /// parentheses.
    /// </summary>
    private void WriteMySqlCompound(CompoundBody compound)
    {
        var loose = false;
        var enclosed = new bool[compound.Rest.Count];
        for (var i = 0; i < enclosed.Length; i++)
        {
            var isIntersect = compound.Rest[i].Operator is CompoundOperator.Intersect or CompoundOperator.IntersectAll;
            enclosed[i] = isIntersect && loose;
            loose = !isIntersect || (loose && !enclosed[i]);
        }

        _text.Append('(', enclosed.Count(static one => one));
        WriteSetOperand(compound.First);
        for (var i = 0; i < enclosed.Length; i++)
        {
            _text.Append(enclosed[i] ? ")" : "").Append(compound.Rest[i].Operator switch
            {
                CompoundOperator.Union => " UNION ",
                CompoundOperator.UnionAll => " UNION ALL ",
                CompoundOperator.Intersect => " INTERSECT ",
                CompoundOperator.IntersectAll => " INTERSECT ALL ",
                CompoundOperator.ExceptAll => " EXCEPT ALL ",
                _ => " EXCEPT ",
            });
            WriteSetOperand(compound.Rest[i].Body);
        }
    }

    private void WriteSetOperand(SelectBody operand)
    {
        var enclosed = operand is CompoundBody;
        _text.Append(enclosed ? "(" : "");
        WriteBody(operand);
        _text.Append(enclosed ? ")" : "");
    }

    private void WriteLock(LockingClause clause)
    {
        var plain = clause is { Of.Count: 0, Wait: LockWait.Default } || clause.IsLockInShareMode;
        _text.Append(clause.ForUpdate ? " FOR UPDATE" : plain ? " LOCK IN SHARE MODE" : " FOR SHARE");
        if (clause.Of.Count > 0)
        {
            _text.Append(" OF ");
            WriteList(clause.Of, static (writer, table) => writer.WriteName(table));
        }

        _text.Append(clause.Wait switch
        {
            LockWait.NoWait => " NOWAIT",
            LockWait.SkipLocked => " SKIP LOCKED",
            LockWait.Seconds => $" WAIT {clause.Seconds}",
            _ => "",
        });
    }

    private void WritePartitions(NodeList<Identifier> partitions)
    {
        if (partitions.Count == 0)
            return;
        _text.Append(" PARTITION ");
        WriteNames(partitions);
    }

    /// <summary>MySQL has NULL first, or last in descending order; another order is a term of its own before.</summary>
    private void WriteNullsOrder(OrderingTerm term)
    {
        if (term.Nulls == (term.Descending ? NullsOrder.First : NullsOrder.Last))
        {
            WriteEnclosed("(", term.Expression);
            _text.Append(term.Descending ? " IS NULL DESC, " : " IS NULL, ");
        }
    }

    private void WriteTableFunctionName(ObjectName name)
    {
        if (_isMySql && name is { Schema: null, Name.Quoted: false } && IsPlain(name.Name.Name))
            _text.Append(name.Name.Name);
        else
            WriteName(name);
    }
}
