using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace ShardClient;

/// <summary>The parameters of a command. Names match without their prefix, ignoring case.</summary>
[SuppressMessage("Design", "CA1010", Justification = "DbParameterCollection is untyped.")]
public sealed class ShardParameterCollection : DbParameterCollection
{
    private readonly List<ShardParameter> _parameters = [];

    internal ShardParameterCollection()
    {
    }

    /// <inheritdoc/>
    public override int Count => _parameters.Count;

    /// <inheritdoc/>
    public override object SyncRoot => ((ICollection)_parameters).SyncRoot;

    /// <summary>The parameter at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public new ShardParameter this[int index]
    {
        get => _parameters[index];
        set => _parameters[index] = Own(value);
    }

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="IndexOutOfRangeException">There is none.</exception>
    public new ShardParameter this[string parameterName]
    {
        get => _parameters[Required(parameterName)];
        set => _parameters[Required(parameterName)] = Own(value);
    }

    /// <inheritdoc/>
    public override int Add(object value)
    {
        _parameters.Add(Own(value));
        return _parameters.Count - 1;
    }

    /// <summary>Adds a parameter.</summary>
    /// <returns>The parameter itself.</returns>
    public ShardParameter Add(ShardParameter value)
    {
        _parameters.Add(Own(value));
        return value;
    }

    /// <summary>Adds a parameter with a name and a type.</summary>
    /// <returns>The parameter, whose value is to be set.</returns>
    public ShardParameter Add(string? parameterName, DbType dbType) => Add(new ShardParameter(parameterName, dbType));

    /// <summary>Adds a parameter with a name and a value.</summary>
    public ShardParameter AddWithValue(string? parameterName, object? value) => Add(new ShardParameter(parameterName, value));

    /// <inheritdoc/>
    public override void AddRange(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
            Add(value!);
    }

    /// <inheritdoc/>
    public override void Clear() => _parameters.Clear();

    /// <inheritdoc/>
    public override bool Contains(object value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => _parameters.GetEnumerator();

    /// <inheritdoc/>
    public override int IndexOf(object value) => value is ShardParameter parameter ? _parameters.IndexOf(parameter) : -1;

    /// <inheritdoc/>
    public override int IndexOf(string parameterName) => parameterName is null ? -1 : IndexOfBare(ShardParameter.BareName(parameterName));

    /// <inheritdoc/>
    public override void Insert(int index, object value) => _parameters.Insert(index, Own(value));

    /// <inheritdoc/>
    public override void Remove(object value) => _parameters.Remove(Own(value));

    /// <inheritdoc/>
    public override void RemoveAt(int index) => _parameters.RemoveAt(index);

    /// <inheritdoc/>
    public override void RemoveAt(string parameterName) => _parameters.RemoveAt(Required(parameterName));

    internal IReadOnlyList<ShardParameter> Items => _parameters;

    internal int IndexOfBare(ReadOnlySpan<char> bareName)
    {
        for (var index = 0; index < _parameters.Count; index++)
        {
            if (_parameters[index].IsNamed(bareName))
                return index;
        }

        return -1;
    }

    /// <inheritdoc/>
    protected override DbParameter GetParameter(int index) => _parameters[index];

    /// <inheritdoc/>
    protected override DbParameter GetParameter(string parameterName) => _parameters[Required(parameterName)];

    /// <inheritdoc/>
    protected override void SetParameter(int index, DbParameter value) => _parameters[index] = Own(value);

    /// <inheritdoc/>
    protected override void SetParameter(string parameterName, DbParameter value) => _parameters[Required(parameterName)] = Own(value);

    private int Required(string parameterName) => IndexOf(parameterName) is var index and >= 0
        ? index
#pragma warning disable CA2201 // The exception that ADO.NET's callers expect here.
        : throw new IndexOutOfRangeException($"No parameter is named '{parameterName}'.");
#pragma warning restore CA2201

    private static ShardParameter Own(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value as ShardParameter
            ?? throw new InvalidCastException($"The collection takes ShardParameter only, not {value.GetType()}.");
    }
}
