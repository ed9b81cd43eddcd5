using System.Globalization;

namespace ShardClient.Tests.Oracle.Tpch.Generating;

/// <summary>
/// The rows of the benchmark by the rules of clause 4.2.3 of its specification (https://www.tpc.org/tpch/): cardinalities, keys, ranges and
/// formulas are its own, the texts are ours.
/// </summary>
internal sealed class TpchGenerator
{
    /// <summary>Of so many suppliers one had complaints and another was recommended.</summary>
    private const long SuppliersPerRemark = 2_000;

    private readonly Cardinality _rows;
    private readonly ulong _seed;
    private readonly CommentText _text;
    private readonly OrderGenerator _orders;

    public TpchGenerator(double scale, ulong seed)
    {
        _rows = new Cardinality(scale);
        _seed = seed;
        _text = new CommentText(seed);
        _orders = new OrderGenerator(_rows, seed, _text);
    }

    public static object Money(long cents) => cents / 100.0;

    public static string Name(string what, long number) => string.Create(CultureInfo.InvariantCulture, $"{what}#{number:D9}");

    public static long RetailCents(long part) => 90_000 + (part / 10 % 20_001) + (100 * (part % 1_000));

    /// <summary>All rows; those of orders and their lines in turns.</summary>
    public IEnumerable<(TpchTable Table, object[] Row)> All()
    {
        for (long key = 0; key < Words.Regions.Length; key++)
            yield return (TpchTable.Region, Region(key));
        for (long key = 0; key < Words.Nations.Length; key++)
            yield return (TpchTable.Nation, Nation(key));
        for (long key = 1; key <= _rows.Suppliers; key++)
            yield return (TpchTable.Supplier, Supplier(key));
        for (long key = 1; key <= _rows.Customers; key++)
            yield return (TpchTable.Customer, Customer(key));
        for (long key = 1; key <= _rows.Parts; key++)
        {
            yield return (TpchTable.Part, Part(key));
            for (var which = 0; which < 4; which++)
                yield return (TpchTable.PartSupp, PartSupp(key, which));
        }

        foreach (var order in _orders.All())
        {
            yield return (TpchTable.Orders, order.Row);
            foreach (var line in order.Lines)
                yield return (TpchTable.LineItem, line);
        }
    }

    private object[] Region(long key)
    {
        var random = new RowRandom(_seed, TpchTable.Region, key);
        return [key, Words.Regions[key], _text.Piece(ref random, 31, 115)];
    }

    private object[] Nation(long key)
    {
        var random = new RowRandom(_seed, TpchTable.Nation, key);
        return [key, Words.Nations[key].Name, (long)Words.Nations[key].Region, _text.Piece(ref random, 31, 114)];
    }

    private object[] Supplier(long key)
    {
        var random = new RowRandom(_seed, TpchTable.Supplier, key);
        var nation = random.Between(0, Words.Nations.Length - 1);
        return
        [
            key, Name("Supplier", key), CommentText.Address(ref random), nation, Phone(nation, ref random), Money(random.Between(-99_999, 999_999)),
            Remark(key, _text.Piece(ref random, 25, 100)),
        ];
    }

    private static string Remark(long supplier, string comment) => (supplier % SuppliersPerRemark) switch
    {
        37 => $"Customer {comment[..10]} Complaints{comment[10..]}"[..Math.Max(comment.Length, 30)],
        73 => $"Customer {comment[..10]} Recommends{comment[10..]}"[..Math.Max(comment.Length, 30)],
        _ => comment,
    };

    private object[] Customer(long key)
    {
        var random = new RowRandom(_seed, TpchTable.Customer, key);
        var nation = random.Between(0, Words.Nations.Length - 1);
        return
        [
            key, Name("Customer", key), CommentText.Address(ref random), nation, Phone(nation, ref random), Money(random.Between(-99_999, 999_999)),
            random.OneOf(Words.Segments), _text.Piece(ref random, 29, 116),
        ];
    }

    private object[] Part(long key)
    {
        var random = new RowRandom(_seed, TpchTable.Part, key);
        var maker = random.Between(1, 5);
        return
        [
            key, Colours(ref random), $"Manufacturer#{maker}", $"Brand#{maker}{random.Between(1, 5)}",
            $"{random.OneOf(Words.TypeSizes)} {random.OneOf(Words.TypeFinishes)} {random.OneOf(Words.TypeMetals)}", random.Between(1, 50),
            $"{random.OneOf(Words.ContainerSizes)} {random.OneOf(Words.ContainerKinds)}", Money(RetailCents(key)), _text.Piece(ref random, 5, 22),
        ];
    }

    /// <summary>Five different ones.</summary>
    private static string Colours(ref RowRandom random)
    {
        var chosen = new string[5];
        for (var index = 0; index < chosen.Length;)
        {
            var colour = random.OneOf(Words.Colours);
            if (!chosen.AsSpan(0, index).Contains(colour))
                chosen[index++] = colour;
        }

        return string.Join(' ', chosen);
    }

    private object[] PartSupp(long part, int which)
    {
        var random = new RowRandom(_seed, TpchTable.PartSupp, (part * 4) + which);
        return
        [
            part, _rows.SupplierOf(part, which), random.Between(1, 9_999), Money(random.Between(100, 100_000)), _text.Piece(ref random, 49, 198),
        ];
    }

    private static string Phone(long nation, ref RowRandom random) =>
        $"{nation + 10}-{random.Between(100, 999)}-{random.Between(100, 999)}-{random.Between(1_000, 9_999)}";
}
