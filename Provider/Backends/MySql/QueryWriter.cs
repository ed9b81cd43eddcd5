using ShardClient.Values;
using ShardClient.Wire.Framing;
using ShardClient.Wire.Packets;

namespace ShardClient.Backends.MySql;

/// <summary>Writes a text with its parameters' values in it.</summary>
internal static class QueryWriter
{
    /// <param name="first">A statement of ours that runs first; null for none.</param>
    /// <param name="second">One that runs after it; null for none.</param>
    /// <exception cref="ShardException">InvalidParameter: too many or too few values; NotSupported: letters that the session would misread.</exception>
    public static void Write(MySqlLink link, SessionStatement statement, ReadOnlySpan<Value> inputs, string? first = null, string? second = null)
    {
        var writer = link.Channel.StartCommand();
        WritePayload(writer, link, statement, inputs, first, second);
        writer.End();
    }

    /// <summary>Writes the command into a packet that was begun.</summary>
    /// <exception cref="ShardException">InvalidParameter: too many or too few values; NotSupported: letters that the session would misread.</exception>
    public static void WritePayload(PacketWriter writer, MySqlLink link, SessionStatement statement, ReadOnlySpan<Value> inputs, string? first = null, string? second = null)
    {
        RefuseForeignLetters(link, statement.Text);
        writer.WriteByte((byte)CommandCode.Query);
        WriteOurs(writer, first);
        WriteOurs(writer, second);

        if (statement.Inputs.Length == 0)
            writer.WriteText(statement.Text);
        else
            WriteWithValues(writer, link, statement, inputs);
    }

    private static void WriteOurs(PacketWriter writer, string? statement)
    {
        if (statement is null)
            return;
        writer.WriteText(statement);
        writer.WriteByte((byte)';');
    }

    public static ShardException WrongParameterCount(MySqlEndpoint endpoint, int found, int given) => MySqlErrors.Refused(
        endpoint,
        ShardErrorCode.InvalidParameter,
        $"the statement has {found} parameters, but {given} were given.",
        "Give each parameter of the text exactly one value.");

    private static void WriteWithValues(PacketWriter writer, MySqlLink link, SessionStatement statement, ReadOnlySpan<Value> inputs)
    {
        var text = statement.Text.AsSpan();
        var places = new Placeholders(text, link.NoBackslashEscapes);
        var escapes = Escapes(link, text);
        var start = 0;
        var count = 0;
        for (int place; (place = places.Next()) >= 0; start = place + 1)
        {
            writer.WriteText(text[start..place]);
            if (count < statement.Inputs.Length)
                ParameterText.Write(writer, inputs[statement.Inputs[count]], escapes);
            count++;
        }

        if (count != statement.Inputs.Length)
            throw WrongParameterCount(link.Endpoint, count, statement.Inputs.Length);
        writer.WriteText(text[start..]);
    }

    // A text that sets the mode before it uses a value would be read under another one than it was written for.
    private static bool? Escapes(MySqlLink link, ReadOnlySpan<char> text)
    {
        var isChanged = Has(text, "SET") && (Has(text, "sql_mode") || Has(text, "names") || Has(text, "character"));
        return link.TakesUtf8 && !isChanged ? !link.NoBackslashEscapes : null;
    }

    private static bool Has(ReadOnlySpan<char> text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static void RefuseForeignLetters(MySqlLink link, string text)
    {
        if (!link.TakesUtf8 && !System.Text.Ascii.IsValid(text))
        {
            throw MySqlErrors.Refused(
                link.Endpoint,
                ShardErrorCode.NotSupported,
                "the session's character_set_client was changed, and the statement holds letters that it would misread.",
                "Say SET NAMES utf8mb4 first, or send them as parameters.");
        }
    }
}
