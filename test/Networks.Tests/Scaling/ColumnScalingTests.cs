using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Scaling;

[TestClass]
public sealed class ColumnScalingTests
{
    private static readonly ColumnScales Scales = new(
        [10, 2, 0, 5], [0.5f, 1, 2, 0], [0, 0.01f, 0, 0],
        [ScalingCurve.Straight, ScalingCurve.Logarithm, ScalingCurve.InverseHyperbolicSine, ScalingCurve.Straight]);

    [TestMethod]
    public void Each_column_is_scaled_on_its_own_scale()
    {
        using var scope = NewDisposeScope();
        using var scaling = new ColumnScaling(4, ScalingForm.Curved);
        scaling.Set(Scales);
        var scaled = scaling.call(tensor(new float[] { 14, 1, 3, 99 }).unsqueeze(0)).data<float>().ToArray();
        Assert.AreEqual(2f, scaled[0]); // (14 - 10) / 2
        Assert.AreEqual(-2f, scaled[1], 1e-6f); // ln 1 - 2
        Assert.AreEqual(2.4917799f, scaled[2], 1e-5f); // asinh 6
        Assert.AreEqual(0f, scaled[3]);
    }

    [TestMethod]
    public void Numbers_below_the_floor_count_as_the_floor()
    {
        using var scope = NewDisposeScope();
        using var scaling = new ColumnScaling(4, ScalingForm.Curved);
        scaling.Set(Scales);
        var scaled = scaling.call(tensor(new float[] { 0, -7, 0, 0 }).unsqueeze(0)).data<float>().ToArray();
        Assert.AreEqual(-6.6051702f, scaled[1], 1e-5f); // ln 0.01 - 2
    }

    [TestMethod]
    public void A_row_at_a_time_is_scaled_as_by_torch()
    {
        using var scope = NewDisposeScope();
        using var scaling = new ColumnScaling(4, ScalingForm.Curved);
        scaling.Set(Scales);
        var random = new Random(1);
        var row = new float[4];
        var own = new float[4];
        for (var n = 0; n < 100; n++)
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = (float)((random.NextDouble() - 0.3) * Math.Pow(10, random.Next(-3, 5)));
            var theirs = scaling.call(tensor(row).unsqueeze(0)).data<float>().ToArray();
            Scales.Apply(row, own);
            for (var i = 0; i < row.Length; i++)
                Assert.AreEqual(theirs[i], own[i], 1e-5f * Math.Max(1, Math.Abs(theirs[i])), $"{row[i]} in column {i}");
        }
    }

    [TestMethod]
    public void What_was_set_can_be_read_and_moves_with_the_weights()
    {
        using var scope = NewDisposeScope();
        using var from = new ColumnScaling(4, ScalingForm.Curved);
        using var into = new ColumnScaling(4, ScalingForm.Curved);
        from.Set(Scales);
        NetworkWeights.Copy(from.state_dict(), into.state_dict());
        var read = into.Scales;
        CollectionAssert.AreEqual(Scales.Centres, read.Centres);
        CollectionAssert.AreEqual(Scales.Factors, read.Factors);
        CollectionAssert.AreEqual(Scales.Floors, read.Floors);
        CollectionAssert.AreEqual(Scales.Curves, read.Curves);
    }

    [TestMethod]
    public void A_linear_scaling_keeps_no_curves()
    {
        using var scaling = new ColumnScaling(2, ScalingForm.Linear);
        CollectionAssert.AreEquivalent((string[])["centre", "factor"], scaling.state_dict().Keys.ToArray());
        Assert.AreEqual(ScalingForm.Linear, scaling.Scales.Form);
        Assert.AreEqual(ScalingForm.Curved, Scales.Form);
    }

    [TestMethod]
    public void Missing_numbers_stay_missing()
    {
        using var scope = NewDisposeScope();
        using var scaling = new ColumnScaling(4, ScalingForm.Curved);
        scaling.Set(Scales);
        var scaled = scaling.call(full([1, 4], float.NaN)).data<float>().ToArray();
        Assert.IsTrue(scaled.All(float.IsNaN), string.Join(" ", scaled));
    }

    [TestMethod]
    public void The_slope_is_that_of_the_curve_at_each_number()
    {
        using var scope = NewDisposeScope();
        using var scaling = new ColumnScaling(4, ScalingForm.Curved);
        scaling.Set(Scales.KeepingConstants());
        var found = scaling.LogSlope(tensor(new float[] { 14, 3, -20, 99, 14, 0.5f, 1, 5 }, [2, 4])).data<float>().ToArray();
        double Slope(double x1, double x2) => Math.Log(0.5) - Math.Log(x1) + Math.Log(2) - (0.5 * Math.Log(1 + (4 * x2 * x2)));
        Assert.AreEqual(Slope(3, -20), found[0], 1e-4);
        Assert.AreEqual(Slope(0.5, 1), found[1], 1e-4);
        using var linear = new ColumnScaling(2, ScalingForm.Linear);
        linear.Set(new ColumnScales([1, 2], [0.5f, 8], [0, 0], [default, default]));
        Assert.AreEqual(Math.Log(4), linear.LogSlope(tensor(new float[] { 7, -3 }, [1, 2])).item<float>(), 1e-6);
    }

    [TestMethod]
    public void Rows_are_restored()
    {
        using var scope = NewDisposeScope();
        using var scaling = new ColumnScaling(4, ScalingForm.Curved);
        scaling.Set(Scales);
        float[] row = [14, 3, -20, 99];
        var restored = scaling.Restore(scaling.call(tensor(row).unsqueeze(0))).data<float>().ToArray();
        Assert.AreEqual(14f, restored[0], 1e-5f);
        Assert.AreEqual(3f, restored[1], 1e-5f);
        Assert.AreEqual(-20f, restored[2], 1e-4f);
        Assert.AreEqual(5f, restored[3], "what never varied is what it was");
    }
}
