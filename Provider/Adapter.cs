using System.Data;
using System.Data.Common;
using System.Globalization;

namespace ShardClient;

/// <summary>Fills and updates a <see cref="DataTable"/>; all of it is the base class.</summary>
internal sealed class Adapter : DbDataAdapter;

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

    protected override void SetRowUpdatingHandler(DbDataAdapter adapter)
    {
        // The adapter asks its command builder by the commands it was given; there is no event to join.
    }
}
