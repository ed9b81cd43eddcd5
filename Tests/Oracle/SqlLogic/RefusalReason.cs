using System.Text.RegularExpressions;

namespace ShardClient.Tests.Oracle.SqlLogic;

/// <summary>A refusal's message without what is particular to its statement, so that equal reasons are counted together.</summary>
internal static partial class RefusalReason
{
    public static string Of(ShardException refusal) => Spaces().Replace(Numbers().Replace(Quoted().Replace(refusal.Message, "'...'"), "N"), " ");

    [GeneratedRegex(@"(?<!\w)'[^']*'|""[^""]*""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
