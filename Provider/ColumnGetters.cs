using System.Diagnostics.CodeAnalysis;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <summary>How a reader turns the engine's values into .NET's: by the columns' declarations, or on SQLite by storage class (<c>Sqlite Types</c>).</summary>
internal abstract class ColumnGetters
{
    public static ColumnGetters Of(ClusterRuntime runtime) => runtime.Engine == EngineKind.MySql
        ? ServerGetters.Of(runtime.Settings.GuidFormat)
        : runtime.Settings.SqliteTypes == SqliteTypeSource.Storage ? StorageGetters.Instance : DeclaredGetters.Instance;

    /// <summary>The type of a column. The kind is that of the first value that is not NULL; NULL when none was seen.</summary>
    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public abstract Type FieldType(ColumnMetadata column, ValueKind seen);

    public abstract string TypeName(ColumnMetadata column, ValueKind seen);

    /// <summary>True when a column's type does not depend on its values.</summary>
    public abstract bool IsFixed(ColumnMetadata column);

    public abstract object GetValue(RowCursor rows, int ordinal);

    public abstract bool GetBoolean(RowCursor rows, int ordinal);

    public abstract char GetChar(RowCursor rows, int ordinal);

    public abstract sbyte GetSByte(RowCursor rows, int ordinal);

    public abstract byte GetByte(RowCursor rows, int ordinal);

    public abstract short GetInt16(RowCursor rows, int ordinal);

    public abstract ushort GetUInt16(RowCursor rows, int ordinal);

    public abstract int GetInt32(RowCursor rows, int ordinal);

    public abstract uint GetUInt32(RowCursor rows, int ordinal);

    public abstract long GetInt64(RowCursor rows, int ordinal);

    public abstract ulong GetUInt64(RowCursor rows, int ordinal);

    public abstract float GetFloat(RowCursor rows, int ordinal);

    public abstract double GetDouble(RowCursor rows, int ordinal);

    public abstract decimal GetDecimal(RowCursor rows, int ordinal);

    public abstract string GetString(RowCursor rows, int ordinal);

    public abstract Guid GetGuid(RowCursor rows, int ordinal);

    public abstract DateTime GetDateTime(RowCursor rows, int ordinal);

    public abstract DateTimeOffset GetDateTimeOffset(RowCursor rows, int ordinal);

    public abstract DateOnly GetDateOnly(RowCursor rows, int ordinal);

    public abstract TimeOnly GetTimeOnly(RowCursor rows, int ordinal);

    public abstract TimeSpan GetTimeSpan(RowCursor rows, int ordinal);

    /// <summary>The bytes of a blob, and of what else this reading takes for one.</summary>
    public abstract byte[] GetBinary(RowCursor rows, int ordinal);

    /// <summary>A stream over <see cref="GetBinary"/>.</summary>
    public abstract Stream GetStream(RowCursor rows, int ordinal);

    public abstract TextReader GetTextReader(RowCursor rows, int ordinal);
}
