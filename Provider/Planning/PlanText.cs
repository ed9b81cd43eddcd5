using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;
using ShardClient.Sql.Writing;
using ShardClient.Values;

namespace ShardClient.Planning;

/// <summary>Trees as the texts of a plan.</summary>
internal static class PlanText
{
    public static SessionStatement Of(Statement statement)
    {
        var written = SqlWriter.Write(ValuesGuard.Protect(statement), WriterOptions.Shard);
        return new SessionStatement(written.Text, written.Inputs);
    }

    /// <summary>The text cut at its parameters.</summary>
    public static TextPiece Piece(WrittenSql written)
    {
        var segments = new List<string>();
        var inputs = new List<int>();
        var from = 0;
        var lexer = new Lexer(written.Text, SqlDialect.Sqlite);
        for (var token = lexer.Next(); token.Kind != TokenKind.End; token = lexer.Next())
        {
            if (token.Kind != TokenKind.Parameter)
                continue;
            segments.Add(written.Text[from..token.Start]);
            inputs.Add(written.Inputs[int.Parse(written.Text.AsSpan(token.Start + 1, token.End - token.Start - 1), provider: null) - 1]);
            from = token.End;
        }

        segments.Add(written.Text[from..]);
        return new TextPiece(segments, inputs);
    }

    public static TextPiece Piece(Expression expression) => Piece(SqlWriter.Write(expression, WriterOptions.Shard));

    /// <summary>The pieces before and after the one mention of an input.</summary>
    public static (TextPiece Before, TextPiece After) CutAt(Statement statement, int input)
    {
        var piece = Piece(SqlWriter.Write(ValuesGuard.Protect(statement), WriterOptions.Shard));
        var at = 0;
        while (piece.Inputs[at] != input)
            at++;
        var before = new TextPiece([.. piece.Segments.Take(at + 1)], [.. piece.Inputs.Take(at)]);
        var after = new TextPiece([.. piece.Segments.Skip(at + 1)], [.. piece.Inputs.Skip(at + 1)]);
        return (before, after);
    }
}
