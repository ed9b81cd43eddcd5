using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Dialects;

/// <summary>Makes the trees that translations are made of.</summary>
internal static class Build
{
    public static FunctionExpression Call(string name, params NodeList<Expression> arguments) => new(new Identifier(name), arguments);

    public static LiteralExpression Text(string text) => new(LiteralKind.String, text);

    public static LiteralExpression Integer(string digits) => new(LiteralKind.Integer, digits);

    public static LiteralExpression Null { get; } = new(LiteralKind.Null, "");

    public static CastExpression Cast(Expression operand, string type) => new(operand, new TypeName(type, default));

    public static BinaryExpression Binary(BinaryOperator binaryOperator, Expression left, Expression right) => new(binaryOperator, left, right);

    /// <summary>True for a call that is a name and its arguments, and nothing besides.</summary>
    public static bool IsPlain(FunctionExpression call) => call is
    {
        Star: false, Distinct: false, Over: null, Filter: null, OrderBy.Count: 0, WithinGroup.Count: 0, Separator: null, Limit: null, Schema: null, Name.Quoted: false,
    };
}
