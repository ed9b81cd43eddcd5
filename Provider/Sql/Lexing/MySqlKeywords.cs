using System.Collections.Frozen;

namespace ShardClient.Sql.Lexing;

/// <summary>
/// MySQL's words: https://dev.mysql.com/doc/refman/8.4/en/keywords.html and https://mariadb.com/kb/en/reserved-words/. A word that only one of
/// the two reserves may be a name here, since a text of the other uses it so; the writer quotes every name and needs no list.
/// </summary>
internal static class MySqlKeywords
{
    private const int LongestWord = 24;

    private const string ReservedWords = """
        ACCESSIBLE ASENSITIVE BIGINT BLOB BOTH CALL CHANGE CHAR CHARACTER CONDITION CONTINUE CURRENT_USER CURSOR DATABASES DAY_HOUR DAY_MICROSECOND
        DAY_MINUTE DAY_SECOND DEC DECIMAL DECLARE DELAYED DESCRIBE DETERMINISTIC DISTINCTROW DOUBLE DUAL ELSEIF ENCLOSED ESCAPED EXIT FETCH FLOAT FLOAT4
        FLOAT8 FULLTEXT GRANT HIGH_PRIORITY HOUR_MICROSECOND HOUR_MINUTE HOUR_SECOND INFILE INOUT INSENSITIVE INT INT1 INT2 INT3 INT4 INT8 INTEGER
        ITERATE KEYS KILL LEADING LEAVE LINEAR LINES LOAD LOCALTIME LOCALTIMESTAMP LONG LONGBLOB LONGTEXT LOOP LOW_PRIORITY MAXVALUE MEDIUMBLOB
        MEDIUMINT MEDIUMTEXT MIDDLEINT MINUTE_MICROSECOND MINUTE_SECOND MODIFIES NO_WRITE_TO_BINLOG NUMERIC OPTIMIZE OPTION OPTIONALLY OUT OUTFILE
        PRECISION PROCEDURE PURGE READ READS READ_WRITE REAL REPEAT REQUIRE RESIGNAL RETURN REVOKE SCHEMA SCHEMAS SECOND_MICROSECOND SENSITIVE SEPARATOR
        SHOW SIGNAL SMALLINT SPATIAL SPECIFIC SQL SQLEXCEPTION SQLSTATE SQLWARNING SQL_BIG_RESULT SQL_CALC_FOUND_ROWS SQL_SMALL_RESULT SSL STARTING
        TERMINATED TINYBLOB TINYINT TINYTEXT TRAILING UNDO UNLOCK UNSIGNED USAGE UTC_DATE UTC_TIME UTC_TIMESTAMP VARBINARY VARCHAR VARCHARACTER VARYING
        WHILE WRITE YEAR_MONTH ZEROFILL
        """;

    private static readonly FrozenDictionary<string, Keyword>.AlternateLookup<ReadOnlySpan<char>> Words = MakeWords().GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly bool[] Reserved = MakeReserved();

    /// <summary>The keyword that the word spells to MySQL, ignoring case; <see cref="Keyword.None"/> for any other.</summary>
    public static Keyword Find(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > LongestWord)
            return Keyword.None;
        var common = Keywords.Find(word);
        return common != Keyword.None ? common : Words.TryGetValue(word, out var own) ? own : Keyword.None;
    }

    /// <summary>True where the word, unquoted, can be a name.</summary>
    public static bool MayBeName(Keyword keyword) => !Reserved[(int)keyword];

    private static FrozenDictionary<string, Keyword> MakeWords()
    {
        var words = new Dictionary<string, Keyword>(StringComparer.OrdinalIgnoreCase);
        for (var keyword = Keyword.Binary; keyword < Keyword.Reserved; keyword++)
            words.Add(Keywords.Text(keyword), keyword);
        foreach (var word in ReservedWords.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            words.Add(word, Keyword.Reserved);
        return words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static bool[] MakeReserved()
    {
        Keyword[] reserved =
        [
            Keyword.Add, Keyword.All, Keyword.Alter, Keyword.And, Keyword.As, Keyword.Between, Keyword.Case, Keyword.Check, Keyword.Collate,
            Keyword.Constraint, Keyword.Create, Keyword.Default, Keyword.Delete, Keyword.Distinct, Keyword.Drop, Keyword.Else, Keyword.Except,
            Keyword.Exists, Keyword.Foreign, Keyword.From, Keyword.Group, Keyword.Having, Keyword.In, Keyword.Index, Keyword.Insert,
            Keyword.Intersect, Keyword.Into, Keyword.Is, Keyword.Join, Keyword.Limit, Keyword.Not, Keyword.Null, Keyword.On, Keyword.Or,
            Keyword.Order, Keyword.Primary, Keyword.References, Keyword.Returning, Keyword.Select, Keyword.Set, Keyword.Table, Keyword.Then,
            Keyword.To, Keyword.Union, Keyword.Unique, Keyword.Update, Keyword.Using, Keyword.Values, Keyword.When, Keyword.Where, Keyword.Cross,
            Keyword.Inner, Keyword.Left, Keyword.Natural, Keyword.Outer, Keyword.Right, Keyword.Analyze, Keyword.Asc, Keyword.Before, Keyword.By,
            Keyword.Cascade, Keyword.Column, Keyword.CurrentDate, Keyword.CurrentTime, Keyword.CurrentTimestamp, Keyword.Database, Keyword.Desc,
            Keyword.Each, Keyword.Explain, Keyword.For, Keyword.If, Keyword.Ignore, Keyword.Key, Keyword.Like, Keyword.Match, Keyword.Partition,
            Keyword.Range, Keyword.Recursive, Keyword.Regexp, Keyword.Release, Keyword.Rename, Keyword.Replace, Keyword.Restrict, Keyword.Rows,
            Keyword.Trigger, Keyword.With, Keyword.True, Keyword.False, Keyword.Over, Keyword.Binary, Keyword.Convert, Keyword.Div, Keyword.Force,
            Keyword.Interval, Keyword.Lock, Keyword.Mod, Keyword.RLike, Keyword.StraightJoin, Keyword.Use, Keyword.Xor, Keyword.Reserved,
        ];
        var table = new bool[(int)Keyword.Reserved + 1];
        foreach (var keyword in reserved)
            table[(int)keyword] = true;
        return table;
    }
}
