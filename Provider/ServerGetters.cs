using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient;

/// <summary>What a reader gives of MySQL and MariaDB: by the columns' declarations, and where drivers differ as MySqlConnector does.</summary>
internal sealed class ServerGetters : DeclaredGetters
{
    private static readonly ServerGetters WithGuids = new(readsGuids: true);
    private static readonly ServerGetters WithoutGuids = new(readsGuids: false);

    private readonly bool _readsGuids;

    private ServerGetters(bool readsGuids) => _readsGuids = readsGuids;

    public static ServerGetters Of(ServerGuidFormat format) => format == ServerGuidFormat.Char36 ? WithGuids : WithoutGuids;

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)]
    public override Type FieldType(ColumnMetadata column, ValueKind seen) => IsPlainText(column) ? typeof(string) : base.FieldType(column, seen);

    public override object GetValue(RowCursor rows, int ordinal) =>
        IsPlainText(rows.Columns[ordinal]) && rows.GetKind(ordinal) == ValueKind.Text ? rows.GetText(ordinal) : base.GetValue(rows, ordinal);

    public override string GetString(RowCursor rows, int ordinal) =>
        IsPlainText(rows.Columns[ordinal]) && rows.GetKind(ordinal) == ValueKind.Text ? rows.GetText(ordinal) : base.GetString(rows, ordinal);

    public override char GetChar(RowCursor rows, int ordinal) =>
        rows.GetKind(ordinal) == ValueKind.Text && rows.GetBytes(ordinal).IsEmpty ? throw Mismatch(rows, ordinal, "a Char") : base.GetChar(rows, ordinal);

    /// <summary>True for a CHAR(36) that is to be no GUID. MariaDB's UUID always is one.</summary>
    private bool IsPlainText(ColumnMetadata column) => !_readsGuids && column.DeclaredType == ColumnTypes.GuidText;
}
