namespace ShardClient.Tests.Unit.Sql.MySql;

/// <summary>Statements of MySQL's dialect that its tests share, one per line.</summary>
internal static class MySqlCorpus
{
    public const string Expressions = """"
        SELECT 1, -1, +1, ~1, - -1, -(-1), !1, !!0, NOT 1, NOT NOT 0, 1.5, .5, 1., 1e5, 1.5E-3, 18446744073709551615, -9223372036854775808
        SELECT 'it''s', "say ""hi""", 'a\'b', "a\"b", 'tab\there', 'back\\slash', 'a\%b\_c', 'x' 'y' "z", '', "", '\Z', 'line\nline', 'q"q', "q'q"
        SELECT 0x1F, x'1f', X'00FF', 0x123, b'101', B'1', 0b101, x'', 0x41 + 0, HEX(b'1010')
        SELECT N'abc', n'd''e', _utf8mb4'abc', _utf8mb4 'abc' 'def', _latin1'abc', _utf8mb4 x'C3A4', _binary'abc', _utf8mb4'back\\slash', _latin1 'a\\b'
        SELECT NULL, TRUE, false, CURRENT_DATE IS NULL, CURRENT_TIMESTAMP() IS NULL, current_time(3) IS NULL, NOW(6) IS NULL, UTC_DATE IS NULL, LOCALTIME IS NULL, CURRENT_USER IS NULL
        SELECT DATE '2026-01-31', TIME '10:11:12', TIMESTAMP '2026-01-31 10:11:12.5', date'2026-01-31', {d '2026-01-31'}, {t '10:11:12'}, {ts '2026-01-31 10:11:12'}, {fn LENGTH('abc')}
        SELECT 1 + 2 * 3, (1 + 2) * 3, 7 - (3 - 2), 7 - 3 - 2, 8 / (4 / 2), 7 DIV 2, 7 MOD 2, 7 % 4 * 2, 7 DIV 2 * 2, 7 DIV (2 * 2), 2 * 3 ^ 1, (2 * 3) ^ 1, 1 ^ 2 ^ 3, -2 ^ 3
        SELECT -(3 - 2), -(2 * 3), ~(1 | 2), -(-1), - -1, 2 ^ -(3 - 2), !(1 - 1), -(1 = 1), +(1 + 2) * 2, BINARY (1 + 2) * 3
        SELECT 1 | 2 & 3, (1 | 2) & 3, 1 << 2 + 1, (1 << 2) + 1, 1 & 2 << 1, 6 & 3 | 8, 1 | (2 | 4), 5 & ~1, -5 & 3
        SELECT 1 = 1, 1 <> 2, 1 != 2, 1 < 2, 1 <= 2, 1 > 2, 1 >= 2, NULL <=> NULL, 1 <=> NULL, 1 = (2 = 0), (1 = 2) = 0, 1 = 2 = 0, 3 > 2 > 1, 1 <=> 2 <=> 0
        SELECT 1 AND 0 OR 1, 1 AND (0 OR 1), 1 OR 0 AND 0, 1 XOR 1 OR 1, 1 XOR (1 OR 1), 1 XOR 0 AND 0, 1 && 0 || 1, 1 || 0 && 0, 1 XOR 1 XOR 1, NOT 1 OR 1, NOT (1 OR 1), NOT 0 AND 0, NOT 1 XOR 1
        SELECT NOT 1 = 2, NOT 1 + 1, (NOT 1) + 1, !1 + 1, !(1 + 1), NOT 2 IN (1), NOT 2 BETWEEN 1 AND 3, NOT 'a' LIKE 'b', NOT NULL IS NULL, !NULL IS NULL, NOT 1 IS TRUE
        SELECT 2 IS TRUE, 0 IS FALSE, NULL IS UNKNOWN, 2 IS NOT TRUE, NULL IS NOT FALSE, NULL IS NOT UNKNOWN, 1 IS NULL, 1 IS NOT NULL, 2 = 2 IS TRUE, 2 = (2 IS TRUE), NULL IS NULL = 1, (1 IS NULL) IS FALSE, 2 <=> TRUE
        SELECT 2 IN (1, 2), 2 NOT IN (1, 2), 2 IN (1) = 0, 0 = 1 IN (0, 1), (0 = 1) IN (0, 1), (1, 2) IN ((1, 2), (3, 4)), NULL IN (1), ROW(1, 2) = (1, 2), (1, 2) < (1, 3), 1 + 1 IN (2), 2 IN (1 + 1, 3)
        SELECT 2 BETWEEN 1 AND 3, 2 NOT BETWEEN 1 AND 3, 2 BETWEEN 1 AND 3 AND 0, 2 BETWEEN (1 AND 1) AND 3, 2 BETWEEN 1 AND 1 + 2, (2 BETWEEN 1 AND 3) = 1, 1 = 2 BETWEEN 1 AND 3, 5 BETWEEN 1 | 4 AND 6, NOT (2 BETWEEN 1 AND 3)
        SELECT 'abc' LIKE 'a%', 'abc' NOT LIKE 'b%', 'a%' LIKE 'a\%', 'a%b' LIKE 'a!%b' ESCAPE '!', 'a_c' LIKE 'a\_c', 'x' LIKE CONCAT('x', '%'), 'abc' LIKE 'a%' = 1, ('abc' LIKE 'a%') + 1, 'a\\b' LIKE 'a\\\\b', 'a|%' LIKE 'a|%' ESCAPE '|', 'a' LIKE 'A'
        SELECT 'abc' REGEXP '^a', 'abc' NOT REGEXP 'z', 'abc' RLIKE 'b.', 'abc' NOT RLIKE '^b', 'a.c' REGEXP 'a\\.c', 'Robert' SOUNDS LIKE 'Rupert', 'abc' REGEXP 'a' AND 1, 'ab' REGEXP CONCAT('a', 'b')
        SELECT CASE WHEN 1 THEN 'a' ELSE 'b' END, CASE 2 WHEN 1 THEN 'x' WHEN 2 THEN 'y' END, CASE WHEN 1 THEN CASE WHEN 0 THEN 1 END ELSE 2 END IS NULL, CASE 1 WHEN 1 THEN 2 END + 1
        SELECT CAST('12' AS SIGNED), CAST(-1 AS UNSIGNED), CAST('1.55' AS DECIMAL(10, 1)), CAST(65 AS CHAR), CAST('abc' AS CHAR(2)), CAST('abc' AS BINARY), CAST('abc' AS CHAR CHARACTER SET utf8mb4), CAST('2026-01-31' AS DATE), CAST('2026-01-31 10:11:12' AS DATETIME(3)), CAST('10:11' AS TIME), CAST(1 AS DOUBLE), CAST('1' AS UNSIGNED INTEGER), CAST('7' AS SIGNED INTEGER)
        SELECT CONVERT('12', SIGNED), CONVERT('12', CHAR(1)), CONVERT('abc' USING latin1), CONVERT(1.5, DECIMAL(5, 2)), CONVERT('x' USING utf8mb4) = 'X', CONVERT('a' , BINARY(3)), CAST('b' AS CHAR(3) CHARSET latin1)
        SELECT BINARY 'a' = 'A', BINARY 'a', BINARY 1 + 1, BINARY (1 + 1), 'a' COLLATE utf8mb4_bin = 'A', 'a' = 'A' COLLATE utf8mb4_bin, CONCAT('a', 'b') COLLATE utf8mb4_general_ci, 'a' COLLATE 'utf8mb4_bin', -'1' COLLATE utf8mb4_bin IS NULL
        SELECT EXTRACT(YEAR FROM '2026-01-31'), EXTRACT(DAY_HOUR FROM '2026-01-31 10:11:12'), TRIM('  a '), TRIM(BOTH FROM ' a '), TRIM('x' FROM 'xax'), TRIM(LEADING 'x' FROM 'xax'), TRIM(TRAILING FROM 'a '), TRIM(BOTH 'x' FROM 'xax')
        SELECT SUBSTRING('abcdef' FROM 2 FOR 3), SUBSTRING('abcdef' FROM 3), SUBSTRING('abcdef', 2, 3), SUBSTR('abcdef', 2), MID('abcdef', 2, 2), POSITION('c' IN 'abc'), LEFT('abc', 2), RIGHT('abc', 2), REPLACE('abc', 'b', 'x'), INSERT('abc', 2, 1, 'xx'), REPEAT('ab', 2), IF(1, 2, 3), MOD(7, 4), CHAR(65, 66), CHAR(65 USING utf8mb4), CHAR(77, 121 USING latin1)
        SELECT DATE_ADD('2026-01-31', INTERVAL 1 MONTH), DATE_SUB('2026-01-31', INTERVAL '1:2' HOUR_MINUTE), '2026-01-31' + INTERVAL 1 DAY, '2026-01-31' - INTERVAL 1 + 1 DAY, INTERVAL 1 DAY + '2026-01-31', ADDDATE('2026-01-31', 3), ADDDATE('2026-01-31', INTERVAL 3 DAY), '2026-01-31' + INTERVAL (1 + 1) * 2 DAY - INTERVAL 1 HOUR, INTERVAL(5, 1, 3, 7), DATE_ADD('2026-01-31', INTERVAL -1 QUARTER)
        SELECT TIMESTAMPADD(MINUTE, 5, '2026-01-31'), TIMESTAMPDIFF(DAY, '2026-01-01', '2026-01-31'), GET_FORMAT(DATE, 'EUR'), DATE_FORMAT('2026-01-31', '%Y/%m'), STR_TO_DATE('31.1.2026', '%d.%m.%Y'), UNIX_TIMESTAMP('2026-01-31') > 0, FROM_UNIXTIME(0) IS NULL
        SELECT COUNT(*), COUNT(1), COUNT(DISTINCT 1, 2), SUM(DISTINCT 2), SUM(ALL 2), MAX(1), GROUP_CONCAT('a'), GROUP_CONCAT(DISTINCT 'a', 'b' ORDER BY 1 DESC SEPARATOR ';'), GROUP_CONCAT('x' SEPARATOR '\\'), GROUP_CONCAT('x' ORDER BY 'y'), BIT_OR(5), STD(1), VAR_POP(2)
        SELECT ROW_NUMBER() OVER (), RANK() OVER (ORDER BY 1), SUM(1) OVER (PARTITION BY 2 ORDER BY 3 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), LAG(1, 1) OVER w, FIRST_VALUE(1) OVER (w), NTILE(2) OVER (ORDER BY 1), COUNT(*) OVER () FROM (SELECT 1) AS d WINDOW w AS (ORDER BY 1)
        SELECT SUM(1) OVER (ORDER BY 1 ROWS 2 PRECEDING), SUM(1) OVER (ORDER BY 1 RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), SUM(1) OVER (ORDER BY 1 ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING), LEAD('x') OVER (ORDER BY 1)
        SELECT JSON_EXTRACT('{"a": 1}', '$.a'), JSON_VALUE('{"a": "x"}', '$.a'), JSON_UNQUOTE('"a\\"b"'), JSON_OBJECT('k', 1, 'l', 'm'), JSON_ARRAY(1, 'a', NULL), JSON_CONTAINS('[1, 2]', '1')
        SELECT EXISTS (SELECT 1), NOT EXISTS (SELECT 1 FROM DUAL WHERE 0), 1 IN (SELECT 1 UNION SELECT 2), 1 = ANY (SELECT 1), 1 > ALL (SELECT 0 UNION ALL SELECT 2), 2 <> SOME (SELECT 2), (SELECT 5) + 1, (1, 2) = (SELECT 1, 2), (SELECT 1 UNION SELECT 1), ((SELECT 7)), 1 IN ((SELECT 1)), (SELECT 3 LIMIT 1)
        SELECT @@version IS NULL, @@session.sql_mode IS NULL, @@global.max_connections > 0, @@SESSION.autocommit, @@`sql_mode` IS NULL
        SELECT DATABASE() IS NULL, SCHEMA() IS NULL, USER() IS NULL, LAST_INSERT_ID() IS NULL, COALESCE(NULL, 1), IFNULL(NULL, 2), NULLIF(1, 1), GREATEST(1, 2), LEAST(1, 2), ISNULL(NULL), STRCMP('a', 'b'), FIELD('b', 'a', 'b'), ELT(2, 'a', 'b'), FIND_IN_SET('b', 'a,b'), MD5('a'), CRC32('a'), HEX('a'), UNHEX('61'), FLOOR(1.5), TRUNCATE(1.55, 1), ROUND(-1.5), 1 / 3, 10 / 4, 1e0 / 3
        SELECT 1 AS a, 2 AS 'b', 3 "c", 4 `d e`, 5 key_, 6 AS `key`, 7 AS end, 8 AS `a``b`, 9 AS `offset`, 10 AS 'it''s'
        SELECT 1--1, 2 - -1, 3-- comment to the end
        SELECT 1 /* one */ + /*! 2 */ + /*!50101 3 */ /*!999999 + /* none */ 4 */ /*M!999999\- + 5 */ # six
        SELECT WEIGHT_STRING('ab' AS CHAR(4)) IS NULL, HEX(WEIGHT_STRING('a')), ASCII('a'), ORD('a'), FORMAT(1234.5, 1), PI() > 3, RAND(1) < 1, UUID() IS NULL, SLEEP(0), BENCHMARK(1, 1)
        """";

    public const string Queries = """"
        SELECT * FROM t
        SELECT t.*, u.id FROM t, u WHERE t.id = u.t_id
        SELECT written.t.*, written.t.id FROM written.t
        SELECT DISTINCT a FROM t
        SELECT DISTINCTROW a FROM t
        SELECT ALL a FROM t
        SELECT HIGH_PRIORITY STRAIGHT_JOIN SQL_SMALL_RESULT SQL_BUFFER_RESULT a FROM t
        SELECT SQL_NO_CACHE SQL_CALC_FOUND_ROWS DISTINCT a FROM t LIMIT 1
        SELECT /*+ MAX_EXECUTION_TIME(1000) */ a FROM t
        SELECT t.`key`, t.key, t.`desc`, `t`.desc FROM t
        SELECT x.a FROM t AS x
        SELECT x.a FROM t x USE INDEX (t_a) WHERE x.a = 1
        SELECT * FROM t FORCE INDEX FOR JOIN (t_a, PRIMARY) IGNORE INDEX FOR ORDER BY (t_b) JOIN u USE KEY () ON u.t_id = t.id
        SELECT * FROM t JOIN u ON t.id = u.t_id
        SELECT * FROM t INNER JOIN u USING (id)
        SELECT * FROM t LEFT JOIN u ON t.id = u.t_id RIGHT OUTER JOIN t AS v ON v.id = u.id
        SELECT * FROM t CROSS JOIN u
        SELECT * FROM t CROSS JOIN u ON t.id = u.id
        SELECT * FROM t NATURAL JOIN u
        SELECT * FROM t NATURAL LEFT JOIN u
        SELECT * FROM t STRAIGHT_JOIN u ON t.id = u.t_id
        SELECT * FROM t LEFT JOIN (u JOIN v ON u.id = v.a) ON t.id = u.t_id
        SELECT * FROM t LEFT JOIN (u, v) ON t.id = u.t_id AND v.a = t.id
        SELECT * FROM t, u JOIN v ON u.id = v.a
        SELECT * FROM (t, u) JOIN v ON t.id = v.a
        SELECT * FROM t LEFT JOIN u LEFT JOIN v ON u.id = v.a ON t.id = u.t_id
        SELECT * FROM t JOIN u JOIN v ON u.id = v.a ON t.id = u.t_id
        SELECT * FROM (SELECT a, b FROM t) AS d WHERE d.a > 1
        SELECT * FROM (SELECT a FROM t UNION SELECT y FROM u) d JOIN ((SELECT 1 AS z) UNION (SELECT 2)) e
        SELECT * FROM ((SELECT 1 AS z)) AS d
        SELECT a FROM t WHERE id IN (SELECT t_id FROM u WHERE u.y = t.a)
        SELECT a FROM t WHERE (a, b) IN (SELECT y, x FROM u)
        SELECT a FROM t WHERE EXISTS (SELECT * FROM u WHERE u.t_id = t.id) AND a <> ALL (SELECT y FROM u)
        SELECT a, COUNT(*) FROM t GROUP BY a HAVING COUNT(*) > 1 ORDER BY 2 DESC, a LIMIT 10
        SELECT a, b, SUM(c) FROM t GROUP BY a, b WITH ROLLUP
        SELECT a FROM t ORDER BY a IS NULL, a DESC, b ASC LIMIT 5, 10
        SELECT a FROM t LIMIT 10 OFFSET 20
        SELECT a FROM t LIMIT ? OFFSET ?
        SELECT a FROM t WHERE id = @id AND b = @name AND c = @id
        SELECT a FROM t WHERE id = ? OR b = ?
        SELECT a FROM t WHERE id = 1 FOR UPDATE
        SELECT a FROM t WHERE id = 1 LOCK IN SHARE MODE
        SELECT a FROM t WHERE id = 1 FOR UPDATE NOWAIT
        SELECT a FROM t WHERE id = 1 FOR UPDATE SKIP LOCKED
        SELECT a FROM t WHERE id = 1 FOR UPDATE WAIT 5
        SELECT a FROM t WHERE id = 1 LOCK IN SHARE MODE NOWAIT
        SELECT a FROM t UNION SELECT y FROM u
        SELECT a FROM t UNION ALL SELECT y FROM u UNION DISTINCT SELECT 1 ORDER BY 1 LIMIT 3
        (SELECT a FROM t ORDER BY a LIMIT 1) UNION ALL (SELECT y FROM u ORDER BY y LIMIT 1) ORDER BY 1
        (SELECT a FROM t) UNION (SELECT y FROM u)
        ((SELECT a FROM t) UNION ALL (SELECT y FROM u)) EXCEPT SELECT 1
        SELECT a FROM t UNION SELECT y FROM u INTERSECT SELECT 1
        (SELECT a FROM t UNION SELECT y FROM u) INTERSECT SELECT 1
        SELECT a FROM t INTERSECT SELECT y FROM u UNION SELECT 1 INTERSECT SELECT 2 INTERSECT SELECT 3
        SELECT a FROM t INTERSECT ALL SELECT y FROM u EXCEPT ALL SELECT 1
        (SELECT a FROM t)
        (SELECT a FROM t ORDER BY a) LIMIT 1
        WITH c AS (SELECT a FROM t) SELECT * FROM c
        WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5), d AS (SELECT 2) SELECT * FROM c, d
        SELECT * FROM (WITH c AS (SELECT 1 AS x) SELECT x FROM c) AS d
        SELECT ROW_NUMBER() OVER (PARTITION BY a ORDER BY b DESC) AS rn, SUM(c) OVER w FROM t WINDOW w AS (PARTITION BY a)
        SELECT a FROM t WHERE MATCH (b) AGAINST ('word')
        SELECT a FROM t WHERE MATCH (b) AGAINST ('+word -other' IN BOOLEAN MODE)
        SELECT a, MATCH (b) AGAINST ('x' IN NATURAL LANGUAGE MODE) AS score FROM t WHERE MATCH (b) AGAINST ('x' WITH QUERY EXPANSION)
        SELECT j.x FROM t, JSON_TABLE('[{"x": 1}]', '$[*]' COLUMNS (x INT PATH '$.x', n FOR ORDINALITY)) AS j
        SELECT 1 FROM DUAL
        SELECT 1 FROM DUAL WHERE 1 = 1
        SELECT a INTO @x FROM t LIMIT 1
        SELECT a, b FROM t LIMIT 1 INTO @x, @y
        SELECT * FROM t INTO OUTFILE '/tmp/x' FIELDS TERMINATED BY ',' LINES TERMINATED BY '\n'
        SELECT @v := a FROM t
        SELECT CONVERT(b USING utf8mb4) COLLATE utf8mb4_bin FROM t ORDER BY b COLLATE utf8mb4_unicode_ci
        SELECT CONVERT(b USING `binary`), CAST(b AS CHAR CHARACTER SET `utf8mb4`) FROM t
        SELECT a FROM p PARTITION (p0, p1) WHERE a = 1
        SELECT a FROM p PARTITION (p0) AS x
        SELECT IF(a > 1, 'x', 'y') AS r, a DIV 2, a MOD 2, a ^ 1, !a FROM t WHERE a <=> NULL XOR b RLIKE 'x'
        SELECT date, time, timestamp, year, status, type, user, value, text, comment, data, level, position, count, name, rank, groups, system, `order` FROM words
        SELECT COUNT(*) AS count, MAX(date) AS date FROM words AS w GROUP BY w.status
        VALUES (1, 2), (3, 4)
        SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v
        SELECT LEFT(b, 1), LOWER(b) FROM t WHERE b LIKE '%\\%' OR b = 'C:\\x'
        """";

    /// <summary>What MariaDB does not read, or not in this version.</summary>
    public const string MySqlOnly = """"
        SELECT * FROM t, LATERAL (SELECT y FROM u WHERE u.t_id = t.id) AS l
        SELECT a FROM t WHERE id = 1 FOR SHARE OF t SKIP LOCKED
        SELECT a FROM t WHERE id = 1 FOR UPDATE OF t, u NOWAIT FOR SHARE OF v
        SELECT * FROM (SELECT 1, 2) AS d (x, y)
        VALUES ROW(1, 2), ROW(3, 4)
        SELECT @v := @w + 1, @v
        SELECT a offset FROM t
        SELECT LAG(1, 1, 0) OVER (ORDER BY 1)
        TABLE t
        TABLE t ORDER BY a LIMIT 1
        SELECT c->'$.a', c->>'$.a.b' FROM t
        DROP INDEX IF EXISTS t_a ON t ALGORITHM=DEFAULT
        SELECT 1 MEMBER OF ('[1, 2]')
        SELECT JSON_VALUE(c, '$.a' RETURNING UNSIGNED NULL ON EMPTY ERROR ON ERROR) FROM t
        INSERT INTO t (id, a) VALUES (1, 2) AS new ON DUPLICATE KEY UPDATE a = new.a
        INSERT INTO t (id, a) VALUES (1, 2), (3, 4) AS new(m, n) ON DUPLICATE KEY UPDATE a = m + n
        CREATE TABLE x (a INT CHECK (a > 0) NOT ENFORCED, CONSTRAINT c CHECK (a < 9) NOT ENFORCED)
        CREATE TABLE x (a INT, KEY f ((a + 1)), KEY g (a) INVISIBLE)
        CREATE TABLE x (g GEOMETRY NOT NULL SRID 4326, SPATIAL INDEX (g))
        ALTER TABLE t ALTER INDEX t_a INVISIBLE
        ALTER TABLE t ALTER CHECK c NOT ENFORCED
        DELETE FROM t AS x WHERE x.id = 1 LIMIT 1
        """";
}
