using System.Globalization;
using ShardClient.Execution;
using ShardClient.Values;

namespace ShardClient;

/// <summary>Finds the value of each parameter that a statement names.</summary>
internal static class ParameterBinding
{
    /// <param name="values">One place per parameter of the statement.</param>
    /// <param name="position">The next parameter that an unnamed <c>?</c> takes; counts through all statements of a text.</param>
    /// <exception cref="InvalidOperationException">A parameter is missing or has no value, or names and <c>?</c> are mixed.</exception>
    public static void Bind(PreparedStatement statement, ShardParameterCollection parameters, Span<Value> values, ref int position)
    {
        var names = statement.Parameters;
        var (named, unnamed) = (false, false);
        for (var ordinal = 0; ordinal < names.Count; ordinal++)
        {
            if (names[ordinal] is not { } name)
            {
                values[ordinal] = Value.Null;
                continue;
            }

            var isUnnamed = name.Length == 1;
            named |= !isUnnamed;
            unnamed |= isUnnamed;
            if (named && unnamed)
                throw new InvalidOperationException("The text mixes '?' and named parameters. Use one style: which value a '?' means would be a guess.");
            values[ordinal] = (isUnnamed ? Next(parameters, ref position) : Named(parameters, name, ordinal)).Encode(statement.Engine);
        }
    }

    private static ShardParameter Next(ShardParameterCollection parameters, ref int position) => position < parameters.Count
        ? parameters[position++]
        : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture,
            $"The text has more '?' than the command has parameters ({parameters.Count}). Add the missing ones in the order of the text."));

    private static ShardParameter Named(ShardParameterCollection parameters, string name, int ordinal)
    {
        var bare = ShardParameter.BareName(name);
        if (ordinal < parameters.Count && parameters[ordinal].IsNamed(bare))
            return parameters[ordinal];
        var index = parameters.IndexOfBare(bare);
        if (index < 0 && name[0] == '?' && int.TryParse(bare, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= parameters.Count)
            index = number - 1;
        return index >= 0
            ? parameters[index]
            : throw new InvalidOperationException($"The text names parameter '{name}' and the command has none of that name. Add it to Parameters.");
    }
}
