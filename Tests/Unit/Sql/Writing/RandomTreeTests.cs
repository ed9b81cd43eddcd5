using FsCheck;
using FsCheck.Fluent;
using ShardClient.Sql.Syntax;
using Xunit;

namespace ShardClient.Tests.Unit.Sql.Writing;

/// <summary>Trees that nobody wrote: each is made beside a text with every parenthesis, so that SQLite can say whether the writer's text means the same.</summary>
public sealed class RandomTreeTests
{
    [Fact]
    public void A_random_tree_is_written_as_text_that_parses_to_it_and_compiles_alike()
    {
        using var sqlite = new PlainSqlite();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Holds(new RandomExpressions(seed).Next(5), sqlite))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    private static bool Holds((Expression Tree, string Enclosed) made, PlainSqlite sqlite)
    {
        var written = Parse.Write(made.Tree);
        if (!Parse.Expression(written).Equals(made.Tree))
            throw new InvalidOperationException($"{made.Enclosed} is written as {written}, which parses to another tree.");
        if (!Parse.Expression(made.Enclosed).Equals(made.Tree))
            throw new InvalidOperationException($"{made.Enclosed} parses to another tree.");
        if (sqlite.Program($"SELECT {made.Enclosed} FROM v") != sqlite.Program($"SELECT {written} FROM v"))
            throw new InvalidOperationException($"{made.Enclosed} is written as {written}, which SQLite compiles to another program.");
        return true;
    }

    private sealed class RandomExpressions(int seed)
    {
        private static readonly (BinaryOperator Operator, string Text)[] Operators =
        [
            (BinaryOperator.Or, "OR"), (BinaryOperator.And, "AND"), (BinaryOperator.Equal, "="), (BinaryOperator.NotEqual, "<>"),
            (BinaryOperator.Is, "IS"), (BinaryOperator.IsNot, "IS NOT"), (BinaryOperator.IsDistinctFrom, "IS DISTINCT FROM"),
            (BinaryOperator.IsNotDistinctFrom, "IS NOT DISTINCT FROM"), (BinaryOperator.Less, "<"), (BinaryOperator.GreaterOrEqual, ">="),
            (BinaryOperator.BitAnd, "&"), (BinaryOperator.BitOr, "|"), (BinaryOperator.ShiftLeft, "<<"), (BinaryOperator.ShiftRight, ">>"),
            (BinaryOperator.Add, "+"), (BinaryOperator.Subtract, "-"), (BinaryOperator.Multiply, "*"), (BinaryOperator.Divide, "/"),
            (BinaryOperator.Modulo, "%"), (BinaryOperator.Concat, "||"), (BinaryOperator.JsonExtract, "->"), (BinaryOperator.JsonExtractText, "->>"),
        ];

        private readonly Random _random = new(seed);

        public (Expression Tree, string Text) Next(int depth)
        {
            if (depth == 0)
                return Leaf();
            return _random.Next(12) switch
            {
                0 => Unary(depth, UnaryOperator.Not, "NOT ", ""),
                1 => Unary(depth, UnaryOperator.Negate, "- ", ""),
                2 => Unary(depth, UnaryOperator.BitNot, "~", ""),
                3 => _random.Next(2) == 0 ? Unary(depth, UnaryOperator.IsNull, "", " ISNULL") : Unary(depth, UnaryOperator.NotNull, "", " NOT NULL"),
                4 => Between(depth),
                5 => Pattern(depth),
                6 => In(depth),
                7 => Collate(depth),
                8 => Case(depth),
                _ => Binary(depth),
            };
        }

        private (Expression, string) Leaf() => _random.Next(6) switch
        {
            0 => (new ColumnExpression(null, null, new Identifier("a")), "a"),
            1 => (new ColumnExpression(null, new Identifier("v"), new Identifier("b")), "v.b"),
            2 => (new LiteralExpression(LiteralKind.Integer, "7"), "7"),
            3 => (new LiteralExpression(LiteralKind.String, "it's"), "'it''s'"),
            4 => (new LiteralExpression(LiteralKind.Blob, "00ff"), "x'00ff'"),
            _ => (new LiteralExpression(LiteralKind.Real, "1.5"), "1.5"),
        };

        private (Expression, string) Binary(int depth)
        {
            var (chosen, text) = Operators[_random.Next(Operators.Length)];
            var (left, right) = (Next(depth - 1), Next(depth - 1));
            return (new BinaryExpression(chosen, left.Tree, right.Tree), $"(({left.Text}) {text} ({right.Text}))");
        }

        private (Expression, string) Unary(int depth, UnaryOperator unary, string prefix, string postfix)
        {
            var operand = Next(depth - 1);
            return (new UnaryExpression(unary, operand.Tree), $"({prefix}({operand.Text}){postfix})");
        }

        private (Expression, string) Between(int depth)
        {
            var (operand, low, high, not) = (Next(depth - 1), Next(depth - 1), Next(depth - 1), _random.Next(2) == 0);
            return (new BetweenExpression(not, operand.Tree, low.Tree, high.Tree), $"(({operand.Text}){(not ? " NOT" : "")} BETWEEN ({low.Text}) AND ({high.Text}))");
        }

        private (Expression, string) Pattern(int depth)
        {
            var (operand, pattern, not) = (Next(depth - 1), Next(depth - 1), _random.Next(2) == 0);
            var escape = _random.Next(2) == 0 ? new LiteralExpression(LiteralKind.String, "!") : null;
            var ending = escape is null ? "" : " ESCAPE ('!')";
            return (new PatternExpression(PatternOperator.Like, not, operand.Tree, pattern.Tree, escape), $"(({operand.Text}){(not ? " NOT" : "")} LIKE ({pattern.Text}){ending})");
        }

        private (Expression, string) In(int depth)
        {
            var (operand, one, two, not) = (Next(depth - 1), Next(depth - 1), Next(depth - 1), _random.Next(2) == 0);
            return (new InExpression(not, operand.Tree, [one.Tree, two.Tree], null, null), $"(({operand.Text}){(not ? " NOT" : "")} IN (({one.Text}), ({two.Text})))");
        }

        private (Expression, string) Collate(int depth)
        {
            var operand = Next(depth - 1);
            return (new CollateExpression(operand.Tree, new Identifier("nocase")), $"(({operand.Text}) COLLATE nocase)");
        }

        private (Expression, string) Case(int depth)
        {
            var (when, then, otherwise) = (Next(depth - 1), Next(depth - 1), Next(depth - 1));
            return (new CaseExpression(null, [new WhenClause(when.Tree, then.Tree)], otherwise.Tree), $"(CASE WHEN ({when.Text}) THEN ({then.Text}) ELSE ({otherwise.Text}) END)");
        }
    }
}
