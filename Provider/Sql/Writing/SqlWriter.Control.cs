using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>Transactions, PRAGMA and what looks after a database.</content>
internal sealed partial class SqlWriter
{
    private bool WriteControl(Statement statement)
    {
        switch (statement)
        {
            case BeginStatement { ReadOnly: true }:
                _text.Append("START TRANSACTION READ ONLY");
                return true;
            case BeginStatement begin:
                _text.Append(begin.Kind switch
                {
                    TransactionKind.Deferred => "BEGIN DEFERRED",
                    TransactionKind.Immediate => "BEGIN IMMEDIATE",
                    TransactionKind.Exclusive => "BEGIN EXCLUSIVE",
                    _ => "BEGIN",
                });
                return true;
            case CommitStatement:
                _text.Append("COMMIT");
                return true;
            case RollbackStatement { Savepoint: null }:
                _text.Append("ROLLBACK");
                return true;
            case RollbackStatement { Savepoint: { } savepoint }:
                return WriteNamed("ROLLBACK TO ", savepoint);
            case SavepointStatement savepoint:
                return WriteNamed("SAVEPOINT ", savepoint.Name);
            case ReleaseStatement release:
                return WriteNamed("RELEASE ", release.Name);
            case PragmaStatement pragma:
                WritePragma(pragma);
                return true;
            default:
                return WriteMaintenance(statement);
        }
    }

    private bool WriteMaintenance(Statement statement)
    {
        switch (statement)
        {
            case AnalyzeStatement analyze:
                return WriteTargeted("ANALYZE", analyze.Target);
            case ReindexStatement reindex:
                return WriteTargeted("REINDEX", reindex.Target);
            case VacuumStatement vacuum:
                WriteTargeted("VACUUM", vacuum.Schema is { } schema ? new ObjectName(null, schema) : null);
                WriteClause(" INTO ", vacuum.Into);
                return true;
            case AttachStatement attach:
                WriteClause("ATTACH ", attach.File);
                WriteClause(" AS ", attach.Name);
                return true;
            case DetachStatement detach:
                WriteClause("DETACH ", detach.Name);
                return true;
            case CheckClusterStatement:
                _text.Append("CHECK CLUSTER");
                return true;
            default:
                return false;
        }
    }

    private bool WriteNamed(string keyword, Identifier name)
    {
        _text.Append(keyword);
        WriteName(name);
        return true;
    }

    private bool WriteTargeted(string keyword, ObjectName? target)
    {
        _text.Append(keyword);
        if (target is null)
            return true;
        _text.Append(' ');
        WriteName(target);
        return true;
    }

    private void WritePragma(PragmaStatement pragma)
    {
        _text.Append("PRAGMA ");
        WriteName(pragma.Name);
        if (pragma.Value is not { } value)
            return;
        _text.Append(pragma.IsCall ? "(" : " = ");
        if (value is ColumnExpression { Table: null, Column: { Quoted: false } word } && IsPlain(word.Name))
            _text.Append(word.Name);
        else
            WriteExpression(value);
        _text.Append(pragma.IsCall ? ")" : "");
    }
}
