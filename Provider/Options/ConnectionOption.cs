using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ShardClient.Options;

/// <summary>Reads a text into a value; null when it is none.</summary>
internal delegate object? OptionReader(string text);

/// <summary>One key of a connection string: its row in the table that README prints.</summary>
internal abstract class ConnectionOption
{
    public required string Name { get; init; }

    /// <summary>Other spellings; case, spaces and underscores never count.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>One line for README: what it does and its unit.</summary>
    public required string Description { get; init; }

    /// <summary>What may be written, as README and messages say it.</summary>
    public string Allowed => AllowedText();

    public required Func<string> AllowedText { private get; init; }

    /// <summary>The default as a program sees it.</summary>
    public required object? DefaultValue { get; init; }

    public required OptionReader Reader { private get; init; }

    /// <summary>The canonical text of a value.</summary>
    public required Func<object, string> Writer { private get; init; }

    /// <summary>A value's reason to be refused although it is well formed; null when it is fine.</summary>
    public Func<object, string?>? Refusal { private get; init; }

    /// <summary>The default as README says it; empty when there is none.</summary>
    public string DefaultText => DefaultValue is null ? "" : Writer(DefaultValue);

    /// <summary>Reads a text; false with what is wrong with it.</summary>
    public bool TryRead(string text, out object? value, [NotNullWhen(false)] out string? problem)
    {
        value = DefaultValue;
        if (Reader(text.Trim()) is not { } read)
        {
            problem = $"'{Name}' takes {Allowed}, not '{Shown(text)}'.";
            return false;
        }

        problem = Refusal?.Invoke(read);
        value = read;
        return problem is null;
    }

    /// <summary>Turns a program's value (a text too) into the text that a connection string holds.</summary>
    /// <exception cref="ArgumentException">It is none of <see cref="Allowed"/>.</exception>
    public string Write(object value)
    {
        var text = IsTyped(value) ? Writer(value) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (!TryRead(text, out var read, out var problem))
            throw new ArgumentException(problem);
        return Writer(read!);
    }

    protected abstract bool IsTyped(object value);

    /// <summary>A wrong text may be long; the start says enough.</summary>
    private static string Shown(string text) => text.Length <= 64 ? text : $"{text.AsSpan(0, 64)}...";
}

/// <summary>An option and its type. All it does is done once for all types: every one more costs time at the start of a process.</summary>
internal sealed class ConnectionOption<T> : ConnectionOption
{
    public T Default => (T)DefaultValue!;

    protected override bool IsTyped(object value) => value is T;
}
