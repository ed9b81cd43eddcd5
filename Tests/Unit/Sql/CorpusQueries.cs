namespace ShardClient.Tests.Unit.Sql;

internal static class CorpusQueries
{
    public const string Expressions = """
        SELECT 1
        SELECT 0x7fffffffffffffff, 0XaB, 1e5, 1E-5, 1.5e+3, .5, 1., 1.25, 9223372036854775807, 9223372036854775808
        SELECT 1_000, 1_000.000_1, 0x_FF
        SELECT 1_000, 1_000.000_1, 0xF_F
        SELECT -1, - 1, +1, ~1, - -1, -(-1), - + - 2, ~-1, -~1, -9223372036854775808
        SELECT 'it''s', '', 'a"b', '--no comment', '/* none */'
        SELECT x'', X'00fF', x'0102'
        SELECT NULL, TRUE, false, CURRENT_TIME, current_date, CURRENT_TIMESTAMP
        SELECT ?, ?, ?
        SELECT ?1, ?3, ?, ?2
        SELECT @a, :a, $a, @a, $a::b, $a(1), ?
        SELECT ?5, :x, ?, :x
        SELECT a+b*c, (a+b)*c, a-(b-c), a-b-c, a/(b/c), a*(b+c) FROM v
        SELECT a||b||c, a||(b||c), (a+b)||c, a||b*c, a->b, a->>'$.x', a->b->>c FROM v
        SELECT a<b, a<=b, a>b, a>=b, a=b, a==b, a<>b, a!=b FROM v
        SELECT a<b<c, a<(b<c), (a=b)=c, a=(b=c), a=b<c, (a=b)<c FROM v
        SELECT a&b|c, a&(b|c), a<<b>>c, a<<(b>>c), a+b<<c, a<<b+c FROM v
        SELECT a%b*c, a%(b*c), -a*b, -(a*b), ~a+b, ~(a+b) FROM v
        SELECT a AND b OR c, a AND (b OR c), a OR b AND c, (a OR b) AND c FROM v
        SELECT NOT a, NOT NOT a, NOT a=b, (NOT a)=b, a=(NOT b), NOT (a AND b), NOT a AND b FROM v
        SELECT a = NOT b, a = NOT b = c, a < NOT b, a + NOT b, - NOT a = b, a AND NOT b OR c FROM v
        SELECT a IS b, a IS NOT b, a IS NULL, a IS NOT NULL, a ISNULL, a NOTNULL, a NOT NULL FROM v
        SELECT a IS NOT NULL = b, (a IS NULL) < 3, a IS (NULL < 3), a IS (NOT b), a IS NOT b = c, a IS (NULL) FROM v
        SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b, a IS NOT DISTINCT FROM NULL FROM v
        SELECT a BETWEEN 1 AND 2, a NOT BETWEEN 1 AND 2, a BETWEEN b AND c = 1, a BETWEEN (b AND c) AND 3 FROM v
        SELECT a BETWEEN b OR c AND 3, a BETWEEN b = 1 AND c < 2, a BETWEEN NOT b AND c, NOT a BETWEEN 1 AND 2 FROM v
        SELECT (a BETWEEN 1 AND 2) BETWEEN 0 AND 1, a BETWEEN 1 AND 2 BETWEEN 0 AND 1, a BETWEEN b + 1 AND c + 1 AND a > 5 FROM v
        SELECT a BETWEEN (b BETWEEN 1 AND 2) AND 3, a = b BETWEEN 1 AND 2, a = (b BETWEEN 1 AND 2), a < b BETWEEN 1 AND 2 FROM v
        SELECT a LIKE 'x%', a NOT LIKE 'x', a LIKE 'x\%' ESCAPE '\', a GLOB '*', a NOT GLOB 'z', a LIKE b || '%' ESCAPE c FROM v
        SELECT a LIKE b < c, (a LIKE b) < c, a LIKE b = c, NOT a LIKE b, a LIKE 'x' ESCAPE b < c, a LIKE (b = c) FROM v
        SELECT a IN (1, 2, 3), a NOT IN (1), a IN (), a NOT IN (), a IN (1) = b, a IN ((SELECT 1)), (a, b) IN (SELECT 1, 2) FROM v
        SELECT a IN (SELECT id FROM t), a IN t_ids, a IN main.t_ids, a NOT IN t_ids FROM v, (SELECT 1) WHERE 0
        SELECT a IN (SELECT id FROM t), a IN (VALUES (1), (2)), a IN (WITH z AS (SELECT 1) SELECT * FROM z) FROM v
        SELECT id IN json_each('[1,2]') FROM t WHERE 0 = 1
        SELECT a COLLATE NOCASE, a || b COLLATE binary, (a || b) COLLATE nocase, -a COLLATE rtrim, -(a COLLATE rtrim) FROM v
        SELECT a COLLATE nocase = b, a = b COLLATE nocase, (a = b) COLLATE nocase, a COLLATE nocase COLLATE binary FROM v
        SELECT CAST(a AS INTEGER), CAST(a AS VARCHAR(10)), CAST(a AS DECIMAL(10, 2)), CAST(a AS UNSIGNED BIG INT), CAST(a + 1 AS text) FROM v
        SELECT CAST(a AS) FROM v
        SELECT CASE a WHEN 1 THEN 'x' END, CASE WHEN a THEN b ELSE c END, CASE a WHEN 1 THEN 2 WHEN 3 THEN 4 ELSE 5 END FROM v
        SELECT CASE WHEN a = 1 OR b = 2 THEN CASE b WHEN 1 THEN 2 END ELSE (SELECT 1) END + 1 FROM v
        SELECT (a, b) = (1, 2), (a, b) < (b, c), (a, b) IS (1, 2), (a, b) BETWEEN (1, 2) AND (3, 4) FROM v
        SELECT (SELECT 1), (SELECT a FROM v LIMIT 1), EXISTS (SELECT 1), NOT EXISTS (SELECT * FROM v), (VALUES (1)) FROM v
        SELECT (((a))), ((a) + (b)), (a + b), ( a ) FROM v
        SELECT abs(a), max(a, b), coalesce(a, b, c), count(*), count(a), count(DISTINCT a), sum(ALL a), total(a) FROM v
        SELECT replace(a, 'x', 'y'), like('a', b), glob('a', b), if(a, b, c), iif(a, b, c), date('now') FROM v
        SELECT group_concat(a, ';'), group_concat(a ORDER BY b DESC), string_agg(a, ',' ORDER BY b, c), group_concat(DISTINCT a) FROM v
        SELECT count(*) FILTER (WHERE a > 1), sum(a) FILTER (WHERE b AND c) FROM v
        SELECT random() IS NOT NULL, "abs"(a), `lower`(b), [upper](b) FROM v
        SELECT v.a, main.v.a, "v"."a", `v`.`b`, [v].[c], 'v'.'a' FROM v
        SELECT "a", `b`, [c], "no such column" FROM v
        SELECT key, t.key, desc, "desc" FROM t
        SELECT a AS "x y", b AS 'z', c `q"r`, a [s], b "t""u", c 'it''s' FROM v
        SELECT a desc, b asc, c key, a offset, b filter, c over, a window FROM v
        SELECT a AS left, b AS natural, c AS cast, a AS rowid FROM v
        SELECT a shard, b reference, c local, a route, b cluster, a start FROM v
        SELECT rowid, _rowid_, oid FROM v
        SELECT a+1, a + 1 , a +/* c */1, (a), 'x', "a", count(*) , -1 FROM v
        SELECT a -- first
        SELECT 1/*unterminated
        SELECT 1 /* c */ AS x, /* d */ 2
        SELECT a.b FROM (SELECT 1 AS b) a
        SELECT 'a' 'b', 1 x, NULL n
        SELECT max(a) OVER (), row_number() OVER (ORDER BY a), rank() OVER (PARTITION BY a, b ORDER BY c DESC) FROM v
        SELECT sum(a) OVER w, avg(a) OVER (w ORDER BY b) FROM v WINDOW w AS (PARTITION BY c)
        SELECT sum(a) OVER (w ROWS UNBOUNDED PRECEDING) FROM v WINDOW w AS (ORDER BY b), z AS (w)
        SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING), sum(a) OVER (ROWS CURRENT ROW) FROM v
        SELECT sum(a) OVER (ORDER BY b RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES) FROM v
        SELECT sum(a) OVER (ORDER BY b GROUPS BETWEEN CURRENT ROW AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM v
        SELECT sum(a) FILTER (WHERE b > 0) OVER (ORDER BY c ROWS 2 PRECEDING EXCLUDE GROUP), ntile(4) OVER (ORDER BY a) FROM v
        SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE NO OTHERS) FROM v
        SELECT 1 FROM v AS window, t AS filter, u AS over
        SELECT a FROM v WHERE a IN (1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21)
        SELECT a FROM v WHERE (a = 1 OR a = 2) AND NOT (b = 3 AND c = 4) OR a IS NULL AND b > 2.5
        SELECT a FROM v WHERE ((a = 1) OR ((b = 2) AND ((c = 3))))
        SELECT a FROM v WHERE a = 1 AND b = 'x' AND c <> 2 AND a < 5 AND b >= 'b' AND c LIKE '%q%'
        SELECT json_extract(b, '$.a'), b -> '$.a', b ->> 'a' || 'x', (b ->> 'a') + 1 FROM t
        SELECT ÄÖ.a AS größe, 'naïve 😀', "日本" FROM v AS ÄÖ, (SELECT 1 AS "日本")
        """;

    public const string Queries = """
        SELECT * FROM t
        SELECT t.* FROM t
        SELECT t.*, u.x, * FROM t, u
        SELECT "t" . * , `u`.* FROM t JOIN u
        SELECT DISTINCT a, b FROM t
        SELECT ALL a FROM t
        SELECT a FROM t WHERE id = ?
        SELECT a FROM t WHERE id = @id AND b = :b OR c = $c
        SELECT a FROM main.t
        SELECT x.a FROM t AS x
        SELECT x.a FROM t x WHERE x.id = 1
        SELECT a FROM t INDEXED BY t_a WHERE a = 1
        SELECT a FROM t AS z NOT INDEXED WHERE a = 1
        SELECT * FROM t, u WHERE t.id = u.t_id
        SELECT * FROM t JOIN u ON t.id = u.t_id
        SELECT * FROM t INNER JOIN u ON t.id = u.t_id AND u.y > 3
        SELECT * FROM t LEFT JOIN u ON t.id = u.t_id
        SELECT * FROM t LEFT OUTER JOIN u ON t.id = u.t_id WHERE u.id IS NULL
        SELECT * FROM t RIGHT JOIN u ON t.id = u.t_id
        SELECT * FROM t RIGHT OUTER JOIN u USING (id)
        SELECT * FROM t FULL JOIN u ON t.id = u.t_id
        SELECT * FROM t FULL OUTER JOIN u USING (id)
        SELECT * FROM t CROSS JOIN u
        SELECT * FROM t CROSS JOIN u ON t.id = u.id
        SELECT * FROM t NATURAL JOIN u
        SELECT * FROM t NATURAL LEFT JOIN u
        SELECT * FROM t NATURAL LEFT OUTER JOIN u
        SELECT * FROM t LEFT NATURAL JOIN u
        SELECT * FROM t NATURAL FULL JOIN u
        SELECT * FROM t JOIN u USING (id)
        SELECT * FROM t JOIN u USING (id) JOIN sbtest1 USING (id)
        SELECT * FROM t JOIN v USING (a, b)
        SELECT * FROM t JOIN u ON t.id = u.t_id JOIN sbtest1 s ON s.id = u.id LEFT JOIN v ON v.a = s.k
        SELECT * FROM t, u JOIN v ON v.a = u.y, sbtest1
        SELECT * FROM t LEFT JOIN (u JOIN v ON u.y = v.a) ON t.id = u.t_id
        SELECT * FROM t JOIN (u, v) ON t.id = u.t_id
        SELECT * FROM ((t))
        SELECT q.a FROM (t) AS q
        SELECT * FROM (t JOIN u ON t.id = u.t_id)
        SELECT q.a FROM (t JOIN u ON t.id = u.t_id) AS q
        SELECT q.n FROM (SELECT count(*) AS n FROM t) AS q
        SELECT * FROM (SELECT a FROM t) x JOIN (SELECT y FROM u) z ON x.a = z.y
        SELECT * FROM (SELECT a FROM t)
        SELECT * FROM (VALUES (1, 2), (3, 4))
        SELECT column1 FROM (VALUES (1), (2)) AS z WHERE column1 > 1
        SELECT * FROM (WITH z AS (SELECT 1 AS n) SELECT n FROM z)
        SELECT value FROM json_each('[1,2,3]')
        SELECT j.value FROM t, json_each(t.b) AS j WHERE j.key = 'x'
        SELECT * FROM pragma_table_info('t') p
        SELECT * FROM pragma_user_version()
        SELECT * FROM w
        SELECT a FROM t GROUP BY a
        SELECT a, count(*) FROM t GROUP BY a HAVING count(*) > 1
        SELECT a, b, sum(c) FROM t GROUP BY a, b ORDER BY sum(c) DESC, 1
        SELECT a + 1, count(*) FROM t GROUP BY a + 1, b || 'x'
        SELECT count(*) FROM t HAVING count(*) > 3
        SELECT a FROM t ORDER BY a
        SELECT a FROM t ORDER BY a ASC, b DESC, c
        SELECT a FROM t ORDER BY a NULLS FIRST, b DESC NULLS LAST, c ASC NULLS LAST
        SELECT a FROM t ORDER BY a COLLATE nocase DESC, abs(b), -c
        SELECT a AS z FROM t ORDER BY z, 1, a + z
        SELECT a FROM t LIMIT 10
        SELECT a FROM t LIMIT 10 OFFSET 5
        SELECT a FROM t LIMIT 5, 10
        SELECT a FROM t LIMIT ?1 OFFSET ?2
        SELECT a FROM t LIMIT -1 OFFSET 2 + 3
        SELECT a FROM t WHERE b = 'x' GROUP BY a HAVING max(c) > 2 ORDER BY a DESC LIMIT 3 OFFSET 1
        SELECT a FROM t UNION SELECT y FROM u
        SELECT a FROM t UNION ALL SELECT y FROM u ORDER BY 1
        SELECT a FROM t INTERSECT SELECT y FROM u
        SELECT a FROM t EXCEPT SELECT y FROM u LIMIT 3
        SELECT a FROM t UNION SELECT y FROM u EXCEPT SELECT k FROM sbtest1 INTERSECT SELECT 1 ORDER BY a LIMIT 1
        SELECT 1 UNION ALL VALUES (2), (3)
        VALUES (1)
        VALUES (1, 'a'), (2, 'b'), (NULL, x'00')
        VALUES (1) UNION SELECT 2 ORDER BY 1
        VALUES ((1)), ((SELECT 2)), (3 + 4)
        WITH z AS (SELECT 1) SELECT * FROM z
        WITH z (n, m) AS (SELECT a, b FROM t), y AS (SELECT n FROM z) SELECT * FROM y JOIN z USING (n)
        WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n
        WITH RECURSIVE n (i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 10 LIMIT 5) SELECT sum(i) FROM n
        WITH z AS MATERIALIZED (SELECT 1 AS q), y AS NOT MATERIALIZED (SELECT 2 AS q) SELECT * FROM z, y
        WITH z AS (SELECT 1) VALUES (2)
        SELECT (WITH z AS (SELECT 7 AS q) SELECT q FROM z)
        SELECT a, (SELECT count(*) FROM u WHERE u.t_id = t.id) AS n FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t_id = t.id)
        SELECT * FROM t WHERE a = (SELECT max(a) FROM t) OR a IN (SELECT y FROM u WHERE x LIKE 'q%')
        SELECT * FROM t WHERE (a, b) IN (SELECT y, x FROM u)
        SELECT * FROM t WHERE (a, b) IN (VALUES (1, 'x'), (2, 'y'))
        SELECT * FROM t WHERE id > 5 AND id <= 10 AND a NOT IN (1, 2)
        SELECT t.id, t.a, u.x FROM t JOIN u ON u.t_id = t.id WHERE t.a > 10 GROUP BY t.id HAVING count(*) > 2 ORDER BY u.x LIMIT 5
        SELECT min(a), max(a), avg(a), sum(c), count(DISTINCT b) FROM t WHERE a BETWEEN 1 AND 5
        SELECT a, CASE WHEN a > 5 THEN 'big' ELSE 'small' END AS size, count(*) AS n FROM t GROUP BY size ORDER BY n DESC
        SELECT k, count(*), sum(k), group_concat(c) FROM sbtest1 WHERE id % 4 = 1 GROUP BY k ORDER BY 2 DESC LIMIT 10
        SELECT first.id, second.id FROM t first JOIN t second ON first.a = second.a AND first.id < second.id
        SELECT id FROM t WHERE b LIKE @p || '%' ESCAPE '\' AND c IS NOT NULL
        SELECT date(b), strftime('%Y-%m', b) AS month, count(*) FROM t GROUP BY strftime('%Y-%m', b) ORDER BY month
        SELECT a FROM t WHERE id IN (?, ?, ?, ?)
        SELECT a FROM t WHERE id IN (@p0, @p1, @p2) ORDER BY id LIMIT @take OFFSET @skip
        SELECT "t0"."id", "t0"."a" FROM "t" AS "t0" LEFT JOIN "u" AS "u0" ON "t0"."id" = "u0"."t_id" WHERE "t0"."b" = @__p_0 ORDER BY "t0"."id"
        SELECT [t].[id], [t].[a] FROM [t] WHERE [t].[b] = 'x'
        SELECT `t`.`id` FROM `t` WHERE `t`.`key` = 'x'
        SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        SELECT a FROM t WHERE a == 1 AND b != 'x'
        SELECT NOT EXISTS (SELECT 1 FROM t WHERE a = 1) AS missing
        SELECT sum(k) OVER (PARTITION BY c ORDER BY id), lag(k, 1, 0) OVER win FROM sbtest1 WINDOW win AS (ORDER BY id) ORDER BY 1 LIMIT 5
        SELECT last_insert_rowid(), changes(), total_changes(), sqlite_version()
        SELECT a FROM t WHERE a IS ? OR b IS NOT ?2
        SELECT x.y, y.x FROM u x, u y WHERE x.id = y.id
        SELECT max(id) + 1 FROM t WHERE id < (SELECT avg(id) FROM u)
        SELECT DISTINCT b COLLATE nocase FROM t ORDER BY b COLLATE nocase
        SELECT a FROM t WHERE +a = 1 AND -a < 0 AND ~a <> 3
        SELECT count(*) FROM (SELECT DISTINCT a FROM t UNION SELECT y FROM u)
        SELECT 1 WHERE 0
        SELECT 1 GROUP BY 1 HAVING 1 ORDER BY 1 LIMIT 1
        SELECT * FROM t WHERE a IN (1) AND b IN ('x', 'y') AND (c, d) = (1, x'00')
        SELECT t.a AS a, t.b AS b FROM t WHERE t.a = 1 UNION ALL SELECT v.a, v.b FROM v WHERE v.c = 2
        SELECT id FROM t ORDER BY a IS NULL, a, CASE b WHEN 'x' THEN 1 ELSE 2 END
        """;
}
