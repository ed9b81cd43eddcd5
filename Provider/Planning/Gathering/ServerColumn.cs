using System.Globalization;
using ShardClient.Catalog;
using ShardClient.Sql.Syntax;
using ShardClient.Values;

namespace ShardClient.Planning.Gathering;

/// <summary>A column of a MySQL shard on its way to a scratch table: how it is asked for, how it is declared there, how its values are written.</summary>
internal sealed class ServerColumn
{
    /// <summary>In four bytes a letter, so that any row format takes the index.</summary>
    private const int MostIndexedLetters = 190;

    private static readonly LiteralExpression Zero = new(LiteralKind.Integer, "0");
    private static readonly LiteralExpression One = new(LiteralKind.Real, "1e0");

    private readonly string _type;

    private ServerColumn(LogicalColumn declared, string type, ScratchForm form)
    {
        Declared = declared;
        _type = type;
        Form = form;
    }

    public LogicalColumn Declared { get; }

    public ScratchForm Form { get; }

    public string Name => Declared.Name;

    /// <summary>As declared on the shards; DEFAULT and what else concerns writes left out.</summary>
    public string Definition
    {
        get
        {
            var collation = HasCollation ? $" COLLATE {Declared.Collation}" : "";
            return $"{ServerScratchTable.Quote(Name)} {Declared.DeclaredType}{collation} {(Declared.NotNull ? "NOT NULL" : "NULL")}";
        }
    }

    /// <summary>True when the whole column can stand in an index.</summary>
    public bool IsIndexable => _type switch
    {
        "CHAR" or "VARCHAR" or "BINARY" or "VARBINARY" => Length is > 0 and <= MostIndexedLetters,
        _ => !_type.EndsWith("TEXT", StringComparison.Ordinal) && !_type.EndsWith("BLOB", StringComparison.Ordinal),
    };

    /// <summary>True when values that are equal are the same in everything.</summary>
    public bool IsDistinct => Form is ScratchForm.Number or ScratchForm.Instant || _type is "DATE" or "DATETIME" or "TIME";

    private bool HasCollation => Declared.Collation != "binary" && (IsLetters(_type) || _type is "ENUM" or "SET");

    private int? Length
    {
        get
        {
            var (open, close) = (Declared.DeclaredType.IndexOf('(', StringComparison.Ordinal), Declared.DeclaredType.IndexOf(')', StringComparison.Ordinal));
            return open > 0 && close > open && int.TryParse(Declared.DeclaredType.AsSpan(open + 1, close - open - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
        }
    }

    /// <exception cref="RefusedException">Nothing that can be sent says exactly what the column holds.</exception>
    public static ServerColumn Of(LogicalColumn column, SourceSpan span)
    {
        var words = ColumnTypes.BaseName(column.DeclaredType).ToUpperInvariant().Split(' ');
        return !column.IsHidden && FormOf(words[0], column) is { } form ? new ServerColumn(column, words[0], form) : throw RefusedException.NotSupported(
            $"Column {column.Name} of type {column.DeclaredType}{(column.IsHidden ? " is invisible and" : "")} cannot be gathered from several MySQL shards exactly",
            "Leave the column out, or name the sharding key so that one shard answers.",
            span);
    }

    /// <summary>The value as a shard is asked for it.</summary>
    public Expression Value(ColumnExpression column) => Form switch
    {
        ScratchForm.Real => new BinaryExpression(BinaryOperator.Multiply, column, One),
        ScratchForm.Instant => new FunctionExpression(new Identifier("unix_timestamp"), [column]),
        ScratchForm.Number when _type is "ENUM" or "SET" or "BIT" => new BinaryExpression(BinaryOperator.Add, column, Zero),
        ScratchForm.Bytes when IsLetters(_type) => new CastExpression(column, new TypeName("BINARY", default)),
        _ => column,
    };

    private static ScratchForm? FormOf(string type, LogicalColumn column) => type switch
    {
        "TINYINT" or "SMALLINT" or "MEDIUMINT" or "INT" or "INTEGER" or "BIGINT" or "DECIMAL" or "NUMERIC" or "YEAR" or "BIT" or "ENUM" or "SET" => ScratchForm.Number,
        "FLOAT" or "DOUBLE" or "REAL" => ScratchForm.Real,
        "DATE" or "DATETIME" or "TIME" or "UUID" or "INET4" or "INET6" => ScratchForm.Text,
        "TIMESTAMP" => ScratchForm.Instant,
        "BINARY" or "VARBINARY" or "TINYBLOB" or "BLOB" or "MEDIUMBLOB" or "LONGBLOB" => ScratchForm.Bytes,
        _ when IsLetters(type) => column.Collation.StartsWith("utf8", StringComparison.OrdinalIgnoreCase) ? ScratchForm.Text : ScratchForm.Bytes,
        _ => null,
    };

    private static bool IsLetters(string type) => type is "CHAR" or "VARCHAR" or "TINYTEXT" or "TEXT" or "MEDIUMTEXT" or "LONGTEXT";
}
