using System.Globalization;

namespace ShardClient.Sql.Lexing;

/// <summary>
/// The server that a text is for, as its version comments count: 90704 is MySQL 9.7.4, 101119 is MariaDB 10.11.19. <c>default</c> is any server that
/// a cluster may have.
/// </summary>
internal readonly record struct ServerRelease(int Number)
{
    private const int FirstMariaDb = 100_000;

    // Those of MySQL since it and MariaDB went different ways: https://mariadb.com/kb/en/comment-syntax.
    private const int FirstOfMySqlAlone = 50_700;

    // Dumps write larger ones for what no server is to read.
    private const int Largest = 199_999;

    /// <summary>True for servers that name a column without alias by its text and the blanks after it, under IGNORE_SPACE.</summary>
    public bool NamesKeepBlanks => IsKnown && !IsMariaDb;

    private bool IsKnown => Number > 0;

    private bool IsMariaDb => Number >= FirstMariaDb;

    /// <param name="version">What a server says of itself: <c>9.7.4</c>, <c>10.11.19-MariaDB-log</c>, <c>5.5.5-10.11.19-MariaDB</c>.</param>
    public static ServerRelease Of(string version)
    {
        if (version.StartsWith("5.5.5-", StringComparison.Ordinal))
            version = version[6..];
        var parts = version.Split('.', '-', ' ', '+');
        return parts.Length >= 3 && Part(parts[0]) is { } major && Part(parts[1]) is { } minor && Part(parts[2]) is { } patch
            ? new ServerRelease((major * 10_000) + (minor * 100) + patch)
            : default;

        static int? Part(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 100 ? number : null;
    }

    /// <summary>Whether the server reads the text in <c>/*!version ... */</c>; null where the servers differ and this one is not known.</summary>
    /// <param name="isMariaDbs">True for <c>/*M! ... */</c>, which is a plain comment to MySQL.</param>
    public bool? Reads(int version, bool isMariaDbs)
    {
        if (version > Largest)
            return false;
        var ofMySqlAlone = !isMariaDbs && version is >= FirstOfMySqlAlone and < FirstMariaDb;
        if (!IsKnown)
            return !isMariaDbs && version < FirstOfMySqlAlone ? true : null;
        return IsMariaDb ? !ofMySqlAlone && version <= Number : !isMariaDbs && version <= Number;
    }
}
