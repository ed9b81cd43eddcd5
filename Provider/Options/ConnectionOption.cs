using System.Diagnostics.CodeAnalysis;

namespace ShardClient.Options;

/// <summary>One key of a connection string: its row in the table that README prints.</summary>
internal abstract class ConnectionOption
{
    public required string Name { get; init; }

    /// <summary>Other spellings; case, spaces and underscores never count.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>One line for README: what it does and its unit.</summary>
    public required string Description { get; init; }

    /// <summary>What may be written, as README and messages say it.</summary>
    public required string Allowed { get; init; }

    /// <summary>The default as README says it; empty when there is none.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The default as a program sees it.</summary>
    public abstract object? DefaultValue { get; }

    /// <summary>Reads a text; false with what is wrong with it.</summary>
    public abstract bool TryRead(string text, out object? value, [NotNullWhen(false)] out string? problem);

    /// <summary>Turns a program's value (a text too) into the text that a connection string holds.</summary>
    /// <exception cref="ArgumentException">It is none of <see cref="Allowed"/>.</exception>
    public abstract string Write(object value);
}

/// <summary>Reads a text into a value; false when it is none.</summary>
internal delegate bool OptionReader<T>(string text, [MaybeNullWhen(false)] out T value);

/// <inheritdoc/>
internal sealed class ConnectionOption<T> : ConnectionOption
{
    public required T Default { get; init; }

    public required OptionReader<T> Reader { get; init; }

    /// <summary>The canonical text of a value.</summary>
    public required Func<T, string> Writer { get; init; }

    /// <summary>A value's reason to be refused although it is well formed; null when it is fine.</summary>
    public Func<T, string?> Refusal { get; init; } = static _ => null;

    public override string DefaultText => Default is null ? "" : Writer(Default);

    public override object? DefaultValue => Default;

    public override bool TryRead(string text, out object? value, [NotNullWhen(false)] out string? problem)
    {
        value = Default;
        if (!Reader(text.Trim(), out var read))
        {
            problem = $"'{Name}' takes {Allowed}, not '{Shown(text)}'.";
            return false;
        }

        problem = Refusal(read);
        value = read;
        return problem is null;
    }

    public override string Write(object value)
    {
        var text = value is T typed ? Writer(typed) : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        if (!TryRead(text, out var read, out var problem))
            throw new ArgumentException(problem);
        return Writer((T)read!);
    }

    /// <summary>A wrong text may be long; the start says enough.</summary>
    private static string Shown(string text) => text.Length <= 64 ? text : $"{text.AsSpan(0, 64)}...";
}
