using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Estimators.Tests.Fitting;

[TestClass]
public sealed class InputScalingTests
{
    private readonly Random _random = new(1);
    private readonly List<AutomaticChoice> _chosen = [];

    [TestMethod]
    public void Columns_of_unit_size_and_bits_are_left_alone()
    {
        Assert.IsNull(Choose(500, i => Normal(), i => i % 3 == 0 ? 1 : 0, i => _random.NextDouble()));
        Assert.AreEqual("None", _chosen.Single().Value);
        Assert.AreEqual("InputScaling", _chosen.Single().Option);
    }

    [TestMethod]
    public void Columns_in_one_range_that_most_make_use_of_are_left_alone()
    {
        Assert.IsNull(Choose(1000, i => _random.NextDouble(), i => i == 3 ? 1 : 0.001 * i / 1000));
        StringAssert.Contains(_chosen.Single().Reason, "[-1, 1]");
        Assert.IsNotNull(Choose(1000, i => 0.001 * _random.NextDouble(), i => 0.01 * Normal()), "nothing reaches the range's ends");
    }

    [TestMethod]
    public void A_column_of_another_size_is_standardized()
    {
        var scales = Choose(500, i => Normal(), i => 2000 + (10 * Normal()))!;
        Assert.AreEqual(2000f, scales.Centres[1], 2f);
        Assert.AreEqual(0.1f, scales.Factors[1], 0.01f);
        Assert.AreEqual(ScalingForm.Linear, scales.Form);
        StringAssert.Contains(_chosen.Single().Reason, "2 standard");
    }

    [TestMethod]
    public void Bits_beside_large_columns_stay_bits()
    {
        var scales = Choose(500, i => i % 2, i => 1e4 * Normal())!;
        Assert.AreEqual((0f, 1f), (scales.Centres[0], scales.Factors[0]));
        Assert.AreEqual(1e-4f, scales.Factors[1], 1e-5f);
    }

    [TestMethod]
    public void Positive_numbers_over_many_magnitudes_go_by_their_logarithm()
    {
        var scales = Choose(2000, i => Math.Pow(10, (i % 12) - 2), i => Normal())!;
        Assert.AreEqual(ScalingCurve.Logarithm, scales.Curves[0]);
        Assert.AreEqual(0.005f, scales.Floors[0], 1e-6f);
        var row = new float[2];
        scales.Apply([1e-2f, 0], row);
        Assert.IsTrue(row[0] is > -3 and < -0.5f, $"{row[0]}");
        scales.Apply([1e9f, 0], row);
        Assert.IsTrue(row[0] is < 3 and > 0.5f, $"{row[0]}");
    }

    [TestMethod]
    public void Few_numbers_far_out_do_not_hide_the_others()
    {
        var scales = Choose(1000, i => i == 7 ? 1e6 : (5 * Normal()) + 3)!;
        Assert.AreEqual(ScalingCurve.InverseHyperbolicSine, scales.Curves[0]);
        Assert.AreEqual(3f, scales.Centres[0], 1f);
        Assert.AreEqual(0.2f, scales.Factors[0], 0.03f);
        var row = new float[1];
        scales.Apply([1e6f], row);
        Assert.IsLessThan(15f, row[0]);
    }

    [TestMethod]
    public void Pixels_keep_their_differences()
    {
        var scales = Choose(
            400, [.. Enumerable.Range(0, 20).Select<int, Func<int, double>>(column => column == 0 ? _ => 0 : i => _random.Next(0, 256))])!;
        Assert.HasCount(1, scales.Factors.Distinct().ToArray());
        Assert.HasCount(1, scales.Centres.Distinct().ToArray());
        Assert.AreEqual(1 / 77f, scales.Factors[0], 0.002f);
    }

    [TestMethod]
    public void A_column_that_never_varies_is_set_to_zero()
    {
        var scales = Choose(100, i => 7, i => 100 * Normal())!;
        Assert.AreEqual((7f, 0f), (scales.Centres[0], scales.Factors[0]));
    }

    [TestMethod]
    public void Missing_numbers_are_left_out_of_what_is_learned()
    {
        var scales = Choose(1000, i => i % 2 == 0 ? double.NaN : 1000 + Normal())!;
        Assert.AreEqual(1000f, scales.Centres[0], 0.2f);
        Assert.AreEqual(1f, scales.Factors[0], 0.1f);
    }

    [TestMethod]
    public void Each_rule_can_be_asked_for()
    {
        var profile = Profile(101, i => i);
        Assert.IsNull(InputScaling.Choose(profile, NetworkInputScaling.None, _chosen));
        var range = InputScaling.Choose(profile, NetworkInputScaling.MinMax, _chosen)!;
        Assert.AreEqual((0f, 0.01f), (range.Centres[0], range.Factors[0]));
        var standard = InputScaling.Choose(profile, NetworkInputScaling.Standard, _chosen)!;
        Assert.AreEqual(50f, standard.Centres[0]);
        Assert.AreEqual(1 / 29.154759f, standard.Factors[0], 1e-6f);
        var robust = InputScaling.Choose(profile, NetworkInputScaling.Robust, _chosen)!;
        Assert.AreEqual((50f, ScalingCurve.InverseHyperbolicSine), (robust.Centres[0], robust.Curves[0]));
        Assert.AreEqual(1.349f / 50, robust.Factors[0], 1e-6f);
        Assert.IsEmpty(_chosen, "only what is chosen by itself is told");
    }

    private ColumnScales? Choose(int rows, params Func<int, double>[] columns) =>
        InputScaling.Choose(Profile(rows, columns), NetworkInputScaling.Automatic, _chosen);

    private static ColumnProfile Profile(int rows, params Func<int, double>[] columns)
    {
        var values = Enumerable.Range(0, rows).SelectMany(row => columns.Select(column => (float)column(row))).ToArray();
        using var source = new InMemoryBatches(tensor(values, [rows, columns.Length]), zeros(rows));
        return ColumnProfile.Of(source, columns.Length);
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
