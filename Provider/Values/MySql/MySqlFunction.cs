namespace ShardClient.Values.MySql;

/// <summary>What a function makes of its arguments. Throws <see cref="MySqlFunctionException"/> for a value of which MySQL's answer is not known here.</summary>
internal delegate Value MySqlFunctionBody(ReadOnlySpan<Value> arguments);

/// <summary>
/// A function of MySQL that SQLite does not have, computed as MySQL computes it over values as SQLite keeps them (a moment is a text). The answer follows
/// from the arguments alone.
/// </summary>
/// <param name="Name">In lower case; one that begins with <see cref="MySqlFunctions.OwnPrefix"/> stands for something that is no call in MySQL.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments; -1 for any number.</param>
internal sealed record MySqlFunction(string Name, int Least, int Most, MySqlFunctionBody Body)
{
    /// <summary>What most functions do: an argument that is NULL makes the answer NULL.</summary>
    public static MySqlFunction OfValues(string name, int least, int most, MySqlFunctionBody body) => new(name, least, most, arguments =>
    {
        foreach (var argument in arguments)
        {
            if (argument.IsNull)
                return Value.Null;
        }

        return body(arguments);
    });
}

/// <summary>A value that the function does not take as MySQL takes it. The message names function and value's kind, never the value.</summary>
#pragma warning disable CA1032, CA1064 // never leaves a function's call
internal sealed class MySqlFunctionException(string problem) : Exception(problem);
#pragma warning restore CA1032, CA1064
