using ShardClient.Sql.Syntax;

namespace ShardClient.Catalog.Loading;

/// <summary>What stands in the parentheses of an index or key.</summary>
internal static class IndexedColumns
{
    /// <summary>The column's name; null for an expression.</summary>
    /// <param name="collation">The collation it names; null for the column's own.</param>
    public static string? NameOf(IndexedColumn column, out string? collation)
    {
        collation = null;
        var expression = column.Expression;
        if (expression is CollateExpression collate)
        {
            collation = collate.Collation.Name;
            expression = collate.Operand;
        }

        return expression switch
        {
            ColumnExpression { Table: null } name => name.Column.Name,
            LiteralExpression { Kind: LiteralKind.String } text => text.Text,
            _ => null,
        };
    }
}
