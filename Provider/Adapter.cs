using System.Data;
using System.Data.Common;
using System.Globalization;

namespace ShardClient;

/// <summary>Fills and updates a <see cref="DataTable"/>; the base class does it, and asks here for a row's command.</summary>
internal sealed class Adapter : DbDataAdapter
{
    /// <summary>Before a changed row is written: a command builder gives the command.</summary>
    public event EventHandler<RowUpdatingEventArgs>? RowUpdating;

    protected override void OnRowUpdating(RowUpdatingEventArgs value) => RowUpdating?.Invoke(this, value);
}

/// <summary>Writes an adapter's INSERT, UPDATE and DELETE from its SELECT.</summary>
internal sealed class AdapterCommandBuilder : DbCommandBuilder
{
    public AdapterCommandBuilder()
    {
        QuotePrefix = "\"";
        QuoteSuffix = "\"";
    }

    public override string QuoteIdentifier(string unquotedIdentifier)
    {
        ArgumentNullException.ThrowIfNull(unquotedIdentifier);
        return $"\"{unquotedIdentifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    public override string UnquoteIdentifier(string quotedIdentifier)
    {
        ArgumentNullException.ThrowIfNull(quotedIdentifier);
        return quotedIdentifier is ['"', .., '"'] ? quotedIdentifier[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : quotedIdentifier;
    }

    protected override void ApplyParameterInfo(DbParameter parameter, DataRow row, StatementType statementType, bool whereClause)
    {
        // The value's own type is sent; nothing of the schema row is needed.
    }

    protected override string GetParameterName(int parameterOrdinal) => string.Create(CultureInfo.InvariantCulture, $"@p{parameterOrdinal}");

    protected override string GetParameterName(string parameterName) => $"@{parameterName}";

    protected override string GetParameterPlaceholder(int parameterOrdinal) => GetParameterName(parameterOrdinal);

    /// <summary>Called once to join an adapter and again to leave it.</summary>
    protected override void SetRowUpdatingHandler(DbDataAdapter adapter)
    {
        if (adapter is not Adapter ours)
            throw new ArgumentException($"The adapter is a {adapter?.GetType()}: take one from ShardClientFactory.", nameof(adapter));
        if (ReferenceEquals(adapter, DataAdapter))
            ours.RowUpdating -= OnRowUpdating;
        else
            ours.RowUpdating += OnRowUpdating;
    }

    private void OnRowUpdating(object? sender, RowUpdatingEventArgs row) => RowUpdatingHandler(row);
}
