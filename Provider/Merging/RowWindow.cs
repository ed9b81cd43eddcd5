using ShardClient.Planning.Operators;
using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>LIMIT and OFFSET of one execution. A negative count is no limit, a negative offset is 0.</summary>
/// <param name="Count">Never negative unless there is no limit.</param>
internal readonly record struct RowWindow(long Count, long Offset)
{
    public bool IsUnlimited => Count < 0;

    /// <summary>How many input rows can be wanted; null for all.</summary>
    public long? Top => IsUnlimited || Count > long.MaxValue - Offset ? null : Count + Offset;

    public static RowWindow Of(Limit limit, ScalarEvaluator evaluator) => new(
        limit.Count is null ? -1 : ToInteger(evaluator.Evaluate(limit.Count), "LIMIT"),
        limit.Offset is null ? 0 : Math.Max(0, ToInteger(evaluator.Evaluate(limit.Offset), "OFFSET")));

    /// <summary>The engine takes integers, and what is exactly one: 2.0, '2'.</summary>
    public static long ToInteger(in Value value, string clause)
    {
        var number = value.Kind == ValueKind.Text && SqliteNumber.TryWhole(value.ToUtf8().Bytes.Span, out var parsed) ? parsed : value;
        if (number.Kind == ValueKind.Real && ValueComparer.IsInteger(number.Real, out var integer))
            return integer;
        return number.Kind == ValueKind.Integer ? number.Integer : throw new ShardException(
            ShardErrorCode.EngineError, $"datatype mismatch: the value of {clause} is no integer.", $"Give {clause} an integer.");
    }
}
