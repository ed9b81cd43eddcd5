using System.Globalization;
using System.Text;
using ShardClient.Merging;
using ShardClient.Merging.Spilling;
using ShardClient.Planning.Operators;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Merging;

/// <summary>
/// Runs operators over fake shards: at once, awaited, and awaited with shards that answer later; in memory, and with hardly any so that what is
/// kept goes to disk. All must agree.
/// </summary>
internal static class Merge
{
    public const long PlentyOfMemory = 64 << 20;

    public const long HardlyAnyMemory = 1 << 10;

    public static ShardScan Scan { get; } = new(new SessionStatement("", []));

    public static PlanOperator All { get; } = new Concat(Scan);

    /// <summary>The merged rows, each as text: <c>1|'a'|NULL</c>.</summary>
    public static List<string> Rows(PlanOperator plan, IReadOnlyList<Value[]>[] shards, Value[]? inputs = null, long limit = PlentyOfMemory)
    {
        var synchronous = Read(plan, Fakes(shards), inputs, limit, IOBehavior.Synchronous);
        Assert.Equal(synchronous, Read(plan, Fakes(shards), inputs, limit, IOBehavior.Asynchronous));
        Assert.Equal(synchronous, Read(plan, Fakes(shards, answersLater: true), inputs, limit, IOBehavior.Asynchronous));
        Assert.Equal(synchronous, Read(plan, Fakes(shards), inputs, HardlyAnyMemory, IOBehavior.Synchronous, Disk()));
        Assert.Equal(synchronous, Read(plan, Fakes(shards, answersLater: true), inputs, 4 * HardlyAnyMemory, IOBehavior.Asynchronous, Disk()));
        return synchronous;
    }

    public static SpillArea Disk(long limit = 1 << 30, string? folder = null) => new(folder, limit);

    public static FakeCursor[] Fakes(IReadOnlyList<Value[]>[] shards, bool answersLater = false)
    {
        var width = shards.SelectMany(static rows => rows).FirstOrDefault()?.Length ?? 12;
        string[] names = [.. Enumerable.Range(0, width).Select(static column => "c" + column.ToString(CultureInfo.InvariantCulture))];
        return [.. shards.Select(rows => new FakeCursor(names, rows, answersLater))];
    }

    public static RowCursor Open(PlanOperator plan, FakeCursor[] shards, Value[]? inputs = null, long limit = PlentyOfMemory, SpillArea? spill = null) =>
        MergeBuilder.Build(plan, [.. shards], new MergeContext(inputs ?? [], limit, spill));

    /// <summary>Values from literals: numbers, strings, byte arrays, null.</summary>
    public static Value[] Row(params object?[] values) => [.. values.Select(ToValue)];

    public static Value ToValue(object? value) => value switch
    {
        null or DBNull => Value.Null,
        int number => Value.FromInteger(number),
        long number => Value.FromInteger(number),
        double number => Value.FromReal(number),
        string text => Value.FromUtf8(Encoding.UTF8.GetBytes(text)),
        byte[] bytes => Value.FromBlob(bytes),
        _ => throw new ArgumentException(value.GetType().Name),
    };

    public static string Show(in Value value) => value.Kind switch
    {
        ValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ValueKind.Real => value.Real.ToString("R", CultureInfo.InvariantCulture) + "r",
        ValueKind.Text => "'" + value.GetText() + "'",
        ValueKind.Blob => "x" + Convert.ToHexString(value.Bytes.Span),
        _ => "NULL",
    };

    public static List<string> Drain(RowCursor cursor, IOBehavior ioBehavior = IOBehavior.Synchronous)
    {
        var rows = new List<string>();
        while (cursor.ReadAsync(ioBehavior, CancellationToken.None).AsTask().GetAwaiter().GetResult())
            rows.Add(string.Join('|', Enumerable.Range(0, cursor.ColumnCount).Select(column => Show(cursor.GetValue(column)))));
        Assert.False(cursor.ReadAsync(ioBehavior, CancellationToken.None).AsTask().GetAwaiter().GetResult());
        return rows;
    }

    private static List<string> Read(PlanOperator plan, FakeCursor[] fakes, Value[]? inputs, long limit, IOBehavior ioBehavior, SpillArea? spill = null)
    {
        List<string> rows;
        using (var cursor = Open(plan, fakes, inputs, limit, spill))
            rows = Drain(cursor, ioBehavior);
        Assert.All(fakes, static fake => Assert.Equal(1, fake.Disposals));
        return rows;
    }
}
