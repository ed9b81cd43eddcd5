using System.Data;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Storage.Internal;

/// <summary>
/// A ulong as SQLite's 64-bit integer of the same bits, as EF Core's SQLite provider stores it. The ADO.NET provider refuses the upper half rather than
/// storing a negative number unasked; a mapped property asks.
/// </summary>
public class ShardClientULongTypeMapping : SqliteULongTypeMapping
{
    private static readonly MethodInfo GetInt64 = typeof(DbDataReader).GetMethod(nameof(DbDataReader.GetInt64))!;

    /// <summary>Creates the mapping to a column type.</summary>
    public ShardClientULongTypeMapping(string storeType, DbType? dbType = System.Data.DbType.UInt64)
        : base(storeType, dbType)
    {
    }

    /// <summary>Copies a mapping.</summary>
    protected ShardClientULongTypeMapping(RelationalTypeMappingParameters parameters)
        : base(parameters)
    {
    }

    /// <summary>The mapping to INTEGER.</summary>
    public static new ShardClientULongTypeMapping Default { get; } = new("INTEGER");

    /// <inheritdoc/>
    public override MethodInfo GetDataReaderMethod() => GetInt64;

    /// <inheritdoc/>
    public override Expression CustomizeDataReaderExpression(Expression expression) => Expression.Convert(expression, typeof(ulong));

    /// <inheritdoc/>
    protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new ShardClientULongTypeMapping(parameters);

    /// <inheritdoc/>
    protected override void ConfigureParameter(DbParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.Value is ulong value)
            (parameter.Value, parameter.DbType) = (unchecked((long)value), System.Data.DbType.Int64);
    }
}
