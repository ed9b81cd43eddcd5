using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ShardClient.EntityFrameworkCore.Metadata.Internal;

/// <summary>Values of sharding keys as their columns keep them, so that a key has one form wherever it is asked for.</summary>
internal static class ShardKeyValues
{
    /// <param name="property">The sharding key.</param>
    /// <param name="value">A value of the property, or one that converts to its type (an int for a long).</param>
    public static object? Stored(IProperty property, object? value)
    {
        var mapping = property.GetRelationalTypeMapping();
        if (value is not null && (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is var type && !type.IsInstanceOfType(value) && value is IConvertible)
            value = Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);
        return mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }
}
