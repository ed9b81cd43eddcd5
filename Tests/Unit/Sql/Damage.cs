namespace ShardClient.Tests.Unit.Sql;

/// <summary>Statements with something wrong in them, the same for the same seed.</summary>
internal sealed class Damage
{
    private const string Noise = "()'\"`[],.;*+-/%|&<>=!~?@:$#\\\n\0 0x1e_aZ\u00e9\ud83d{}^";

    private readonly Random _random;

    /// <summary>TEST_SEED tries others; without it the statements are always the same, so that a run says something of the code alone.</summary>
    public Damage()
    {
        Seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), out var asked) ? asked : 1;
        _random = new Random(Seed);
    }

    public int Seed { get; }

    public int Next(int below) => _random.Next(below);

    /// <summary>One of the statements, damaged in one to three places.</summary>
    public string Next(string[] corpus)
    {
        var (text, other) = (corpus[_random.Next(corpus.Length)], corpus[_random.Next(corpus.Length)]);
        for (var times = _random.Next(1, 4); times > 0 && text.Length > 0; times--)
            text = Once(text, other);
        return text;
    }

    /// <summary>False for half a surrogate pair: it has no UTF-8, so that no server ever gets it.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var index = 0; index < text.Length; index += char.IsHighSurrogate(text[index]) ? 2 : 1)
        {
            if (char.IsLowSurrogate(text[index]) || (char.IsHighSurrogate(text[index]) && (index + 1 == text.Length || !char.IsLowSurrogate(text[index + 1]))))
                return false;
        }

        return true;
    }

    private string Once(string text, string other)
    {
        var at = _random.Next(text.Length);
        var length = _random.Next(text.Length - at);
        return _random.Next(6) switch
        {
            0 => text[..at],
            1 => text.Remove(at, Math.Min(length, 5)),
            2 => text.Insert(at, Noise[_random.Next(Noise.Length)].ToString()),
            3 => text.Insert(at, text.Substring(at, length)),
            4 => text[..at] + other[_random.Next(other.Length)..],
            _ => text[..at] + Noise[_random.Next(Noise.Length)] + text[(at + 1)..],
        };
    }
}
