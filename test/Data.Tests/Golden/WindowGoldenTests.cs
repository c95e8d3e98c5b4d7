using DeepML.Data.Tests.Series;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.Golden;

/// <summary>Worked numbers of how series become what a network reads and answers.</summary>
[TestClass]
public sealed class WindowGoldenTests
{
    [TestMethod]
    public void Seven_numbers_are_four_windows_of_three_in_two_batches()
    {
        var windowing = Windows(3);
        using var rows = SeriesWindows.Create([Series(windowing, 1, 2, 3, 4, 5, 6, 7)], windowing, CPU).Training!;
        var batches = new List<(float[] Windows, float[] Next)>();
        foreach (var batch in rows.Epoch(2, shuffleSeed: null))
        {
            using var owned = batch;
            batches.Add((batch.Features.data<float>().ToArray(), batch.Targets.data<float>().ToArray()));
        }
        Assert.HasCount(2, batches);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 2, 3, 4 }, batches[0].Windows);
        CollectionAssert.AreEqual(new float[] { 4, 5 }, batches[0].Next);
        CollectionAssert.AreEqual(new float[] { 3, 4, 5, 4, 5, 6 }, batches[1].Windows);
        CollectionAssert.AreEqual(new float[] { 6, 7 }, batches[1].Next);
    }

    [TestMethod]
    public void Every_week_is_asked_for_the_next_one()
    {
        float[][] products = [
            [44, 47, 64, 67, 67], [9, 83, 21, 36, 87], [70, 88, 88, 12, 58], [65, 39, 87, 46, 88], [81, 37, 25, 77, 72]];
        var windowing = Windows(1);
        using var rows = SeriesWindows.Create([.. products.Select(weeks => Series(windowing, weeks))], windowing, CPU).Training!;
        float[][] inputs = [.. rows.Rows.Features.data<float>().ToArray().Chunk(4)];
        float[][] targets = [.. rows.Rows.Targets.data<float>().ToArray().Chunk(4)];
        Assert.HasCount(5, inputs);
        CollectionAssert.AreEqual(new float[] { 44, 47, 64, 67 }, inputs[0]);
        CollectionAssert.AreEqual(new float[] { 47, 64, 67, 67 }, targets[0]);
        for (var product = 0; product < 5; product++)
        {
            CollectionAssert.AreEqual(products[product][..4], inputs[product]);
            CollectionAssert.AreEqual(products[product][1..], targets[product]);
        }
    }

    private static SeriesWindowing Windows(int size) => new(
        size, 1, SeriesDifferencing.None, 0, InstanceScaling.None, ValueTransform.None, CalendarFeatures.None, Mask: false, 0, [], null);

    private static PreparedSeries Series(SeriesWindowing windowing, params float[] values) => SeriesWindowTests.Prepare(windowing, values);
}
