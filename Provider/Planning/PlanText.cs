using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Values;

namespace ShardClient.Planning;

/// <summary>Trees as the texts of a plan.</summary>
internal static class PlanText
{
    public static SessionStatement Of(Statement statement, SqlDialect dialect)
    {
        var written = Write(statement, dialect);
        return new SessionStatement(written.Text, written.Inputs);
    }

    /// <summary>The text cut at its parameters.</summary>
    public static TextPiece Piece(WrittenSql written, SqlDialect dialect)
    {
        var segments = new List<string>();
        var inputs = new List<int>();
        var from = 0;
        var lexer = new Lexer(written.Text, dialect);
        for (var token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next())
        {
            if (token.Kind != TokenKind.Parameter)
                continue;
            segments.Add(written.Text[from..token.Start]);
            inputs.Add(written.Inputs[Number(written.Text.AsSpan(token.Start + 1, token.End - token.Start - 1), inputs.Count)]);
            from = token.End;
        }

        segments.Add(written.Text[from..]);
        return new TextPiece(segments, inputs);
    }

    public static TextPiece Piece(Expression expression, SqlDialect dialect) => Piece(SqlWriter.Write(expression, Options(dialect)), dialect);

    /// <summary>The pieces before and after the one mention of an input.</summary>
    public static (TextPiece Before, TextPiece After) CutAt(Statement statement, int input, SqlDialect dialect)
    {
        var piece = Piece(Write(statement, dialect), dialect);
        var at = 0;
        while (piece.Inputs[at] != input)
            at++;
        var before = new TextPiece([.. piece.Segments.Take(at + 1)], [.. piece.Inputs.Take(at)]);
        var after = new TextPiece([.. piece.Segments.Skip(at + 1)], [.. piece.Inputs.Skip(at + 1)]);
        return (before, after);
    }

    private static WriterOptions Options(SqlDialect dialect) => WriterOptions.Shard with { Dialect = dialect };

    private static WrittenSql Write(Statement statement, SqlDialect dialect) =>
        SqlWriter.Write(dialect == SqlDialect.Sqlite ? ValuesGuard.Protect(statement) : statement, Options(dialect));

    /// <summary>A parameter without a number is the next one.</summary>
    private static int Number(ReadOnlySpan<char> digits, int next) => digits.IsEmpty ? next : int.Parse(digits, provider: null) - 1;
}
