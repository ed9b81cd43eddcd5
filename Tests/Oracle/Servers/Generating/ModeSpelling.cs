using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Servers.Generating;

/// <summary>A random <c>sql_mode</c> of a scenario, and how statements spell under it what other modes read otherwise.</summary>
internal sealed class ModeSpelling
{
    private static readonly string[] Words =
    [
        "ANSI_QUOTES", "PIPES_AS_CONCAT", "NO_BACKSLASH_ESCAPES", "HIGH_NOT_PRECEDENCE", "IGNORE_SPACE", "ONLY_FULL_GROUP_BY", "NO_UNSIGNED_SUBTRACTION",
        "ERROR_FOR_DIVISION_BY_ZERO", "NO_ZERO_IN_DATE", "NO_AUTO_VALUE_ON_ZERO",
    ];

    private const int AsTheServerPercent = 40;

    private readonly bool _quotesNames;
    private readonly bool _joinsByPipes;
    private readonly bool _readsBackslashes = true;
    private readonly bool _ignoresSpace;

    public ModeSpelling(Dice dice)
    {
        if (dice.Chance(AsTheServerPercent))
            return;

        // Writes that lose something fail, as the generator expects of them.
        var words = dice.Some(Words, 1, 4);
        words.Add("STRICT_ALL_TABLES");
        Mode = string.Join(',', words);
        (_quotesNames, _joinsByPipes) = (words.Contains("ANSI_QUOTES"), words.Contains("PIPES_AS_CONCAT"));
        (_readsBackslashes, _ignoresSpace) = (!words.Contains("NO_BACKSLASH_ESCAPES"), words.Contains("IGNORE_SPACE"));
    }

    /// <summary>Null for the server's own.</summary>
    public string? Mode { get; }

    public Node Column(Dice dice, string source, string name) =>
        _quotesNames && dice.Chance(30) ? Expression($"{source}.{$"\"{name}\""}") : Expression($"{source}.{name}");

    public Node Joined(Dice dice, Node left, Node right) =>
        _joinsByPipes && dice.Chance(60) ? Expression($"({left} || {right})") : Expression($"CONCAT({left}, {right})");

    /// <summary>A text whose letters the mode spells in its own way.</summary>
    public Node Text(Dice dice) => dice.Chance(50) && !_quotesNames
        ? Expression($"{dice.Of("\"it's\"", "\"bob\"", "\"\"")}")
        : Expression($"{(_readsBackslashes ? dice.Of("'x\\\\y'", "'b\\%'", "'\\''") : dice.Of("'x\\y'", "'b\\%'", "'\\'"))}");

    /// <summary>The name of an aggregate, up to its parenthesis.</summary>
    public string Function(Dice dice, string name) => _ignoresSpace && dice.Chance(40) ? $"{name} " : name;
}
