using System.Globalization;
using Dapper;
using ShardClient.Tests.Integration.Execution;
using ShardClient.Tests.Integration.MySql;
using ShardClient.Tests.Integration.Servers;
using ShardClient.Values.MySql;
using Xunit;

namespace ShardClient.Tests.Integration.Dialects;

/// <summary>The functions of MySQL that sessions of SQLite shards are given answer what a server answers, at their edges too.</summary>
[Collection(MySqlFixture.Name)]
public sealed class FunctionsAlikeTests : IDisposable
{
    private const string Texts =
        """
        ASCII('é'); ASCII(''); BIT_LENGTH('é'); CHAR_LENGTH('日本'); CHARACTER_LENGTH(''); CHAR_LENGTH('😀a'); LCASE('ÀB'); UCASE('àb');
        INSERT('abcdef', 2, 3, 'xy'); INSERT('abc', 0, 1, 'x'); INSERT('abc', 4, 1, 'x'); INSERT('abc', 2, -1, 'x'); INSERT('abc', 2, 99, 'x'); INSERT('a😀c', 3, 1, 'x');
        LEFT('abc', 2); LEFT('abc', 0); LEFT('abc', -1); LEFT('abc', 9); LEFT('😀bc', 1); LEFT(NULL, 1); RIGHT('abc', 2); RIGHT('abc', -1); RIGHT('abc', 9); RIGHT('a😀', 1);
        LOCATE('b', 'abcb'); LOCATE('b', 'abcb', 3); LOCATE('', 'abc'); LOCATE('b', 'abc', 0); LOCATE('x', 'abc'); LOCATE('b', '😀b');
        LPAD('abc', 6, 'xy'); LPAD('abc', 2, 'xy'); LPAD('abc', -1, 'x'); LPAD('abc', 5, ''); LPAD('', 3, 'é'); RPAD('abc', 6, 'xy'); RPAD('abc', 0, 'x'); RPAD('abc', 5, ''); LPAD(7, 3, 0);
        MID('abc', 2); MID('abc', 0); MID('abc', -2); MID('abc', -2, 1); MID('abc', 2, 0); MID('abc', 2, -1); MID('abc', 9); MID('abc', -9, 2); MID('a😀c', 2, 1);
        REPEAT('ab', 3); REPEAT('ab', 0); REPEAT('ab', -1); REVERSE('abc'); REVERSE('a😀'); REVERSE(''); CONCAT('<', SPACE(3), '>'); CONCAT('<', SPACE(-1), '>');
        SUBSTRING_INDEX('a.b.c', '.', 1); SUBSTRING_INDEX('a.b.c', '.', 2); SUBSTRING_INDEX('a.b.c', '.', 9); SUBSTRING_INDEX('a.b.c', '.', -1); SUBSTRING_INDEX('a.b.c', '.', -2);
        SUBSTRING_INDEX('a.b.c', '.', 0); SUBSTRING_INDEX('aaa', 'aa', 1); SUBSTRING_INDEX('aaaa', 'aa', -1); SUBSTRING_INDEX('abc', '', 1); SUBSTRING_INDEX('', '.', 1);
        TRIM(BOTH 'ab' FROM 'ababcabab'); TRIM(LEADING 'x' FROM 'xxaxx'); TRIM(TRAILING 'x' FROM 'xxaxx'); TRIM(BOTH 'x' FROM 'xxx'); TRIM(BOTH '' FROM 'a');
        ELT(1, 'a', 'b'); ELT(2, 'a', 'b'); ELT(0, 'a'); ELT(3, 'a'); ELT(NULL, 'a'); FIELD('b', 'a', 'b'); FIELD('x', 'a'); FIELD(NULL, 'a'); FIELD('a', NULL, 'a'); FIELD(2, 1, 2);
        FIND_IN_SET('b', 'a,b,c'); FIND_IN_SET('x', 'a,b'); FIND_IN_SET('', 'a,,b'); FIND_IN_SET('', ''); FIND_IN_SET('a,b', 'a,b'); FIND_IN_SET(NULL,'a');
        MD5('abc'); MD5(''); SHA('abc'); SHA1('é'); SHA2('abc', 256); SHA2('abc', 0); SHA2('abc', 384); SHA2('abc', 512); SHA2('abc', 5); TO_BASE64('abc'); TO_BASE64(''); TO_BASE64(REPEAT('x', 100));
        """;

    private const string Numbers =
        """
        BIN(5); BIN(0); BIN(-1); OCT(8); OCT(-1); BIT_COUNT(7); BIT_COUNT(-1); TRUNCATE(1.999, 1); TRUNCATE(-1.999, 1); TRUNCATE(0.29, 2); TRUNCATE(123, -1); TRUNCATE(-199, -2); TRUNCATE(1.5, 0);
        TRUNCATE(199.9, -1); TRUNCATE(12, -5); TRUNCATE(NULL, 1); (7) DIV (2); (-7) DIV (2); (7.5) DIV (2); (0.3) DIV (0.1); (5) DIV (0); (7) MOD (3); (-7) MOD (3); (5.5) MOD (2.2); (5) MOD (0);
        CAST(1.5 AS SIGNED); CAST(-1.5 AS SIGNED); CAST(2.5 AS SIGNED); CAST('12abc' AS SIGNED); CAST('abc' AS SIGNED); CAST('-7.9' AS SIGNED); CAST('' AS SIGNED); CAST(5 AS UNSIGNED); CAST('12' AS UNSIGNED);
        """;

    private const string Moments =
        """
        DATEDIFF('2024-03-01', '2024-02-01'); DATEDIFF('2024-03-01 00:00:00', '2024-02-29 23:59:59'); DATEDIFF('2023-12-31', '2024-01-01'); DATEDIFF('none', '2024-01-01');
        DATE_ADD('2024-01-31', INTERVAL 1 MONTH); DATE_ADD('2024-02-29', INTERVAL 1 YEAR); DATE_SUB('2024-03-31', INTERVAL 1 MONTH); DATE_ADD('2024-01-01', INTERVAL 1 HOUR);
        DATE_ADD('2024-01-01 10:00:00', INTERVAL -1 SECOND); DATE_ADD('9999-12-31', INTERVAL 1 DAY); DATE_ADD('2024-01-01', INTERVAL 1 WEEK); DATE_ADD('2024-11-30', INTERVAL 1 QUARTER); DATE_ADD('2023-02-29', INTERVAL 1 DAY);
        LAST_DAY('2024-02-01'); LAST_DAY('2023-02-10 10:00:00'); TO_DAYS('1970-01-01'); TO_DAYS('0001-01-01'); FROM_DAYS(719528); SEC_TO_TIME(3661); SEC_TO_TIME(-5); TIME_TO_SEC('01:01:01');
        TIMESTAMPDIFF(MONTH, '2024-01-31', '2024-02-29'); TIMESTAMPDIFF(MONTH, '2024-02-29', '2024-01-31'); TIMESTAMPDIFF(YEAR, '2000-02-29', '2024-02-28'); TIMESTAMPDIFF(YEAR, '2000-02-29', '2024-02-29'); TIMESTAMPDIFF(DAY, '2024-01-01 12:00:00', '2024-01-02 11:59:59');
        TIMESTAMPDIFF(QUARTER, '2024-01-01', '2024-12-31'); TIMESTAMPDIFF(WEEK, '2024-01-01', '2024-01-14'); TIMESTAMPDIFF(SECOND, '2024-01-01', '2023-12-31 23:59:58'); TIMESTAMPDIFF(MONTH, '2024-01-15 10:00:00', '2024-02-15 09:59:59');
        DAY('2024-01-05'); DAYOFMONTH('2024-01-05'); DAYOFWEEK('2024-01-07'); DAYOFWEEK('2024-01-06'); DAYOFYEAR('2024-12-31'); MONTH('2024-12-31'); QUARTER('2024-04-01'); WEEKDAY('2024-01-07'); WEEKDAY('2024-01-01');
        YEAR('0099-05-05'); YEARWEEK('2024-01-01'); YEARWEEK('2023-01-01'); WEEKOFYEAR('2021-01-03'); WEEKOFYEAR('2020-12-31'); HOUR('10:20:30'); HOUR('2024-01-01 23:00:00'); MINUTE('2024-01-01 23:59:01'); SECOND('100:20:30'); MICROSECOND('2024-01-01 00:00:00.25');
        DAYNAME('2024-01-01'); MONTHNAME('2024-05-01'); HOUR('100:00:00'); YEAR('none'); YEAR(NULL); MONTH('2023-02-29');
        CAST('2024-01-01 10:20:30' AS DATE); CAST('2024-01-01' AS DATETIME); CAST('none' AS DATE);
        """;

    private static readonly string[] Formats = ["%a", "%b", "%c", "%D", "%d", "%e", "%f", "%H", "%h", "%I", "%i", "%j", "%k", "%l", "%M", "%m", "%p", "%r", "%S", "%s", "%T", "%U", "%u", "%V", "%v", "%W", "%w", "%X", "%x", "%Y", "%y", "%%", "%q", "a%"];

    private readonly TestCluster _files = new(1);
    private readonly ServerDatabases _servers;

    public FunctionsAlikeTests(MySqlFixture fixture)
    {
        _servers = new ServerDatabases(fixture);
        _files.Open().Dispose();
    }

    public void Dispose()
    {
        _files.Dispose();
        _servers.Dispose();
    }

    [Fact]
    public void Each_call_answers_what_the_server_answers()
    {
        using var files = _files.Open();
        using var servers = _servers.Cluster.OpenConnection();
        var wrong = new List<string>();
        foreach (var call in Calls())
        {
            var (one, other) = (Ask(files, call), Ask(servers, call));
            if (one != other)
                wrong.Add($"{call}: SQLite {one}, server {other}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Every_function_is_called()
    {
        var called = string.Join('\n', Calls());
        string[] byOtherNames = ["shardclient_trim", "shardclient_div", "shardclient_mod", "shardclient_signed", "shardclient_unsigned", "shardclient_date_add", "shardclient_timestampdiff", "shardclient_date", "shardclient_datetime"];
        Assert.All(MySqlFunctions.All, function => Assert.True(byOtherNames.Contains(function.Name) || called.Contains($"{function.Name}(", StringComparison.OrdinalIgnoreCase), function.Name));
    }

    private static IEnumerable<string> Calls()
    {
        foreach (var call in $"{Texts}{Numbers}{Moments}".Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            yield return call;
        foreach (var day in new[] { "2024-01-01 03:04:05", "2023-01-01 15:16:17", "2020-12-31 00:00:00", "2021-01-03 12:00:00", "2022-08-22 23:59:59" })
        {
            foreach (var format in Formats)
                yield return $"DATE_FORMAT('{day}', '{format}')";
            for (var mode = 0; mode < 8; mode++)
                yield return string.Create(CultureInfo.InvariantCulture, $"WEEK('{day}', {mode})");
        }
    }

    private static string Ask(ShardConnection connection, string call) => connection.ExecuteScalar($"SELECT {call} AS answer") switch
    {
        null or DBNull => "NULL",
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        DateTime moment => moment.ToString(moment.TimeOfDay == default ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan time => $"{(time < TimeSpan.Zero ? "-" : "")}{time:hh\\:mm\\:ss}",
        string text => text.Replace(" 00:00:00", "", StringComparison.Ordinal),
        bool flag => flag ? "1" : "0",
        var number => Convert.ToDouble(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
    };
}
