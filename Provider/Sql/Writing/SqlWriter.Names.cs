using ShardClient.Sql.Lexing;
using ShardClient.Sql.Syntax;

namespace ShardClient.Sql.Writing;

/// <content>
/// Names, quoted where they must be, and always for MySQL: each of its versions, and MariaDB's, reserves other words. Backticks are read by both
/// engines, and SQLite never takes them for a string.
/// </content>
internal sealed partial class SqlWriter
{
    private void WriteName(Identifier name)
    {
        if (_isMySql)
            WriteQuoted(name.Name, '`');
        else if (name.Quotes == NameQuotes.Double)
            WriteQuoted(name.Name, '"');
        else if (!name.Quoted && IsPlain(name.Name) && IsFree(Keywords.Find(name.Name)))
            _text.Append(name.Name);
        else
            WriteQuoted(name.Name, '`');
    }

    /// <summary>A function keeps names that are keywords elsewhere: replace(), like(), left().</summary>
    private void WriteFunctionName(Identifier name)
    {
        var keyword = Keywords.Find(name.Name);
        var isSyntax = keyword is Keyword.Cast or Keyword.Raise or Keyword.CurrentDate or Keyword.CurrentTime or Keyword.CurrentTimestamp;
        if (!name.Quoted && IsPlain(name.Name) && Keywords.MayBeName(keyword) && !isSyntax)
            _text.Append(name.Name);
        else
            WriteName(name);
    }

    private void WriteName(ObjectName name)
    {
        if (name.Schema is { } schema)
        {
            WriteName(schema);
            _text.Append('.');
        }

        WriteName(name.Name);
    }

    private void WriteAlias(Identifier? alias)
    {
        if (alias is not { } name)
            return;
        _text.Append(" AS ");
        WriteName(name);
    }

    private void WriteQuoted(string text, char quote)
    {
        _text.Append(quote);
        var start = _text.Length;
        _text.Append(text);
        if (text.Contains(quote))
            _text.Replace($"{quote}", $"{quote}{quote}", start, text.Length);
        _text.Append(quote);
    }

    private static bool IsFree(Keyword keyword) =>
        keyword is Keyword.None or (>= Keyword.Cluster and not (Keyword.True or Keyword.False or Keyword.Filter or Keyword.Over or Keyword.Window));

    private static bool IsPlain(string name)
    {
        if (name.Length == 0 || !Characters.IsNameStart(name[0]) || name.Contains('\uFEFF'))
            return false;
        foreach (var c in name)
        {
            if (!Characters.IsNamePart(c))
                return false;
        }

        return true;
    }

    private void WriteType(TypeName type)
    {
        if (_isMySql)
        {
            WriteMySqlType(type);
            return;
        }

        _text.Append(type.Name);
        if (type.Arguments.Count > 0)
            WriteInParentheses(type.Arguments, static (writer, argument) => writer._text.Append(argument));
    }
}
