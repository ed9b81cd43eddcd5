using ShardClient.Tests.Oracle.Statements.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Statements.Generating;

/// <summary>Makes values to write: of the column's own kind, and never growing without end.</summary>
internal sealed class AssignmentGenerator(Workshop shop)
{
    private Dice Dice => shop.Dice;

    /// <summary>A value of the column, as a literal or parameter.</summary>
    public Node Literal(Column column, Table table)
    {
        if (!column.IsNotNull && Dice.Chance(12))
            return Value(SqlValue.Null, Dice.Chance(shop.ParameterPercent));
        if (column.IsNotNull && !IsRowId(column, table) && Dice.Chance(1))
            return Value(SqlValue.Null);
        var value = table.IsUniqueColumn(column) && Dice.Chance(60) ? column.Domain.Fresh(Dice) : column.Domain.Next(Dice);
        return Value(value, Dice.Chance(shop.ParameterPercent));
    }

    /// <summary>A value of the column from what the scope names.</summary>
    public Node Expression(Column column, Table table, Scope scope)
    {
        if (Dice.Chance(40))
            return Literal(column, table);
        var alike = scope.Terms.Where(term => term.Domain == column.Domain && term.Class == column.Class).ToList();
        if (alike.Count > 0 && Dice.Chance(40))
            return Checked(Dice.Pick(alike).Node, column, table);
        if (column.Class == ValueClass.Integer && column.Domain != Domain.Booleans)
            return Checked(Make.Expression($"({shop.Values.Next(ValueClass.Integer, scope, 2).Node} % 50)"), column, table);
        if (column.Domain == Domain.Words || (column.Domain == Domain.AsciiWords && table.Key != column))
            return Checked(Make.Expression($"substr({shop.Values.Next(ValueClass.Text, scope, 2).Node}, 1, 5)"), column, table);
        if (column.Domain == Domain.Dyadic && scope.Of(ValueClass.Integer).FirstOrDefault(static term => term.IsSummable) is { } number)
            return Checked(Make.Expression($"({number.Node} % 20 + 0.5)"), column, table);
        return Literal(column, table);
    }

    /// <summary>An INTEGER PRIMARY KEY that is NULL would be numbered by the engine.</summary>
    public static bool IsRowId(Column column, Table table) =>
        table is { HasPrimaryKey: true, IsWithoutRowId: false } && table.UniqueKeys[0] is [var only] && only == column && column.Class == ValueClass.Integer;

    private Node Checked(Node value, Column column, Table table) =>
        IsRowId(column, table) ? Make.Expression($"coalesce({value}, {column.Domain.Fresh(Dice).Literal})") : value;
}
