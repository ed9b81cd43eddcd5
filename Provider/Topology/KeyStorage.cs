using System.Text;
using ShardClient.Values;

namespace ShardClient.Topology;

/// <summary>
/// What a key's column makes of a value of another storage class (https://sqlite.org/datatype3.html#type_affinity): the row lives where the value that is
/// stored belongs, not the one that was given.
/// </summary>
internal static class KeyStorage
{
    public static Value Of(KeyType type, in Value key) => (type.Kind, key.Kind) switch
    {
        (KeyKind.Integer, ValueKind.Real) => WholeNumber(key),
        (KeyKind.Text or KeyKind.FoldedText, ValueKind.Text) when key.IsNumber => Value.FromText(key.GetText()),
        (KeyKind.Integer, ValueKind.Text) => SqliteNumber.TryWhole(key.ToUtf8().Bytes.Span, out var number) ? WholeNumber(number) : key,
        (KeyKind.Text or KeyKind.FoldedText, ValueKind.Integer) => Value.FromUtf8(SqliteNumber.Format(key.Integer)),
        (KeyKind.Text or KeyKind.FoldedText, ValueKind.Real) when type.Engine == EngineKind.Sqlite => Value.FromUtf8(Encoding.ASCII.GetBytes(SqliteNumber.Format(key.Real))),
        (KeyKind.Bytes, ValueKind.Blob) when key.Bytes.Length < type.Length => Padded(key, type.Length),
        _ => key,
    };

    private static Value Padded(in Value key, int length)
    {
        var bytes = new byte[length];
        key.Bytes.Span.CopyTo(bytes);
        return Value.FromBlob(bytes);
    }

    /// <summary>The smallest integer is one of the two that the engine keeps as a REAL when they come as one.</summary>
    private static Value WholeNumber(in Value number) =>
        number.Kind == ValueKind.Real && ValueComparer.IsInteger(number.Real, out var integer) && integer != long.MinValue ? Value.FromInteger(integer) : number;
}
