namespace ShardClient.Sql.Lexing;

internal enum TokenKind : byte
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>An unquoted name or keyword; <see cref="Token.Keyword"/> says which.</summary>
    Word,

    /// <summary>"x": a name, which SQLite takes for a string when no column has it.</summary>
    DoubleQuoted,

    /// <summary>[x] or `x`: always a name.</summary>
    GraveQuoted,

    String,
    Blob,
    Integer,
    Real,
    Parameter,
    Semicolon,
    LeftParenthesis,
    RightParenthesis,
    Comma,
    Dot,
    Star,
    Slash,
    Percent,
    Plus,
    Minus,
    Tilde,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    ShiftLeft,
    ShiftRight,
    Ampersand,
    Bar,
    Concat,
    Arrow,
    ArrowText,

    /// <summary>MySQL's <c>&lt;=&gt;</c>.</summary>
    NullSafeEqual,

    /// <summary>MySQL's <c>&amp;&amp;</c>.</summary>
    DoubleAmpersand,

    /// <summary>MySQL's <c>@@name</c>, perhaps with a scope before a dot.</summary>
    SystemVariable,

    /// <summary>MySQL's <c>b'101'</c> and <c>0b101</c>.</summary>
    Bits,

    /// <summary>MySQL's <c>:=</c>.</summary>
    Assign,

    /// <summary>MySQL's <c>!</c>.</summary>
    Bang,

    /// <summary>MySQL's <c>^</c>.</summary>
    Caret,

    LeftBrace,
    RightBrace,

    /// <summary>MySQL's <c>:</c> behind a label of a routine.</summary>
    Colon,

    /// <summary>A quote that is never closed.</summary>
    Unterminated,

    /// <summary>A version comment that some servers read and others do not, where nobody said which server it is for.</summary>
    Conditional,

    /// <summary>A number, blob or parameter that breaks off or runs into letters.</summary>
    Malformed,

    /// <summary>A character no token starts with.</summary>
    Unknown,
}

/// <summary>One token: what it is and where it stands. Its characters stay in the text.</summary>
internal readonly struct Token(TokenKind kind, Keyword keyword, int start, int end)
{
    public TokenKind Kind { get; } = kind;

    public Keyword Keyword { get; } = keyword;

    public int Start { get; } = start;

    public int End { get; } = end;
}
