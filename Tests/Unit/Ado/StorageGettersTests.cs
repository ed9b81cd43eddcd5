using Microsoft.Data.Sqlite;
using ShardClient.Values;
using Xunit;

namespace ShardClient.Tests.Unit.Ado;

/// <summary>The same cells read by both providers.</summary>
public sealed class StorageGettersTests
{
    private static readonly StorageGetters Getters = StorageGetters.Instance;

    public static TheoryData<string> Literals =>
        ["0", "1", "255", "-3", "9223372036854775807", "1.5", "-0.25", "1e20", "'text'", "''", "'1'", "'2024-02-03 04:05:06'", "X'0102'", "X''", "2460310.5", "'11111111-2222-3333-4444-555555555555'"];

    [Theory]
    [MemberData(nameof(Literals))]
    public void Every_getter_gives_what_Microsoft_Data_Sqlite_gives(string literal)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {literal}";
        using var reader = command.ExecuteReader();
        reader.Read();
        var row = new OneRow((null, Stored(reader.GetValue(0))));

        Same(() => reader.GetValue(0), () => Getters.GetValue(row, 0));
        Same(() => reader.GetFieldType(0), () => Getters.FieldType(row.Columns[0], row.GetKind(0)));
        Same(() => reader.GetDataTypeName(0), () => Getters.TypeName(row.Columns[0], row.GetKind(0)));
        Same(() => reader.GetString(0), () => Getters.GetString(row, 0));
        Same(() => reader.GetGuid(0), () => Getters.GetGuid(row, 0));
        Same(() => reader.GetFieldValue<byte[]>(0), () => Getters.GetBinary(row, 0));
        if (row.GetKind(0) is ValueKind.Text or ValueKind.Blob)
            return;
        Same(() => reader.GetInt64(0), () => Getters.GetInt64(row, 0));
        Same(() => reader.GetInt32(0), () => Getters.GetInt32(row, 0));
        Same(() => reader.GetByte(0), () => Getters.GetByte(row, 0));
        Same(() => reader.GetBoolean(0), () => Getters.GetBoolean(row, 0));
        Same(() => reader.GetDouble(0), () => Getters.GetDouble(row, 0));
        Same(() => reader.GetFloat(0), () => Getters.GetFloat(row, 0));
        Same(() => reader.GetDecimal(0), () => Getters.GetDecimal(row, 0));
        Same(() => reader.GetTimeSpan(0), () => Getters.GetTimeSpan(row, 0));
    }

    private static void Same<T>(Func<T> theirs, Func<T> ours)
    {
        T expected;
        try
        {
            expected = theirs();
        }
        catch (Exception error)
        {
            Assert.Equal(error.GetType(), Record.Exception(() => ours())?.GetType());
            return;
        }

        Assert.Equal(expected, ours());
    }

    private static Value Stored(object value) => value switch
    {
        long number => Value.FromInteger(number),
        double number => Value.FromReal(number),
        string text => Value.FromText(text),
        _ => Value.FromBlob((byte[])value),
    };
}
