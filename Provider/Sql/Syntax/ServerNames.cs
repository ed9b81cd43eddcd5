using System.Text;

namespace ShardClient.Sql.Syntax;

/// <summary>Names as MySQL's servers have them: in three bytes a letter at most, so that a letter of four becomes a question mark.</summary>
internal static class ServerNames
{
    public static string Of(string name)
    {
        if (!name.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return name;
        var result = new StringBuilder(name.Length);
        foreach (var letter in name.EnumerateRunes())
            result.Append(letter.IsBmp ? letter.ToString() : "?");
        return result.ToString();
    }
}
