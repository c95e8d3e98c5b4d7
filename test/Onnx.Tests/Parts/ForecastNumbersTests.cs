using DeepML.Data;
using DeepML.Onnx.Tests.Graphs;
using DeepML.Transforms;

namespace DeepML.Onnx.Tests.Parts;

/// <summary>A forecaster's arithmetic, in float64, and the numbers that each series has of its own.</summary>
[TestClass]
public sealed class ForecastNumbersTests
{
    private static readonly SavedSeries[] Series = [.. new[] { "a", "b", "c" }.Select(
        (name, i) => new SavedSeries(name, new SeriesScale(i + 1, 1), [], [], [], [], [], i, null))];

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.0)]
    [DataRow(0.5)]
    [DataRow(-0.5)]
    public void Values_are_transformed_and_restored_by_the_formula_of_Box_and_Cox(double lambda)
    {
        double[] values = [0.25, 1, 10, 1e6];
        var transform = new ValueTransform(lambda);
        var transformed = Run((_, numbers) => numbers.Transformed(transform, "x"), values);
        var restored = Run((_, numbers) => numbers.Restored(transform, numbers.Transformed(transform, "x")), values);
        for (var i = 0; i < values.Length; i++)
        {
            var expected = lambda == 1 ? values[i] : lambda == 0 ? Math.Log(values[i]) : (Math.Pow(values[i], lambda) - 1) / lambda;
            Assert.AreEqual(expected, transformed[i], 1e-12 * Math.Max(1, Math.Abs(expected)));
            Assert.AreEqual(values[i], restored[i], 1e-8 * values[i]);
        }
    }

    [TestMethod]
    public void What_no_value_is_transformed_to_is_restored_as_0()
    {
        // with an exponent of ½ values go from -2 up: (√0 - 1) ÷ ½
        CollectionAssert.AreEqual(new double[] { 0, 0 }, Run((_, numbers) => numbers.Restored(new ValueTransform(0.5), "x"), [-2, -100]));
    }

    [TestMethod]
    public void Each_row_has_the_numbers_of_its_own_series()
    {
        double[] Of(Func<OnnxForecastNumbers, string> number) => GraphRun.Of<double>(
            2, graph => number(new OnnxForecastNumbers(graph, Series, "place")), ("place", new long[] { 2, 0, 2 }, [3]));
        CollectionAssert.AreEqual(new double[] { 3, 1, 3 }, Of(numbers => numbers.Of(series => series.Scale.Mean)));
        CollectionAssert.AreEqual(
            new double[] { 3, 9, 1, 1, 3, 9 },
            Of(numbers => numbers.Of(series => [series.Scale.Mean, series.Scale.Mean * series.Scale.Mean], 2)));
        var marked = GraphRun.Of<bool>(
            2, graph => new OnnxForecastNumbers(graph, Series, "place").Whether(series => series.MissingAtEnd > 1),
            ("place", new long[] { 2, 0 }, [2]));
        CollectionAssert.AreEqual(new[] { true, false }, marked);
        CollectionAssert.AreEqual(
            new double[] { 1 },
            GraphRun.Of<double>(2, graph => new OnnxForecastNumbers(graph, Series[..1], null).Of(series => series.Scale.Mean)));
    }

    [TestMethod]
    public void Sums_quotients_and_steps_are_in_double_precision()
    {
        double[] values = [1e9 + 0.25, 3, 4];
        CollectionAssert.AreEqual(
            new[] { 1e9 + 1.25, 4, 5 }, Run((_, n) => n.Plus("x", n.Constant(1)), values), "in float32 a quarter would be lost");
        CollectionAssert.AreEqual(new[] { 1e9 - 0.75, 2, 3 }, Run((_, n) => n.Minus("x", n.Constant(1)), values));
        CollectionAssert.AreEqual(new[] { 2e9 + 0.5, 6, 8 }, Run((_, n) => n.Times("x", n.Constant(2)), values));
        CollectionAssert.AreEqual(new[] { 5e8 + 0.125, 1.5, 2 }, Run((_, n) => n.Over("x", n.Constant(2)), values));
        CollectionAssert.AreEqual(
            new double[] { 5, 5 }, Run((_, n) => n.Together("x", n.Steps("x", 1, 1)), [4, 3])[..1].Append(5).ToArray());
        CollectionAssert.AreEqual(new double[] { 3, 4 }, Run((_, n) => n.Steps("x", 1, 2), values));
        CollectionAssert.AreEqual(new double[] { 3 }, Run((_, n) => n.Along("ReduceMin", "x"), values));
        CollectionAssert.AreEqual(
            new double[] { 0.5 },
            GraphRun.Of<double>(
                1, graph => new OnnxForecastNumbers(graph, Series, null).Precise("x"), GraphRun.Given("x", [0.5f], 1)));
    }

    private static double[] Run(Func<OnnxGraph, OnnxForecastNumbers, string> write, double[] values) => GraphRun.Of<double>(
        2, graph => write(graph, new OnnxForecastNumbers(graph, Series, null)), ("x", values, [1, values.Length]));
}
