using System.Collections.ObjectModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient;

/// <summary>A column of a result as <c>GetColumnSchema</c> tells it.</summary>
internal sealed class ResultDbColumn : DbColumn
{
    public ResultDbColumn(ColumnMetadata column, int ordinal, Type type, string typeName)
    {
        ColumnName = column.Name;
        ColumnOrdinal = ordinal;
        ColumnSize = Size(column.DeclaredType);
        BaseTableName = column.BaseTable;
        BaseColumnName = column.BaseColumn;
        DataType = type;
        DataTypeName = typeName;
        IsExpression = column.BaseColumn is null;
        IsAliased = column.BaseColumn is not null && column.BaseColumn != column.Name;
        IsLong = column.Type == ColumnType.Blob;
    }

    /// <summary>The same as the table that <c>GetSchemaTable</c> gives, with the names and types its users know.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2111", Justification = "A column of System.Type is never constructed from by the table.")]
    public static DataTable Table(ReadOnlyCollection<DbColumn> columns)
    {
        var table = new DataTable("SchemaTable");
        table.Columns.Add(SchemaTableColumn.ColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.ColumnOrdinal, typeof(int));
        table.Columns.Add(SchemaTableColumn.ColumnSize, typeof(int));
        table.Columns.Add(SchemaTableColumn.NumericPrecision, typeof(short));
        table.Columns.Add(SchemaTableColumn.NumericScale, typeof(short));
        table.Columns.Add(SchemaTableColumn.IsUnique, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsKey, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.BaseServerName, typeof(string));
        table.Columns.Add(SchemaTableOptionalColumn.BaseCatalogName, typeof(string));
        table.Columns.Add(SchemaTableColumn.BaseColumnName, typeof(string));
        table.Columns.Add(SchemaTableColumn.BaseSchemaName, typeof(string));
        table.Columns.Add(SchemaTableColumn.BaseTableName, typeof(string));
        table.Columns.Add(SchemaTableColumn.DataType, typeof(Type));
        table.Columns.Add("DataTypeName", typeof(string));
        table.Columns.Add(SchemaTableColumn.AllowDBNull, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsAliased, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsExpression, typeof(bool));
        table.Columns.Add(SchemaTableOptionalColumn.IsAutoIncrement, typeof(bool));
        table.Columns.Add(SchemaTableColumn.IsLong, typeof(bool));
        foreach (var column in columns)
            Fill(table.Rows.Add(), column);
        return table;
    }

    private static void Fill(DataRow row, DbColumn column)
    {
        row[SchemaTableColumn.ColumnName] = column.ColumnName;
        row[SchemaTableColumn.ColumnOrdinal] = column.ColumnOrdinal ?? 0;
        row[SchemaTableColumn.ColumnSize] = column.ColumnSize ?? -1;
        row[SchemaTableColumn.IsUnique] = column.IsUnique ?? (object)DBNull.Value;
        row[SchemaTableColumn.IsKey] = column.IsKey ?? (object)DBNull.Value;
        row[SchemaTableColumn.BaseColumnName] = column.BaseColumnName ?? (object)DBNull.Value;
        row[SchemaTableColumn.BaseTableName] = column.BaseTableName ?? (object)DBNull.Value;
        row[SchemaTableColumn.DataType] = column.DataType;
        row["DataTypeName"] = column.DataTypeName;
        row[SchemaTableColumn.AllowDBNull] = column.AllowDBNull ?? (object)DBNull.Value;
        row[SchemaTableColumn.IsAliased] = column.IsAliased ?? false;
        row[SchemaTableColumn.IsExpression] = column.IsExpression ?? false;
        row[SchemaTableColumn.IsLong] = column.IsLong ?? false;
    }

    private static int? Size(string? declaredType)
    {
        var open = declaredType?.IndexOf('(', StringComparison.Ordinal) ?? -1;
        if (open < 0)
            return -1;
        var digits = declaredType.AsSpan(open + 1);
        var end = digits.IndexOfAny(')', ',');
        return end > 0 && int.TryParse(digits[..end].Trim(), out var size) ? size : -1;
    }
}
