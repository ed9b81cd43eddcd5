namespace ShardClient.Tests.Oracle.Tpch.Generating;

/// <summary>Orders and their lines.</summary>
internal sealed class OrderGenerator(Cardinality rows, ulong seed, CommentText text)
{
    public IEnumerable<Order> All()
    {
        for (long number = 0; number < rows.Orders; number++)
            yield return Make(number);
    }

    private Order Make(long number)
    {
        var random = new RowRandom(seed, TpchTable.Orders, number);
        // Of 32 keys the first 8 are used.
        var key = (number / 8 * 32) + (number % 8) + 1;
        var day = (int)random.Between(0, Calendar.LastOrderDay);
        var lines = new Line[random.Between(1, 7)];
        for (var line = 0; line < lines.Length; line++)
            lines[line] = MakeLine(key, line + 1, day, ref random);

        object[] order =
        [
            key, Customer(ref random), Status(lines), TpchGenerator.Money((long)Math.Round(lines.Sum(static line => line.Cents))), Calendar.Text(day),
            random.OneOf(Words.Priorities), TpchGenerator.Name("Clerk", random.Between(1, rows.Clerks)), 0L, text.Piece(ref random, 19, 78),
        ];
        return new Order(order, Array.ConvertAll(lines, static line => line.Row));
    }

    /// <summary>A third of the customers never orders.</summary>
    private long Customer(ref RowRandom random)
    {
        long key;
        do
            key = random.Between(1, rows.Customers);
        while (key % 3 == 0);
        return key;
    }

    private static string Status(Line[] lines) =>
        lines.All(static line => line.IsOpen) ? "O" : lines.Any(static line => line.IsOpen) ? "P" : "F";

    private Line MakeLine(long order, long number, int orderDay, ref RowRandom random)
    {
        var part = random.Between(1, rows.Parts);
        var supplier = rows.SupplierOf(part, random.Between(0, 3));
        var quantity = random.Between(1, 50);
        var cents = quantity * TpchGenerator.RetailCents(part);
        var (discount, tax) = (random.Between(0, 10), random.Between(0, 8));
        var shipDay = orderDay + (int)random.Between(1, 121);
        var commitDay = orderDay + (int)random.Between(30, 90);
        var receiptDay = shipDay + (int)random.Between(1, 30);
        var returned = receiptDay <= Calendar.Today ? random.OneOf(["R", "A"]) : "N";
        var isOpen = shipDay > Calendar.Today;
        object[] row =
        [
            order, part, supplier, number, TpchGenerator.Money(quantity * 100), TpchGenerator.Money(cents), TpchGenerator.Money(discount),
            TpchGenerator.Money(tax), returned, isOpen ? "O" : "F", Calendar.Text(shipDay), Calendar.Text(commitDay), Calendar.Text(receiptDay),
            random.OneOf(Words.Instructions), random.OneOf(Words.Modes), text.Piece(ref random, 10, 43),
        ];
        return new Line(row, isOpen, cents * (100 + tax) / 100m * (100 - discount) / 100m);
    }

    /// <param name="Cents">What the customer pays.</param>
    private sealed record Line(object[] Row, bool IsOpen, decimal Cents);
}
