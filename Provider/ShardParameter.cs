using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using ShardClient.Values;

namespace ShardClient;

/// <summary>A value of a command, by name or by position.</summary>
public sealed class ShardParameter : DbParameter
{
    private string _name = "";
    private string _sourceColumn = "";
    private DbType? _dbType;
    private ParameterDirection? _direction;
    private int? _size;

    /// <summary>Creates a parameter without name and value.</summary>
    public ShardParameter()
    {
    }

    /// <summary>Creates a parameter.</summary>
    /// <param name="parameterName">The name, with or without its prefix (<c>@</c>, <c>$</c>, <c>:</c>).</param>
    /// <param name="value">The value; <see cref="DBNull.Value"/> for NULL.</param>
    public ShardParameter(string? parameterName, object? value)
    {
        ParameterName = parameterName;
        Value = value;
    }

    /// <summary>Creates a parameter of a type.</summary>
    /// <param name="parameterName">The name, with or without its prefix (<c>@</c>, <c>$</c>, <c>:</c>).</param>
    /// <param name="dbType">The type.</param>
    public ShardParameter(string? parameterName, DbType dbType)
    {
        ParameterName = parameterName;
        DbType = dbType;
    }

    /// <summary>The type that was set, else <see cref="DbType.String"/>. A value is sent as its own type unless this says how to write it (a Guid as Binary, a DateTime as Date).</summary>
    public override DbType DbType
    {
        get => _dbType ?? DbType.String;
        set => _dbType = value;
    }

    /// <summary>
    /// Which way the value goes. Others than <see cref="ParameterDirection.Input"/> are for stored procedures and functions of MySQL and MariaDB
    /// (<see cref="CommandType.StoredProcedure"/>): they have their value once the results before them were read, or the reader is closed.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no direction.</exception>
    public override ParameterDirection Direction
    {
        get => _direction ?? ParameterDirection.Input;
        set => _direction = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It is no direction of a parameter.");
    }

    /// <inheritdoc/>
    public override bool IsNullable { get; set; }

    /// <inheritdoc/>
    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set => _name = value ?? "";
    }

    /// <summary>
    /// The most characters of text or bytes of a blob that are sent; the rest is cut off. 0 and -1 send all. While none was set it is the value's own,
    /// as with Microsoft.Data.Sqlite, so that what logs parameters shows it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than -1.</exception>
    public override int Size
    {
        get => _size ?? Value switch
        {
            string text => text.Length,
            byte[] bytes => bytes.Length,
            _ => 0,
        };
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, -1);
            _size = value;
        }
    }

    /// <inheritdoc/>
    [AllowNull]
    public override string SourceColumn
    {
        get => _sourceColumn;
        set => _sourceColumn = value ?? "";
    }

    /// <inheritdoc/>
    public override bool SourceColumnNullMapping { get; set; }

    /// <inheritdoc/>
    public override DataRowVersion SourceVersion { get; set; } = DataRowVersion.Current;

    /// <inheritdoc/>
    public override byte Precision { get; set; }

    /// <inheritdoc/>
    public override byte Scale { get; set; }

    /// <summary>The value; <see cref="DBNull.Value"/> for NULL. Null means that none was set, which is an error at execution.</summary>
    public override object? Value { get; set; }

    /// <summary>The type that was set; null when the value's own counts.</summary>
    internal DbType? ExplicitType => _dbType;

    /// <summary>The direction that was set; null when a procedure's own counts.</summary>
    internal ParameterDirection? ExplicitDirection => _direction;

    /// <summary>Names match without their prefix, ignoring case.</summary>
    internal bool IsNamed(ReadOnlySpan<char> bareName) => BareName(_name).Equals(bareName, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name without <c>@</c>, <c>$</c>, <c>:</c> or <c>?</c>.</summary>
    internal static ReadOnlySpan<char> BareName(string name) => name is [var first, ..] && first is '@' or '$' or ':' or '?' ? name.AsSpan(1) : name;

    /// <summary>The value as the engine takes it.</summary>
    /// <exception cref="InvalidOperationException">None was set, its type has no mapping, or the parameter is to give one back.</exception>
    internal Value Encode(EngineKind engine = EngineKind.Sqlite) => Direction == ParameterDirection.Input
        ? EncodeInput(engine)
        : throw new InvalidOperationException(
            $"Parameter '{_name}' has the direction {Direction}, and a statement's text takes values only. Call a stored procedure by CommandType.StoredProcedure, or return values as rows (SELECT, RETURNING).");

    /// <summary>The same for a procedure's parameter, whatever its direction.</summary>
    internal Value EncodeInput(EngineKind engine) => engine == EngineKind.MySql
        ? ServerParameterEncoding.Encode(Value, _dbType, _size ?? 0, _name)
        : ParameterEncoding.Encode(Value, _dbType, _size ?? 0, _name);

    /// <inheritdoc/>
    public override void ResetDbType() => _dbType = null;

    /// <summary>The name.</summary>
    public override string ToString() => _name;

    internal ShardParameter Clone() => new()
    {
        _name = _name,
        _sourceColumn = _sourceColumn,
        _dbType = _dbType,
        _direction = _direction,
        _size = _size,
        IsNullable = IsNullable,
        SourceColumnNullMapping = SourceColumnNullMapping,
        SourceVersion = SourceVersion,
        Precision = Precision,
        Scale = Scale,
        Value = Value,
    };
}
