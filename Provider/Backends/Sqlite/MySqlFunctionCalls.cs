using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ShardClient.Values;
using ShardClient.Values.MySql;
using SQLitePCL;

namespace ShardClient.Backends.Sqlite;

/// <summary>
/// Gives a session the functions of <see cref="MySqlFunctions"/>. It is done before the application's own are made, which take the place of those that
/// have their name.
/// </summary>
internal static unsafe class MySqlFunctionCalls
{
    private const int Utf8 = 1;

    private const int Deterministic = 0x800;

    // It only reads its arguments, so a view or trigger may call it whatever the schema is trusted with.
    private const int Innocuous = 0x200000;

    /// <summary>SQLITE_TRANSIENT: the engine copies the bytes at once.</summary>
    private const nint Copy = -1;

    private static readonly (byte[] Name, int Arguments, MySqlFunctionBody Body)[] Forms =
    [
        .. from function in MySqlFunctions.All
           from count in function.Most < 0 ? [-1] : Enumerable.Range(function.Least, function.Most - function.Least + 1)
           select (Encoding.ASCII.GetBytes(function.Name + '\0'), count, function.Body),
    ];

    public static void Register(DatabaseHandle database)
    {
        for (var index = 0; index < Forms.Length; index++)
        {
            fixed (byte* name = Forms[index].Name)
            {
                var code = NativeCalls.sqlite3_create_function_v2(
                    database.Pointer, name, Forms[index].Arguments, Utf8 | Deterministic | Innocuous, index, (nint)(delegate* unmanaged[Cdecl]<nint, int, nint*, void>)&Call, null, null, 0);
                if (code != raw.SQLITE_OK)
                    throw new InvalidOperationException($"The engine refused a function with code {code}.");
            }
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Call(nint context, int count, nint* arguments)
    {
        try
        {
            var values = new Value[count];
            for (var index = 0; index < count; index++)
                values[index] = Read(arguments[index]);
            Answer(context, Forms[(int)NativeCalls.sqlite3_user_data(context)].Body(values));
        }
#pragma warning disable CA1031 // An exception must not cross the engine; it becomes the statement's error.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            var message = Encoding.UTF8.GetBytes(problem.Message);
            fixed (byte* text = message)
                NativeCalls.sqlite3_result_error(context, text, message.Length);
        }
    }

    private static Value Read(nint value)
    {
        switch (NativeCalls.sqlite3_value_type(value))
        {
            case raw.SQLITE_INTEGER:
                return Value.FromInteger(NativeCalls.sqlite3_value_int64(value));
            case raw.SQLITE_FLOAT:
                return Value.FromReal(NativeCalls.sqlite3_value_double(value));
            case raw.SQLITE_TEXT:
                var text = NativeCalls.sqlite3_value_text(value);
                return Value.FromText(Encoding.UTF8.GetString(text, NativeCalls.sqlite3_value_bytes(value)));
            case raw.SQLITE_BLOB:
                var bytes = NativeCalls.sqlite3_value_blob(value);
                return Value.FromBlob(new ReadOnlySpan<byte>(bytes, NativeCalls.sqlite3_value_bytes(value)).ToArray());
            default:
                return Value.Null;
        }
    }

    private static void Answer(nint context, Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Integer:
                NativeCalls.sqlite3_result_int64(context, value.Integer);
                break;
            case ValueKind.Real:
                NativeCalls.sqlite3_result_double(context, value.Real);
                break;
            case ValueKind.Text:
                var bytes = value.ToUtf8().Bytes.Span;
                fixed (byte* text = bytes)
                    NativeCalls.sqlite3_result_text(context, bytes.IsEmpty ? Empty : text, bytes.Length, Copy);
                break;
            default:
                NativeCalls.sqlite3_result_null(context);
                break;
        }
    }

    /// <summary>A pointer that is not null, which would be NULL.</summary>
    private static byte* Empty => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference("\0"u8));
}
