using System.Buffers;
using System.Text;
using ShardClient.Values;
using static ShardClient.Backends.Sqlite.NativeCalls;

namespace ShardClient.Backends.Sqlite;

/// <summary>Hands values to a prepared statement. The engine copies them, so nothing is pinned and nothing allocated here.</summary>
internal static unsafe class ParameterBinder
{
    private const int StackBytes = 512;

    /// <summary>Binds parameter <paramref name="index"/>, counted from 1; returns the engine's result code.</summary>
    public static int Bind(nint statement, int index, in Value value) => value.Kind switch
    {
        ValueKind.Integer => sqlite3_bind_int64(statement, index, value.Integer),
        ValueKind.Real => sqlite3_bind_double(statement, index, value.Real),
        ValueKind.Text when value.TextString is { } text => BindText(statement, index, text),
        ValueKind.Text => BindText(statement, index, value.Bytes.Span),
        ValueKind.Blob => BindBlob(statement, index, value.Bytes.Span),
        _ => sqlite3_bind_null(statement, index),
    };

    private static int BindText(nint statement, int index, string text)
    {
        if (text.Length * 3 <= StackBytes)
        {
            Span<byte> buffer = stackalloc byte[StackBytes];
            var length = Encoding.UTF8.GetBytes(text, buffer);
            return BindText(statement, index, buffer[..length]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetByteCount(text));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, rented);
            return BindText(statement, index, rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    // A null pointer would bind NULL, so what is empty points at something too.
    public static int BindText(nint statement, int index, ReadOnlySpan<byte> text)
    {
        byte nothing;
        fixed (byte* bytes = text)
            return sqlite3_bind_text(statement, index, text.IsEmpty ? &nothing : bytes, text.Length, Transient);
    }

    public static int BindBlob(nint statement, int index, ReadOnlySpan<byte> blob)
    {
        byte nothing;
        fixed (byte* bytes = blob)
            return sqlite3_bind_blob(statement, index, blob.IsEmpty ? &nothing : bytes, blob.Length, Transient);
    }
}
