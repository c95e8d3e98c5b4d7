using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data.Tests.Tables;

/// <summary>How the numbers of vectors are scaled, and scaled back.</summary>
[TestClass]
public sealed class VectorShapeTests
{
    private static readonly VectorCurves Curves = new([0, 2, 0], [1, 0.5f, 2], [0.01f, 0, 0], [false, true, false]);

    [TestMethod]
    public void Numbers_lie_on_the_curves_of_their_places()
    {
        Assert.AreEqual(0f, Curves.On(0, 1));
        Assert.AreEqual(-4.60517f, Curves.On(0, -5), 1e-5f, "the floor is as low as it goes");
        Assert.AreEqual(2.3124383f, Curves.On(1, 12), 1e-5f); // asinh((12 - 2) / 2)
        Assert.AreEqual(8f, Curves.On(2, 4));
        foreach (var (slot, number) in ((int, float)[])[(0, 0.01f), (0, 3e8f), (1, -1e6f), (1, 2), (2, -7)])
            Assert.AreEqual(number, Curves.Off(slot, Curves.On(slot, number)), 1e-5f * MathF.Max(1, MathF.Abs(number)));
    }

    [TestMethod]
    public void A_curved_number_goes_by_the_range_of_its_curve_and_comes_back_within_what_was_seen()
    {
        var (column, compact) = Learn(new VectorShape(VectorRange.Bounded, curves: _ => Curves), [0.01f, 0, 1], [100, 2, 3], [1, 12, 2]);
        Assert.AreSame(Curves, column.Curves);
        CollectionAssert.AreEqual(new[] { -1f, 1, 0 }, new[] { compact[0], compact[3], MathF.Round(compact[6], 5) }, "the logarithm");
        CollectionAssert.AreEqual(new[] { -1f, 1, 0 }, new[] { compact[2], compact[5], compact[8] });
        Assert.AreEqual((0.0, 100.0), (column.Minimum, column.Maximum));
        Assert.AreEqual(100f, column.Restored(0, 1), 1e-3f);
        Assert.AreEqual(0.01f, column.Restored(0, -1), 1e-6f);
        Assert.AreEqual(1f, column.Restored(0, 0), 1e-5f, "the middle of the magnitudes");
        for (var i = 0; i < 3; i++)
            Assert.AreEqual(((float[])[1, 12, 2])[i], column.Restored(i, compact[6 + i]), 1e-4f);
    }

    [TestMethod]
    public void Numbers_as_given_are_not_touched_but_for_one_that_never_changes()
    {
        var (column, compact) = Learn(new VectorShape(VectorRange.AsGiven), [5, 1e6f, 7], [-5, 2e6f, 7]);
        CollectionAssert.AreEqual(new[] { 5, 1e6f, 0, -5, 2e6f, 0 }, compact);
        Assert.AreEqual(7f, column.Restored(2, 0.3f));
        Assert.AreEqual(0.3f, column.Restored(0, 0.3f));
    }

    [TestMethod]
    public void A_common_deviation_is_that_of_all_numbers_together()
    {
        var (column, _) = Learn(new VectorShape(VectorRange.Standard, common: true), [0, 10, 4], [2, 14, 6]);
        float[] all = [0, 10, 4, 2, 14, 6];
        var mean = all.Average();
        Assert.AreEqual(mean, column.Offsets[1], 1e-5f);
        Assert.AreEqual(Math.Sqrt(all.Average(x => (x - mean) * (x - mean))), column.Scales[2], 1e-5);
        Assert.HasCount(1, column.Scales.Distinct().ToArray());
    }

    private static (TableColumn Column, float[] Compact) Learn(VectorShape shape, params float[][] vectors)
    {
        var data = new MLContext(seed: 1).Data.LoadFromEnumerable(Array.ConvertAll(vectors, vector => new Row { Vector = vector }));
        var cells = TableReader.Read(data, [nameof(Row.Vector)], long.MaxValue, default);
        var columns = new TableColumns((5, 9), shape, new Random(1));
        var column = columns.Learn(cells[0], data.Schema[nameof(Row.Vector)]);
        return (column, columns.Compact(cells, [column]));
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Vector { get; set; } = [0, 0, 0];
    }
}
