using System.Text;

namespace ShardClient.Tests.Oracle.Tpch.Generating;

/// <summary>Comments: pieces of one long text of sentences, as the specification makes them (clause 4.2.2.10).</summary>
internal sealed class CommentText
{
    private const int PoolLength = 2 << 20;
    private const string AddressCharacters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ, ";

    private readonly string _pool;

    public CommentText(ulong seed)
    {
        var random = new RowRandom(seed, (TpchTable)(-1), 0);
        var pool = new StringBuilder(PoolLength + 200);
        while (pool.Length < PoolLength)
            AppendSentence(pool, ref random);
        _pool = pool.ToString();
    }

    /// <summary>A piece whose length is random between the bounds.</summary>
    public string Piece(ref RowRandom random, int shortest, int longest)
    {
        var length = (int)random.Between(shortest, longest);
        return _pool.Substring((int)random.Between(0, _pool.Length - length), length);
    }

    /// <summary>A random string without words.</summary>
    public static string Address(ref RowRandom random)
    {
        Span<char> characters = stackalloc char[(int)random.Between(10, 40)];
        foreach (ref var character in characters)
            character = AddressCharacters[(int)random.Between(0, AddressCharacters.Length - 1)];
        return new string(characters);
    }

    private static void AppendSentence(StringBuilder pool, ref RowRandom random)
    {
        AppendNounPhrase(pool, ref random);
        pool.Append(' ').Append(random.OneOf(Words.Verbs));
        if (random.Between(0, 1) == 0)
            pool.Append(' ').Append(random.OneOf(Words.Adverbs));
        if (random.Between(0, 2) > 0)
        {
            pool.Append(' ').Append(random.OneOf(Words.Prepositions)).Append(" the ");
            AppendNounPhrase(pool, ref random);
        }

        pool.Append(random.OneOf([".", ".", ".", ";", ":", "?", "!", "--"])).Append(' ');
    }

    private static void AppendNounPhrase(StringBuilder pool, ref RowRandom random)
    {
        if (random.Between(0, 3) == 0)
            pool.Append(random.OneOf(Words.Adverbs)).Append(' ');
        if (random.Between(0, 2) > 0)
            pool.Append(random.OneOf(Words.Adjectives)).Append(' ');
        pool.Append(random.OneOf(Words.Nouns));
    }
}
