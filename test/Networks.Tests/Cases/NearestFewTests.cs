namespace DeepML.Networks.Tests.Cases;

/// <summary>The nearest few of many rows, against sorting all of them.</summary>
[TestClass]
public sealed class NearestFewTests
{
    [TestMethod]
    [DataRow(1, 1, 9)]
    [DataRow(3, 7, 50)]
    [DataRow(5, 16, 40)]
    [DataRow(4, 33, 20)]
    [DataRow(6, 2, 4)] // fewer than are asked for
    public void They_are_the_first_of_all_by_distance_however_the_rows_are_cut(int count, int width, int rows)
    {
        var random = new Random(width);
        // whole numbers, so that many are equally far and sums are exact
        float[] all = [.. Enumerable.Range(0, rows * width).Select(_ => (float)random.Next(-2, 3))];
        float[] query = [.. Enumerable.Range(0, width).Select(_ => (float)random.Next(-2, 3))];
        var expected = Enumerable.Range(0, rows)
            .Select(row => (Row: row, Square: Enumerable.Range(0, width).Sum(i => MathF.Pow(all[(row * width) + i] - query[i], 2))))
            .OrderBy(one => one.Square).ThenBy(one => one.Row).Take(count).ToArray();
        foreach (var piece in new[] { 1, 3, rows })
        {
            var nearest = new NearestFew(count);
            for (var from = 0; from < rows; from += piece)
                nearest.Look(all, query, from, Math.Min(rows, from + piece));
            Assert.AreEqual(expected.Length, nearest.Held);
            for (var rank = 0; rank < expected.Length; rank++)
                Assert.AreEqual(expected[rank], (nearest.Place(rank), nearest.Square(rank)), $"rank {rank}, {piece} rows at once");
        }
    }

    [TestMethod]
    public void What_was_forgotten_does_not_come_back()
    {
        var nearest = new NearestFew(2);
        nearest.Look([0, 1, 2], [0], 0, 3);
        nearest.Clear();
        Assert.AreEqual(0, nearest.Held);
        nearest.Look([0, 1, 2], [9], 1, 2);
        Assert.AreEqual((1, 1, 64f), (nearest.Held, nearest.Place(0), nearest.Square(0)));
    }
}
