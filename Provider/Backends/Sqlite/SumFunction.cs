using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ShardClient.Values;
using SQLitePCL;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// The aggregate <see cref="NumericSum.PartialFunction"/>: SUM whose answer still knows its rounding error, so that the shards' answers add up
/// as one database adds. The engine calls it by function pointer (https://sqlite.org/c3ref/create_function.html): a row costs no more than
/// with its own SUM.
/// </summary>
internal static unsafe class SumFunction
{
    private const int Utf8 = 1;

    private const int Deterministic = 0x800;

    /// <summary>SQLITE_TRANSIENT: the engine copies the bytes at once.</summary>
    private const nint Copy = -1;

    public static void Register(DatabaseHandle database)
    {
        fixed (byte* name = "shardclient_sum\0"u8)
        {
            var code = NativeCalls.sqlite3_create_function_v2(database.Pointer, name, 1, Utf8 | Deterministic, 0, 0, &Step, &Finish, 0);
            if (code != raw.SQLITE_OK)
                throw new InvalidOperationException($"The engine refused the function {NumericSum.PartialFunction} with code {code}.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Step(nint context, int count, nint* arguments)
    {
        var value = arguments[0];
        var kind = NativeCalls.sqlite3_value_type(value);
        if (kind == raw.SQLITE_NULL)
            return;
        var sum = Known(context);
        if (sum is null && (sum = Make(context)) is null)
            return;
        if (kind is not (raw.SQLITE_INTEGER or raw.SQLITE_FLOAT))
            AddText(sum, value);
        else if (kind == raw.SQLITE_INTEGER)
            sum->AddInteger(NativeCalls.sqlite3_value_int64(value));
        else
            sum->AddReal(NativeCalls.sqlite3_value_double(value));
    }

    /// <summary>Text and blobs count by their leading number; a text that is an integer whole counts as one.</summary>
    private static void AddText(NumericSum* sum, nint value)
    {
        if (NativeCalls.sqlite3_value_numeric_type(value) == raw.SQLITE_INTEGER)
            sum->AddInteger(NativeCalls.sqlite3_value_int64(value));
        else
            sum->AddReal(NativeCalls.sqlite3_value_double_of_text(value));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Finish(nint context)
    {
        var sum = Known(context);
        if (sum is null)
            return;
        if (!sum->TryGetPartial(out var number))
        {
            var bytes = stackalloc byte[NumericSum.PartialLength];
            sum->WritePartial(new Span<byte>(bytes, NumericSum.PartialLength));
            NativeCalls.sqlite3_result_blob(context, bytes, NumericSum.PartialLength, Copy);
        }
        else if (number.Kind == ValueKind.Integer)
        {
            NativeCalls.sqlite3_result_int64(context, number.Integer);
        }
        else
        {
            NativeCalls.sqlite3_result_double(context, number.Real);
        }
    }

    /// <summary>The group's sum; null before its first value. A size of 0 never allocates.</summary>
    private static NumericSum* Known(nint context) => (NumericSum*)NativeCalls.sqlite3_aggregate_context_known(context, 0);

    /// <summary>Null when the engine has no memory, which it then reports itself.</summary>
    private static NumericSum* Make(nint context) => (NumericSum*)NativeCalls.sqlite3_aggregate_context(context, sizeof(NumericSum));
}
