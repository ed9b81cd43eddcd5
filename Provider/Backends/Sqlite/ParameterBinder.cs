using System.Buffers;
using System.Text;
using ShardClient.Values;
using SQLitePCL;

namespace ShardClient.Backends.Sqlite;

/// <summary>Hands values to a prepared statement. The engine copies them, so nothing is pinned and nothing allocated here.</summary>
internal static class ParameterBinder
{
    private const int StackBytes = 512;

    /// <summary>Binds parameter <paramref name="index"/>, counted from 1; returns the engine's result code.</summary>
    public static int Bind(sqlite3_stmt statement, int index, in Value value) => value.Kind switch
    {
        ValueKind.Integer => raw.sqlite3_bind_int64(statement, index, value.Integer),
        ValueKind.Real => raw.sqlite3_bind_double(statement, index, value.Real),
        ValueKind.Text when value.TextString is { } text => BindText(statement, index, text),
        ValueKind.Text => raw.sqlite3_bind_text(statement, index, value.Bytes.Span),
        ValueKind.Blob => raw.sqlite3_bind_blob(statement, index, value.Bytes.Span),
        _ => raw.sqlite3_bind_null(statement, index),
    };

    private static int BindText(sqlite3_stmt statement, int index, string text)
    {
        if (text.Length * 3 <= StackBytes)
        {
            Span<byte> buffer = stackalloc byte[StackBytes];
            var length = Encoding.UTF8.GetBytes(text, buffer);
            return raw.sqlite3_bind_text(statement, index, buffer[..length]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, rented);
            return raw.sqlite3_bind_text(statement, index, rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
