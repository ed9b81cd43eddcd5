using ShardClient.Values;

namespace ShardClient.Merging;

/// <summary>
/// A tree of losers over the shards' current rows: the next winner costs log2(shards) comparisons. Of each row the keys are cached as they are
/// needed (a number whole, of a text its first eight bytes in collation order), so that most comparisons ask no cursor. Ties go to the earlier shard.
/// </summary>
internal sealed class ShardTournament
{
    /// <summary>A rank that comes after every row.</summary>
    private const byte Ended = byte.MaxValue;

    private readonly RowCursor[] _shards;

    private readonly MergeKey[] _keys;

    private readonly CachedKey[] _cache;

    /// <summary>How many keys of each shard's row are in the cache.</summary>
    private readonly int[] _cached;

    /// <summary>The loser at each inner node; node n's children are 2n and 2n + 1, the leaf of shard s is node count + s.</summary>
    private readonly int[] _losers;

    public ShardTournament(RowCursor[] shards, MergeKey[] keys)
    {
        _shards = shards;
        _keys = keys;
        _cache = new CachedKey[shards.Length * Math.Max(1, keys.Length)];
        _cached = new int[shards.Length];
        _losers = new int[shards.Length];
    }

    public int Winner { get; private set; }

    /// <summary>False when every shard has ended.</summary>
    public bool HasWinner => !_cache[Winner * Stride].IsEnded;

    private int Stride => Math.Max(1, _keys.Length);

    /// <summary>Says that a shard has moved to its next row, or to its end.</summary>
    public void SetRow(int shard, bool hasRow)
    {
        if (hasRow)
        {
            _cached[shard] = 0;
            Cache(shard);
        }
        else
        {
            _cached[shard] = int.MaxValue;
            _cache[shard * Stride] = new CachedKey(Ended, 0);
        }
    }

    /// <summary>Plays all matches: once every shard has its first row.</summary>
    public void Start() => Winner = _shards.Length == 1 ? 0 : Play(1);

    /// <summary>Plays the winner's matches again: after it has moved.</summary>
    public void Replay()
    {
        var winner = Winner;
        for (var node = (winner + _shards.Length) >> 1; node > 0; node >>= 1)
        {
            var loser = _losers[node];
            if (!ComesFirst(loser, winner))
                continue;
            _losers[node] = winner;
            winner = loser;
        }

        Winner = winner;
    }

    private int Play(int node)
    {
        if (node >= _shards.Length)
            return node - _shards.Length;
        var left = Play(2 * node);
        var right = Play((2 * node) + 1);
        var leftWins = ComesFirst(left, right);
        _losers[node] = leftWins ? right : left;
        return leftWins ? left : right;
    }

    private bool ComesFirst(int left, int right)
    {
        var order = Compare(left, right);
        return order < 0 || (order == 0 && left < right);
    }

    private int Compare(int left, int right)
    {
        ref var a = ref _cache[left * Stride];
        ref var b = ref _cache[right * Stride];
        if (a.IsEnded || b.IsEnded)
            return a.IsEnded.CompareTo(b.IsEnded);
        for (var key = 0; key < _keys.Length; key++)
        {
            if (_cached[left] <= key)
                Cache(left);
            if (_cached[right] <= key)
                Cache(right);
            var order = CompareKey(key, left, right);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private int CompareKey(int number, int left, int right)
    {
        ref readonly var key = ref _keys[number];
        ref var a = ref _cache[(left * Stride) + number];
        ref var b = ref _cache[(right * Stride) + number];
        if (a.Kind == ValueKind.Null || b.Kind == ValueKind.Null)
            return key.CompareNulls(a.Kind == ValueKind.Null, b.Kind == ValueKind.Null);
        int order;
        if (a.Kind == b.Kind && a.Kind == ValueKind.Integer)
            order = a.Bits.CompareTo(b.Bits);
        else if (a.Kind == b.Kind && a.Kind == ValueKind.Real)
            order = ValueComparer.CompareReals(a.Real, b.Real);
        else if (a.Kind == b.Kind && a.Bits != b.Bits)
            order = ((ulong)a.Bits).CompareTo((ulong)b.Bits);
        else
            order = ValueComparer.Compare(ValueView.Of(_shards[left], key.Column), ValueView.Of(_shards[right], key.Column), key.Collation);
        return key.Descending ? -order : order;
    }

    /// <summary>Reads one more key of a shard's row.</summary>
    private void Cache(int shard)
    {
        var number = _cached[shard]++;
        ref var cached = ref _cache[(shard * Stride) + number];
        if (number >= _keys.Length)
        {
            cached = default;
            return;
        }

        ref readonly var key = ref _keys[number];
        var row = _shards[shard];
        var kind = row.GetKind(key.Column);
        cached = new CachedKey((byte)kind, kind switch
        {
            ValueKind.Integer => row.GetInteger(key.Column),
            ValueKind.Real => BitConverter.DoubleToInt64Bits(row.GetReal(key.Column)),
            ValueKind.Text => (long)key.Collation.Prefix(row.GetBytes(key.Column)),
            ValueKind.Blob => (long)key.Collation.BlobPrefix(row.GetBytes(key.Column)),
            _ => 0,
        });
    }

    /// <param name="rank">The kind, or <see cref="Ended"/>.</param>
    private readonly struct CachedKey(byte rank, long bits)
    {
        public bool IsEnded => rank == Ended;

        public ValueKind Kind => (ValueKind)rank;

        public long Bits => bits;

        public double Real => BitConverter.Int64BitsToDouble(bits);
    }
}
