using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>CREATE TABLE, its columns and constraints.</content>
internal sealed partial class SqlWriter
{
    private void WriteCreateTable(CreateTableStatement table)
    {
        _text.Append("CREATE ").Append(table.Temporary ? "TEMP " : "").Append(table.Reference && _options.OwnClauses ? "REFERENCE " : "").Append("TABLE ");
        _text.Append(table.IfNotExists ? "IF NOT EXISTS " : "");
        WriteName(table.Name);
        if (table.Like is { } source)
        {
            _text.Append(" LIKE ");
            WriteName(source);
            return;
        }

        var shardKey = _options.OwnClauses ? table.ShardKey : null;
        if (table.Columns.Count > 0 || shardKey is not null)
            WriteTableElements(table, shardKey);
        if (table.Query is { } query)
        {
            _text.Append(" AS ");
            WriteSelect(query);
        }

        _text.Append(table.WithoutRowId ? " WITHOUT ROWID" : "").Append(table.WithoutRowId && table.Strict ? "," : "").Append(table.Strict ? " STRICT" : "");
    }

    private void WriteTableElements(CreateTableStatement table, ShardKeyClause? shardKey)
    {
        _text.Append(" (");
        WriteList(table.Columns, static (writer, column) => writer.WriteColumnDefinition(column));
        foreach (var constraint in table.Constraints)
        {
            _text.Append(_text[^1] == '(' ? "" : ", ");
            WriteTableConstraint(constraint);
        }

        if (shardKey is not null)
            WriteShardKey(shardKey);
        _text.Append(')');
    }

    private void WriteShardKey(ShardKeyClause shardKey)
    {
        _text.Append(_text[^1] == '(' ? "SHARD KEY " : ", SHARD KEY ");
        WriteNames(shardKey.Columns);
        if (shardKey.Placement is not { } placement)
            return;
        _text.Append(" USING ");
        WriteName(placement);
    }

    private void WriteColumnDefinition(ColumnDefinition column)
    {
        WriteName(column.Name);
        if (column.Type is { } type)
        {
            _text.Append(' ');
            WriteType(type);
        }

        foreach (var constraint in column.Constraints)
        {
            _text.Append(' ');
            WriteConstraintName(constraint.ConstraintName);
            WriteColumnConstraint(constraint);
        }
    }

    private void WriteConstraintName(Identifier? name)
    {
        if (name is not { } known)
            return;
        _text.Append("CONSTRAINT ");
        WriteName(known);
        _text.Append(' ');
    }

    private void WriteColumnConstraint(ColumnConstraint constraint)
    {
        if (_isMySql)
            WriteMySqlColumnConstraint(constraint);
        else
            WriteSqliteColumnConstraint(constraint);
    }

    private void WriteSqliteColumnConstraint(ColumnConstraint constraint)
    {
        switch (constraint)
        {
            case ColumnPrimaryKey key:
                _text.Append("PRIMARY KEY").Append(key.Descending ? " DESC" : "").Append(OnConflict(key.Conflict));
                _text.Append(key.AutoIncrement ? " AUTOINCREMENT" : "").Append(Local(key.Local));
                break;
            case ColumnNotNull notNull:
                _text.Append("NOT NULL").Append(OnConflict(notNull.Conflict));
                break;
            case ColumnNull:
                _text.Append("NULL");
                break;
            case ColumnUnique unique:
                _text.Append("UNIQUE").Append(OnConflict(unique.Conflict)).Append(Local(unique.Local));
                break;
            case ColumnCheck check:
                WriteEnclosed("CHECK (", check.Condition);
                break;
            case ColumnDefault standard:
                WriteDefault(standard.Value);
                break;
            case ColumnCollate collate:
                _text.Append("COLLATE ");
                WriteName(collate.Collation);
                break;
            case ColumnReferences references:
                WriteForeignKeyTarget(references.Target);
                break;
            case ColumnGenerated generated:
                WriteEnclosed("GENERATED ALWAYS AS (", generated.Value);
                _text.Append(generated.Stored ? " STORED" : "");
                break;
        }
    }

    private void WriteDefault(Expression value)
    {
        var bare = value is LiteralExpression or ColumnExpression { Table: null }
            or UnaryExpression { Operator: UnaryOperator.Negate or UnaryOperator.Plus, Operand: LiteralExpression };
        if (bare)
            WriteClause("DEFAULT ", value);
        else
            WriteEnclosed("DEFAULT (", value);
    }

    private void WriteEnclosed(string opening, Expression expression)
    {
        WriteClause(opening, expression);
        _text.Append(')');
    }

    private void WriteTableConstraint(TableConstraint constraint)
    {
        if (_isMySql)
            WriteMySqlConstraint(constraint);
        else
            WriteSqliteConstraint(constraint);
    }

    private void WriteSqliteConstraint(TableConstraint constraint)
    {
        if (constraint is TableIndex)
        {
            // The planner makes an index of its own of it; only plans are kept by this text.
            WriteMySqlConstraint(constraint);
            return;
        }

        WriteConstraintName(constraint.ConstraintName);
        switch (constraint)
        {
            case TablePrimaryKey key:
                _text.Append("PRIMARY KEY ");
                WriteIndexedColumns(key.Columns);
                if (key.AutoIncrement)
                    _text.Insert(_text.Length - 1, " AUTOINCREMENT");
                _text.Append(OnConflict(key.Conflict)).Append(Local(key.Local));
                break;
            case TableUnique unique:
                _text.Append("UNIQUE ");
                WriteIndexedColumns(unique.Columns);
                _text.Append(OnConflict(unique.Conflict)).Append(Local(unique.Local));
                break;
            case TableCheck check:
                WriteEnclosed("CHECK (", check.Condition);
                break;
            case TableForeignKey foreign:
                _text.Append("FOREIGN KEY ");
                WriteNames(foreign.Columns);
                _text.Append(' ');
                WriteForeignKeyTarget(foreign.Target);
                break;
        }
    }

    private void WriteForeignKeyTarget(ForeignKeyTarget target)
    {
        _text.Append("REFERENCES ");
        WriteName(target.Table);
        if (target.Columns.Count > 0)
            WriteNames(target.Columns);
        if (target.OnDelete is { } onDelete)
            _text.Append(" ON DELETE ").Append(onDelete);
        if (target.OnUpdate is { } onUpdate)
            _text.Append(" ON UPDATE ").Append(onUpdate);
        if (target.Match is { } match)
        {
            _text.Append(" MATCH ");
            WriteName(new Identifier(match));
        }

        _text.Append(target.Deferrable switch { true => " DEFERRABLE", false => " NOT DEFERRABLE", null => "" });
        _text.Append(target.InitiallyDeferred switch { true => " INITIALLY DEFERRED", false => " INITIALLY IMMEDIATE", null => "" });
    }

    private string Local(bool local) => local && _options.OwnClauses ? " LOCAL" : "";

    private void WriteIndexedColumns(NodeList<IndexedColumn> columns) => WriteInParentheses(columns, static (writer, column) =>
    {
        writer.WriteExpression(column.Expression);
        writer._text.Append(column.Descending ? " DESC" : "");
    });
}
