using System.Runtime.InteropServices;
using ShardClient.Values;
using static ShardClient.Backends.Sqlite.NativeCalls;

namespace ShardClient.Backends.Sqlite;

/// <summary>A statement the engine has compiled, with what we know of it. Owned by its session's cache, or by its cursor when it is not kept.</summary>
internal sealed class PreparedStatement
{
    private const int StatusReprepare = 5;
    private const int StatusMemoryUsed = 99;

    private ColumnMetadata[]? _columns;
    private int _timesPrepared;
    private volatile bool _isInUse;

    public PreparedStatement(SqliteSession session, SessionStatement source, StatementHandle? handle)
    {
        Source = source;
        Text = source.Text;
        Handle = handle!;
        if (handle is not null)
        {
            var pointer = handle.Enter();
            ColumnCount = sqlite3_column_count(pointer);
            ParameterCount = sqlite3_bind_parameter_count(pointer);
            OnlyReads = sqlite3_stmt_readonly(pointer) != 0 || sqlite3_stmt_isexplain(pointer) != 0;
            Bytes = sqlite3_stmt_status(pointer, StatusMemoryUsed, 0) + (2L * Text.Length);
            handle.Leave();
        }
        else
        {
            IsEmpty = true;
            OnlyReads = true;
        }

        Cursor = new SqliteCursor(session, this);
    }

    public StatementHandle Handle { get; }

    public string Text { get; }

    /// <summary>The text's last owner: the same instance finds this statement without its text being hashed.</summary>
    public SessionStatement Source { get; set; }

    /// <summary>The one cursor of this statement, used again and again.</summary>
    public SqliteCursor Cursor { get; }

    /// <summary>Nothing but blanks and comments.</summary>
    public bool IsEmpty { get; }

    public int ColumnCount { get; private set; }

    public int ParameterCount { get; }

    public bool OnlyReads { get; }

    /// <summary>The memory it holds, in bytes.</summary>
    public long Bytes { get; }

    /// <summary>An open cursor runs it.</summary>
    public bool IsInUse
    {
        get => _isInUse;
        set => _isInUse = value;
    }

    /// <summary>Owned by the cache; others are finalized after use.</summary>
    public bool IsKept { get; set; }

    /// <summary>Neighbours in the cache's order of use.</summary>
    public PreparedStatement? Newer { get; set; }

    public PreparedStatement? Older { get; set; }

    public ColumnMetadata[] Columns => _columns ??= ReadColumns();

    /// <summary>After a first step: true when the engine had to prepare it again, so that columns may have changed.</summary>
    /// <param name="pointer">The entered statement's.</param>
    public bool NoticePreparedAgain(nint pointer)
    {
        var times = sqlite3_stmt_status(pointer, StatusReprepare, 0);
        if (times == _timesPrepared)
            return false;
        _timesPrepared = times;
        _columns = null;
        ColumnCount = sqlite3_column_count(pointer);
        return true;
    }

    /// <summary>Its cursor was disposed, maybe when the session had another user already.</summary>
    public void Release()
    {
        if (!IsKept)
            Close();
        IsInUse = false;
    }

    public void Close()
    {
        if (!IsEmpty)
            Handle.Dispose();
    }

    private unsafe ColumnMetadata[] ReadColumns()
    {
        if (ColumnCount == 0)
            return [];
        var columns = new ColumnMetadata[ColumnCount];
        var pointer = Handle.Enter();
        for (var index = 0; index < columns.Length; index++)
        {
            columns[index] = new ColumnMetadata(Utf8(sqlite3_column_name(pointer, index)) ?? "")
            {
                DeclaredType = Utf8(sqlite3_column_decltype(pointer, index)),
                BaseTable = Utf8(sqlite3_column_table_name(pointer, index)),
                BaseColumn = Utf8(sqlite3_column_origin_name(pointer, index)),
            };
        }

        Handle.Leave();
        return columns;
    }

    private static unsafe string? Utf8(byte* text) => Marshal.PtrToStringUTF8((nint)text);
}
