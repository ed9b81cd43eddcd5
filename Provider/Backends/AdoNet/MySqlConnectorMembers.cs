using System.Data.Common;
using System.Globalization;
using System.Reflection;

namespace ShardClient.Backends.AdoNet;

/// <summary>
/// What MySqlConnector offers beside ADO.NET's own members and what can be had in no other way without a round trip or a loss. The types stand here as constants,
/// so that trimming keeps these members; where the driver is another one, there are none.
/// </summary>
internal static class MySqlConnectorMembers
{
    private static readonly PropertyInfo? InsertedId = Type.GetType("MySqlConnector.MySqlCommand, MySqlConnector")?.GetProperty("LastInsertedId");

    private static readonly MethodInfo? WideDecimal = Type.GetType("MySqlConnector.MySqlDataReader, MySqlConnector")?.GetMethod("GetMySqlDecimal", [typeof(int)]);

    private static readonly Type? MomentType = Type.GetType("MySqlConnector.MySqlDateTime, MySqlConnector");

    private static readonly PropertyInfo? Year = Type.GetType("MySqlConnector.MySqlDateTime, MySqlConnector")?.GetProperty("Year");

    private static readonly PropertyInfo? Month = Type.GetType("MySqlConnector.MySqlDateTime, MySqlConnector")?.GetProperty("Month");

    private static readonly PropertyInfo? Day = Type.GetType("MySqlConnector.MySqlDateTime, MySqlConnector")?.GetProperty("Day");

    /// <summary>The key that the command's INSERT made; 0 when it made none, null when the driver does not say.</summary>
    public static long? LastInsertId(DbCommand command) =>
        InsertedId is not null && InsertedId.DeclaringType!.IsInstanceOfType(command) ? (long?)InsertedId.GetValue(command) : null;

    /// <summary>The digits of a DECIMAL that .NET's decimal would round; null when the driver does not give them.</summary>
    public static string? Digits(DbDataReader reader, int column) => WideDecimal is not null && WideDecimal.DeclaringType!.IsInstanceOfType(reader)
        ? Convert.ToString(WideDecimal.Invoke(reader, [column]), CultureInfo.InvariantCulture)
        : null;

    public static bool IsMoment(object value) => MomentType is not null && MomentType.IsInstanceOfType(value);

    /// <summary>The date of a value that .NET has no date for: <c>0000-00-00</c>, <c>2026-00-00</c>.</summary>
    public static (int Year, int Month, int Day) Date(object value) =>
        ((int)Year!.GetValue(value)!, (int)Month!.GetValue(value)!, (int)Day!.GetValue(value)!);
}
