using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>
/// The bytes that stand for a key: keys that the engine calls equal have equal bytes, and a server can compute the same ones.
/// Integers in decimal, text as UTF-8, GUID text in lower case, dates as yyyy-MM-dd.
/// </summary>
internal ref struct KeyNormalForm
{
    /// <summary>What callers put on their stack: enough for any number and for text of 256 bytes, however it is kept.</summary>
    public const int ScratchLength = 768;

    private byte[]? _rented;

    /// <summary>False when the value is not exactly a value of the key's type; then <see cref="Bytes"/> is empty.</summary>
    public bool IsExact { get; private set; }

    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <param name="scratch">Room that lives as long as the result; longer keys rent theirs.</param>
    public static KeyNormalForm Of(KeyType type, in Value key, Span<byte> scratch)
    {
        var form = new KeyNormalForm();
        if (key.Kind == ValueKind.Integer && type.Kind == KeyKind.Integer)
        {
            if (type.Limits is { } limits && !limits.Hold(key.Integer))
                return form;
            Utf8Formatter.TryFormat(key.Integer, scratch, out var length);
            form.Accept(scratch[..length]);
        }
        else if (key.Kind == ValueKind.Text && type.Kind is not (KeyKind.Integer or KeyKind.Bytes) && IsText(type, key.Form))
        {
            form.ReadText(type, key, scratch);
        }
        else if (key.Kind == ValueKind.Blob && (type.Kind == KeyKind.Bytes || (type.Kind == KeyKind.Guid && key.Bytes.Length == 16)) && type.Limits?.HoldBytes(key.Bytes.Length) != false)
        {
            form.Accept(key.Bytes.Span);
        }

        return form;
    }

    /// <summary>Whether a value is exactly one of the key's type.</summary>
    public static bool IsValue(KeyType type, in Value key)
    {
        var form = Of(type, key, stackalloc byte[ScratchLength]);
        var isExact = form.IsExact;
        form.Dispose();
        return isExact;
    }

    /// <summary>Gives back what was rented; the bytes are not to be read any more.</summary>
    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }

    // Against a moment a server compares texts as moments, and finds several spellings equal.
    private static bool IsText(KeyType type, ValueForm form) => form == ValueForm.Plain || (form == ValueForm.Date && type.Kind == KeyKind.Date);

    private void Accept(ReadOnlySpan<byte> bytes)
    {
        Bytes = bytes;
        IsExact = true;
    }

    private void ReadText(KeyType type, in Value key, Span<byte> scratch)
    {
        var folds = type.Kind is KeyKind.FoldedText or KeyKind.Guid;
        ReadOnlySpan<byte> text;
        if (key.TextString is { } characters)
        {
            var room = Room(Encoding.UTF8.GetMaxByteCount(characters.Length), scratch);

            // Half a surrogate pair has no UTF-8: no column holds it, so it is no exact key.
            if (Utf8.FromUtf16(characters, room, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done)
                return;
            text = room[..length];
            if (folds)
                FoldAscii(room[..length]);
        }
        else if (folds)
        {
            var room = Room(key.Bytes.Length, scratch)[..key.Bytes.Length];
            key.Bytes.Span.CopyTo(room);
            FoldAscii(room);
            text = room;
        }
        else
        {
            text = key.Bytes.Span;
        }

        if (type.TrimsSpaces)
            text = text.TrimEnd((byte)' ');
        if (type.Limits?.HoldText(text) != false && KeyText.IsOf(type.Kind, text) && (!type.IsAscii || !text.ContainsAnyExceptInRange((byte)' ', (byte)'~')))
            Accept(text);
    }

    private Span<byte> Room(int length, Span<byte> scratch) =>
        length <= scratch.Length ? scratch : _rented = ArrayPool<byte>.Shared.Rent(length);

    /// <summary>Lowers A to Z and nothing else, as SQLite's NOCASE compares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FoldAscii(Span<byte> text)
    {
        while (Ascii.ToLowerInPlace(text, out var done) != OperationStatus.Done)
        {
            text = text[done..];
            while (!text.IsEmpty && text[0] >= 0x80)
                text = text[1..];
        }
    }
}
