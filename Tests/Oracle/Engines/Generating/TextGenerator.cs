using ShardClient.Tests.Oracle.Engines.Schemas;
using ShardClient.Tests.Oracle.Statements.Tree;
using static ShardClient.Tests.Oracle.Statements.Tree.Make;

namespace ShardClient.Tests.Oracle.Engines.Generating;

/// <summary>Functions of texts.</summary>
internal sealed class TextGenerator(Dice dice)
{
    public Node Next(ValueGenerator values, Scope scope, int depth)
    {
        Node One() => values.Node(Kind.Text, scope, depth);
        Node Leaf() => values.Leaf(Kind.Text, scope).Node;
        Node Count() => Expression($"{dice.Of("0", "1", "2", "3", "-1", "5")}");
        return dice.Next(24) switch
        {
            0 => Expression($"LEFT({One()}, {Count()})", "LEFT"),
            1 => Expression($"RIGHT({One()}, {Count()})", "RIGHT"),
            2 => Expression($"MID({One()}, {Count()}, {Count()})", "MID"),
            3 => Expression($"SUBSTRING({One()} FROM {Count()} FOR {Count()})", "SUBSTRING FROM FOR"),
            4 => Expression($"SUBSTR({One()}, {dice.Of("1", "2", "3")}{dice.Of("", ", 2", ", 1")})", "SUBSTR"),
            5 => Expression($"{dice.Of("LPAD", "RPAD")}({One()}, {dice.Of("0", "3", "6")}, {dice.Of("'.'", "'ab'", "''")})", "LPAD, RPAD"),
            6 => Expression($"REPEAT({Leaf()}, {dice.Of("0", "2", "-1")})", "REPEAT"),
            7 => Expression($"REVERSE({One()})", "REVERSE"),
            8 => Expression($"CONCAT('<', SPACE({dice.Of("0", "2")}), '>')", "SPACE"),
            9 => Expression($"REPLACE({One()}, 'b', {dice.Of("'c'", "''", "'bb'")})", "REPLACE"),
            10 => Expression($"CONCAT(IFNULL({One()}, '-'), {dice.Of("'x'", "'1'")})", "CONCAT"),
            11 => Expression($"CONCAT_WS('-', {dice.Of("'n'", "NULL")}, LPAD({Leaf()}, 3, '.'), 'm')", "CONCAT_WS"),
            12 => Expression($"TRIM({dice.Of("BOTH", "LEADING", "TRAILING")} {dice.Of("'b'", "'a'", "'b-'")} FROM {One()})", "TRIM FROM"),
            13 => Expression($"{dice.Of("trim", "ltrim", "rtrim")}({One()}, {dice.Of("'b'", "'z'")})", "trim(x, y)"),
            14 => Expression($"SUBSTRING_INDEX({Leaf()}, {dice.Of("'-'", "','", "'b'")}, {dice.Of("1", "2", "-1", "-2", "0")})", "SUBSTRING_INDEX"),
            15 => Expression($"INSERT({Leaf()}, {dice.Of("1", "2", "9")}, {dice.Of("0", "1", "5")}, 'q')", "INSERT"),
            16 => Expression($"LCASE(HEX(IFNULL({Leaf()}, '')))", "HEX"),
            17 => Expression($"{dice.Of("MD5", "SHA1")}({Leaf()})", "MD5, SHA1"),

            // MariaDB takes ELT for NULL where any argument is, when it makes an inner join of an outer one.
            18 => Expression($"ELT({dice.Of("1", "2", "3")}, IFNULL({Leaf()}, 'n'), IFNULL({Leaf()}, 'm'))", "ELT"),
            19 => Expression($"LCASE(TO_BASE64({Leaf()}))", "TO_BASE64"),
            20 => Expression($"CAST({values.Leaf(Kind.Integer, scope).Node} AS {dice.Of("CHAR", "TEXT")})", "CAST AS TEXT"),
            21 => Expression($"{dice.Of("BIN", "OCT")}(ABS({values.Leaf(Kind.Integer, scope).Node}))", "BIN, OCT"),
            _ => new MomentGenerator(dice).Text(values, scope, depth),
        };
    }

    public Node Number(ValueGenerator values, Scope scope, int depth)
    {
        Node One() => values.Node(Kind.Text, scope, depth);
        Node Leaf() => values.Leaf(Kind.Text, scope).Node;
        return dice.Next(9) switch
        {
            0 => Expression($"{dice.Of("CHAR_LENGTH", "CHARACTER_LENGTH")}({One()})", "CHAR_LENGTH"),
            1 => Expression($"OCTET_LENGTH({Leaf()})", "OCTET_LENGTH"),
            2 => Expression($"LOCATE({dice.Of("'b'", "'a'", "'-b'")}, {One()}{dice.Of("", ", 2")})", "LOCATE"),
            3 => Expression($"INSTR({One()}, 'b')", "INSTR"),
            4 => Expression($"POSITION('b' IN {One()})", "POSITION"),
            5 => Expression($"ASCII({Leaf()})", "ASCII"),
            6 => Expression($"unicode({Leaf()})", "unicode"),
            7 => Expression($"FIND_IN_SET({dice.Of("'a'", "'b'", "'c'")}, {Leaf()})", "FIND_IN_SET"),
            _ => Expression($"BIT_LENGTH({Leaf()})", "BIT_LENGTH"),
        };
    }
}
