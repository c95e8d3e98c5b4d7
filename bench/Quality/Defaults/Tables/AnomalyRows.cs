namespace DeepML.Bench;

/// <summary>Normal rows to learn from, and rows to judge.</summary>
/// <param name="Clean">Normal rows alone.</param>
/// <param name="Contaminated">The same with a twentieth of odd ones among them.</param>
/// <param name="Test">Rows never seen, normal and odd.</param>
/// <param name="IsOdd">Which of them are odd.</param>
internal sealed record AnomalyRows(float[][] Clean, float[][] Contaminated, float[][] Test, bool[] IsOdd)
{
    private const double Contamination = 0.05;
    private const int MostOdd = 200;

    /// <summary>Rows of some classes are normal, those of the others odd.</summary>
    public static AnomalyRows OfClasses(Table table, Func<float, bool> isNormal, int seed)
    {
        var order = Draws.Order(table.Labels.Length, seed);
        var normal = order.Where(i => isNormal(table.Labels[i])).ToArray();
        var rows = table.Encode(normal);
        return Of(Table.At(rows, normal), Table.At(rows, [.. order.Where(i => !isNormal(table.Labels[i])).Take(MostOdd)]));
    }

    /// <summary>All rows are normal; an odd one has each value from another row, so that only what belongs together is wrong.</summary>
    public static AnomalyRows Planted(Table table, int seed)
    {
        var order = Draws.Order(table.Labels.Length, seed);
        var rows = Table.At(table.Encode(order), order);
        var random = new Random(seed);
        var odd = new float[Math.Min(MostOdd, rows.Length / 5)][];
        for (var row = 0; row < odd.Length; row++)
            odd[row] = [.. rows[0].Select((_, column) => rows[random.Next(rows.Length)][column])];
        return Of(rows, odd);
    }

    private static AnomalyRows Of(float[][] normal, float[][] odd)
    {
        var (test, train) = (normal[..(normal.Length / 5)], normal[(normal.Length / 5)..]);
        var among = (int)(Contamination * train.Length);
        float[][] contaminated = [.. train, .. odd[..among]];
        return new AnomalyRows(train, Table.At(contaminated, Draws.Order(contaminated.Length, 1)), [.. test, .. odd[among..]],
            [.. test.Select(_ => false), .. odd[among..].Select(_ => true)]);
    }
}
