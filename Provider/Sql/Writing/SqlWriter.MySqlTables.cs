using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>MySQL's CREATE TABLE.</content>
internal sealed partial class SqlWriter
{
    private void WriteMySqlCreateTable(CreateTableStatement table)
    {
        _text.Append(table.OrReplace ? "CREATE OR REPLACE " : "CREATE ").Append(table.Temporary ? "TEMPORARY " : "");
        _text.Append(table.Reference && _options.OwnClauses ? "REFERENCE " : "").Append("TABLE ").Append(table.IfNotExists ? "IF NOT EXISTS " : "");
        WriteName(table.Name);
        if (table.Like is { } source)
        {
            _text.Append(" LIKE ");
            WriteName(source);
            return;
        }

        var shardKey = _options.OwnClauses ? table.ShardKey : null;
        if (table.Columns.Count > 0 || table.Constraints.Count > 0 || shardKey is not null)
            WriteTableElements(table, shardKey);
        foreach (var option in table.Options)
        {
            _text.Append(' ');
            WriteOption(option);
        }

        if (table.Partitioning is { } partitioning)
            _text.Append(' ').Append(partitioning);
        if (table.Query is not { } query)
            return;
        _text.Append(table.QueryConflict switch { ConflictAction.Ignore => " IGNORE", ConflictAction.Replace => " REPLACE", _ => "" }).Append(" AS ");
        WriteSelect(query);
    }

    private void WriteMySqlColumnConstraint(ColumnConstraint constraint)
    {
        switch (constraint)
        {
            case ColumnPrimaryKey key:
                _text.Append("PRIMARY KEY").Append(Local(key.Local)).Append(key.AutoIncrement ? " AUTO_INCREMENT" : "");
                break;
            case ColumnNotNull:
                _text.Append("NOT NULL");
                break;
            case ColumnUnique unique:
                _text.Append("UNIQUE").Append(Local(unique.Local));
                break;
            case ColumnDefault standard:
                WriteMySqlDefault("DEFAULT ", standard.Value);
                break;
            case ColumnOnUpdate update:
                WriteClause("ON UPDATE ", update.Value);
                break;
            case ColumnCheck check:
                WriteEnclosed("CHECK (", check.Condition);
                _text.Append(check.NotEnforced ? " NOT ENFORCED" : "");
                break;
            case ColumnGenerated generated:
                WriteEnclosed("GENERATED ALWAYS AS (", generated.Value);
                _text.Append(generated.Stored ? " STORED" : " VIRTUAL");
                break;
            case ColumnReferences references:
                WriteMySqlTarget(references.Target);
                break;
            case ColumnAutoIncrement:
                _text.Append("AUTO_INCREMENT");
                break;
            case ColumnComment comment:
                _text.Append("COMMENT ");
                WritePlainString(comment.Text);
                break;
            case ColumnOption option:
                _text.Append(option.Text);
                break;
            default:
                WriteSqliteColumnConstraint(constraint);
                break;
        }
    }

    /// <summary>A literal or the moment stands bare, since old servers take nothing else there; the rest stands in parentheses.</summary>
    private void WriteMySqlDefault(string keyword, Expression value)
    {
        var bare = value is LiteralExpression or PrefixedLiteral
            or UnaryExpression { Operator: UnaryOperator.Negate or UnaryOperator.Plus, Operand: LiteralExpression }
            || IsMoment(value);
        if (bare)
            WriteClause(keyword, value);
        else
            WriteEnclosed($"{keyword}(", value);
    }

    private static bool IsMoment(Expression value) =>
        value is FunctionExpression { Words.Count: 0, Arguments: [] or [LiteralExpression], Name: { Quoted: false } name }
        && name.Name.ToUpperInvariant() is "NOW" or "CURRENT_TIMESTAMP" or "LOCALTIME" or "LOCALTIMESTAMP";

    private void WriteMySqlConstraint(TableConstraint constraint)
    {
        if (constraint is TableCheck or TableForeignKey)
            WriteConstraintName(constraint.ConstraintName);
        switch (constraint)
        {
            case TablePrimaryKey key:
                WriteKey("PRIMARY KEY", null, key.Columns, key);
                _text.Append(Local(key.Local));
                break;
            case TableUnique unique:
                WriteKey("UNIQUE KEY", unique.ConstraintName, unique.Columns, unique);
                _text.Append(Local(unique.Local));
                break;
            case TableIndex index:
                WriteKey(index.Kind.Length > 0 ? $"{index.Kind} KEY" : "KEY", index.ConstraintName, index.Columns, index);
                break;
            case TableCheck check:
                WriteEnclosed("CHECK (", check.Condition);
                _text.Append(check.NotEnforced ? " NOT ENFORCED" : "");
                break;
            case TablePeriod period:
                WriteNamed("PERIOD FOR ", period.Name);
                _text.Append(' ');
                WriteNames([period.Start, period.End]);
                break;
            case TableForeignKey foreign:
                _text.Append("FOREIGN KEY ");
                WriteNames(foreign.Columns);
                _text.Append(' ');
                WriteMySqlTarget(foreign.Target);
                break;
        }
    }

    private void WriteKey(string words, Identifier? name, NodeList<IndexedColumn> columns, TableConstraint constraint)
    {
        _text.Append(words);
        if (name is { } known)
            WriteNamed(" ", known);
        _text.Append(' ');
        WriteKeyParts(columns);
        WriteIndexOptions(constraint.IndexOptions);
    }

    private void WriteIndexOptions(string? options)
    {
        if (options is not null)
            _text.Append(' ').Append(options);
    }

    private void WriteKeyParts(NodeList<IndexedColumn> columns) => WriteInParentheses(columns, static (writer, column) =>
    {
        if (column.Expression is ColumnExpression)
            writer.WriteExpression(column.Expression);
        else
            writer.WriteEnclosed("(", column.Expression);
        if (column.Length is { } length)
            writer._text.Append('(').Append(length).Append(')');
        writer._text.Append(column.Descending ? " DESC" : "").Append(column.WithoutOverlaps ? " WITHOUT OVERLAPS" : "");
    });

    private void WriteMySqlTarget(ForeignKeyTarget target)
    {
        _text.Append("REFERENCES ");
        WriteName(target.Table);
        if (target.Columns.Count > 0)
        {
            _text.Append(' ');
            WriteNames(target.Columns);
        }

        if (target.Match is { } match)
            _text.Append(" MATCH ").Append(match);
        if (target.OnDelete is { } onDelete)
            _text.Append(" ON DELETE ").Append(onDelete);
        if (target.OnUpdate is { } onUpdate)
            _text.Append(" ON UPDATE ").Append(onUpdate);
    }

    private void WriteOption(TableOption option)
    {
        _text.Append(option.Name);
        if (option is { Value: "", IsString: false })
            return;
        _text.Append(option.Name == "UNION" ? " = " : "=");
        if (option.IsString)
            WritePlainString(option.Value);
        else
            _text.Append(option.Value);
    }
}
