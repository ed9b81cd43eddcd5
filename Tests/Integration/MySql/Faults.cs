using System.Text;

namespace ShardClient.Tests.Integration.MySql;

/// <summary>What a <see cref="Relay"/> may do to what passes through it, each once; everything after it is passed on as it is.</summary>
internal static class Faults
{
    /// <summary>After so many bytes.</summary>
    public static Func<byte[], Passed> After(int bytes, Fate fate)
    {
        var left = bytes;
        return Once(piece =>
        {
            if (piece.Length < left)
            {
                left -= piece.Length;
                return null;
            }

            return new Passed(piece[..left], fate);
        });
    }

    /// <summary>After the piece that holds a text; what was before it on the same connection has passed.</summary>
    /// <param name="passes">Whether the piece itself reaches the other end.</param>
    public static Func<byte[], Passed> At(string text, Fate fate, bool passes)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Once(piece => piece.AsSpan().IndexOf(bytes) < 0 ? null : new Passed(passes ? piece : [], fate));
    }

    /// <summary>Has the server's words meet a fault from when a client says a text, which reaches the server.</summary>
    public static void WhenSaid(this Relay relay, string text, Func<byte[], Passed> answers)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        relay.Commands = Once(piece =>
        {
            if (piece.AsSpan().IndexOf(bytes) < 0)
                return null;
            relay.Answers = answers;
            return new Passed(piece);
        });
    }

    /// <summary>The byte after so many others is another one.</summary>
    public static Func<byte[], Passed> Changing(int offset, Func<byte, byte> change)
    {
        var left = offset;
        return Once(piece =>
        {
            if (piece.Length <= left)
            {
                left -= piece.Length;
                return null;
            }

            piece[left] = change(piece[left]);
            return new Passed(piece);
        });
    }

    /// <summary>Bytes that nobody sent come after so many others.</summary>
    public static Func<byte[], Passed> Inserting(int offset, byte[] bytes)
    {
        var left = offset;
        return Once(piece =>
        {
            if (piece.Length < left)
            {
                left -= piece.Length;
                return null;
            }

            return new Passed([.. piece[..left], .. bytes, .. piece[left..]]);
        });
    }

    /// <param name="fault">Null while its time has not come.</param>
    private static Func<byte[], Passed> Once(Func<byte[], Passed?> fault)
    {
        var gate = new Lock();
        var hasHappened = false;
        return piece =>
        {
            lock (gate)
            {
                if (hasHappened || fault(piece) is not { } passed)
                    return new Passed(piece);
                hasHappened = true;
                return passed;
            }
        };
    }
}
