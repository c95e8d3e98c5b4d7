using DeepML.Networks;
using DeepML.Onnx.Tests.Graphs;
using DeepML.Transforms;

namespace DeepML.Onnx.Tests.Parts;

/// <summary>Which rows have no answer, what stands there, and the columns of heads.</summary>
[TestClass]
public sealed class RowsTests
{
    private const float NaN = float.NaN;

    [TestMethod]
    public void A_row_with_a_number_that_is_none_has_no_answer_and_its_neighbours_have()
    {
        var numbers = Output<float>(
            "y", (graph, rows) =>
            {
                rows.Judge("x", 2);
                rows.Numbers("y", "x", 2);
            },
            GraphRun.Given("x", [1, 2, NaN, 3, 4, float.NegativeInfinity, 5, 6], 4, 2));
        CollectionAssert.AreEqual(new[] { 1, 2, NaN, NaN, NaN, NaN, 5, 6 }, numbers);
    }

    [TestMethod]
    public void A_hole_is_no_fault_where_holes_are_filled_but_infinity_is()
    {
        var numbers = Output<float>(
            "y", (graph, rows) =>
            {
                rows.Judge("x", 2, holes: true);
                rows.Numbers("y", graph.Floats([7], 1, 1), 1, none: -1);
            },
            GraphRun.Given("x", [NaN, float.PositiveInfinity, 1], 3, 1));
        CollectionAssert.AreEqual(new float[] { 7, -1, 7 }, numbers);
    }

    [TestMethod]
    public void Pictures_are_judged_as_a_whole_and_keys_and_answers_say_that_there_are_none()
    {
        var given = GraphRun.Given("x", [1, 2, 3, 4, 5, NaN, 7, 8], 2, 1, 2, 2);
        void Judged(OnnxGraph graph, OnnxRows rows)
        {
            rows.Judge("x", 4);
            rows.Pictures("pictures", "x", new OnnxPictureSize(1, 2, 2));
            rows.KeyGrid("grid", graph.Node("Expand", [graph.Whole(4), graph.Wholes(2, 2, 2)]), new OnnxPictureSize(1, 2, 2));
            rows.Key("key", graph.Node("Expand", [graph.Whole(0), graph.Wholes(2, 1)]));
            rows.YesNo("yes", graph.Floats([1, 1], 2, 1));
            rows.YesNo("odd", graph.Floats([-1, -1], 2, 1), none: 1);
        }
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, NaN, NaN, NaN, NaN }, Output<float>("pictures", Judged, given));
        CollectionAssert.AreEqual(new uint[] { 5, 5, 5, 5, 0, 0, 0, 0 }, Output<uint>("grid", Judged, given));
        CollectionAssert.AreEqual(new uint[] { 1, 0 }, Output<uint>("key", Judged, given), "keys count from 1, and 0 is none");
        CollectionAssert.AreEqual(new[] { true, false }, Output<bool>("yes", Judged, given));
        CollectionAssert.AreEqual(new[] { false, true }, Output<bool>("odd", Judged, given), "what is no number may be an anomaly");
    }

    [TestMethod]
    public void What_one_task_finds_in_its_answer_leaves_the_others_as_they_are()
    {
        void Judged(OnnxGraph graph, OnnxRows rows)
        {
            rows.Judge("x", 2);
            var first = rows.Copy();
            first.JudgeAnswer(graph.Floats([1, NaN, 1], 3, 1));
            first.Numbers("first", "x", 1);
            rows.Refuse(graph.Cast(graph.Floats([0, 0, 1], 3, 1), OnnxType.Boolean), 2);
            rows.Numbers("second", "x", 1);
        }
        var given = GraphRun.Given("x", [NaN, 2, 3], 3, 1);
        CollectionAssert.AreEqual(new[] { NaN, NaN, 3 }, Output<float>("first", Judged, given));
        CollectionAssert.AreEqual(new[] { NaN, 2, NaN }, Output<float>("second", Judged, given));
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(2.5)]
    public void Classes_have_the_probabilities_of_their_logits_over_the_temperature(double temperature)
    {
        float[] logits = [1, 3, -2, NaN, 0, 0, 200, 0, -200];
        void Head(OnnxGraph graph, OnnxRows rows) =>
            OnnxHeads.Write(graph, rows, new MulticlassHead(3, null) { Divisor = temperature }, "x", "task.");
        var given = GraphRun.Given("x", logits, 3, 3);
        CollectionAssert.AreEqual(new uint[] { 2, 0, 1 }, Output<uint>("task.PredictedLabel", Head, given));
        var exponents = logits[..3].Select(logit => Math.Exp(logit / temperature)).ToArray();
        var scores = Output<float>("task.Score", Head, given);
        GraphRun.Near([.. exponents.Select(exponent => exponent / exponents.Sum())], scores[..3], 1e-6);
        Assert.IsTrue(scores[3..6].All(float.IsNaN));
        Assert.AreEqual(1e-15f, scores[8], "no class is impossible: its log-loss would be infinite");
    }

    [TestMethod]
    public void Yes_is_a_score_above_the_threshold_and_its_probability_is_never_certain()
    {
        float[] logits = [0.5f, 1.5f, -300, 300];
        void Head(OnnxGraph graph, OnnxRows rows) => OnnxHeads.Write(graph, rows, new BinaryHead(1) { Divisor = 2 }, "x");
        var given = GraphRun.Given("x", logits, 4, 1);
        CollectionAssert.AreEqual(new[] { false, true, false, true }, Output<bool>("PredictedLabel", Head, given));
        CollectionAssert.AreEqual(logits, Output<float>("Score", Head, given));
        var probabilities = Output<float>("Probability", Head, given);
        GraphRun.Near([1 / (1 + Math.Exp(-0.25)), 1 / (1 + Math.Exp(-0.75))], probabilities[..2]);
        Assert.AreEqual((1e-15f, 1 - MathF.Pow(2, -24)), (probabilities[2], probabilities[3]));
    }

    [TestMethod]
    public void Margins_have_no_probability()
    {
        var graph = new OnnxGraph("any");
        OnnxHeads.Write(graph, new OnnxRows(graph), new BinaryMarginHead(), graph.Input("x", OnnxType.Single, OnnxSize.Batch, 1));
        CollectionAssert.AreEquivalent(new[] { "PredictedLabel", "Score" }, graph.OutputNames.ToArray());
    }

    [TestMethod]
    public void Several_answers_have_a_border_each()
    {
        void Head(OnnxGraph graph, OnnxRows rows) => OnnxHeads.Write(graph, rows, new MultilabelHead([0.5f, 0.9f, 0.1f], null), "x");
        var given = GraphRun.Given("x", [1, 1, -1], 1, 3); // probabilities 0.73, 0.73, 0.27
        CollectionAssert.AreEqual(new[] { true, false, true }, Output<bool>("PredictedLabel", Head, given));
        GraphRun.Near([1 / (1 + Math.Exp(-1)), 1 / (1 + Math.Exp(-1)), 1 / (1 + Math.Exp(1))], Output<float>("Score", Head, given));
    }

    [TestMethod]
    public void Numbers_are_in_the_units_of_their_labels()
    {
        foreach (var (function, formula) in new (NumberFunction, Func<double, double>)[]
        {
            (NumberFunction.Identity, x => x), (NumberFunction.Exponential, Math.Exp), (NumberFunction.Tanh, Math.Tanh),
            (NumberFunction.Sigmoid, x => 1 / (1 + Math.Exp(-x))),
        })
        {
            GraphRun.Near(
                [(formula(0.5) * 3) + 100],
                Output<float>(
                    "Score", (graph, rows) => OnnxHeads.Write(graph, rows, new RegressionHead(100, 3, function), "x"),
                    GraphRun.Given("x", [0.5f], 1, 1)), 1e-6, $"{function}");
            GraphRun.Near(
                [(formula(-1) * 2) + 10, (formula(1) * 4) - 10],
                Output<float>(
                    "Score",
                    (graph, rows) => OnnxHeads.Write(graph, rows, new VectorRegressionHead([10, -10], [2, 4], function), "x"),
                    GraphRun.Given("x", [-1, 1], 1, 2)), 1e-6, $"{function} of two");
        }
    }

    [TestMethod]
    public void Columns_are_scaled_each_on_its_own_curve_and_come_back()
    {
        using var scaling = new ColumnScaling(4, ScalingForm.Curved);
        scaling.Set(new ColumnScales(
            [2, 1, 5, 3], [0.5f, 2, 4, 0], [0, 0.01f, 0, 0],
            [ScalingCurve.Straight, ScalingCurve.Logarithm, ScalingCurve.InverseHyperbolicSine, ScalingCurve.Straight]));
        float[] rows = [4, 10, 6, 8, 0, 0, -20, 3]; // of 0 there is no logarithm: it is as the lowest number
        double[] expected = [.. rows.Chunk(4).SelectMany(row => new[]
        {
            (row[0] - 2) * 0.5, (Math.Log(Math.Max(row[1], 0.01f)) - 1) * 2, Math.Asinh((row[2] - 5) * 4), 0,
        })];
        var given = GraphRun.Given("x", rows, 2, 4);
        GraphRun.Near(expected, GraphRun.Of<float>(2, graph => OnnxScaling.Write(graph, scaling, "x"), given), 1e-5);
        var back = GraphRun.Of<float>(
            2, graph => OnnxScaling.Restore(graph, scaling, OnnxScaling.Write(graph, scaling, "x")), given);
        GraphRun.Near([4, 10, 6, 3, 0, 0.01, -20, 3], back, 1e-5, "a column that never varied is what it was");
        Assert.AreEqual("x", OnnxScaling.Write(new OnnxGraph("any"), null, "x"));
        Assert.AreEqual("x", OnnxScaling.Restore(new OnnxGraph("any"), null, "x"));
    }

    private static T[] Output<T>(
        string name, Action<OnnxGraph, OnnxRows> write, params (string Name, Array Values, int[] Shape)[] inputs)
    {
        var graph = new OnnxGraph("rows");
        foreach (var (input, _, shape) in inputs)
            graph.Input(input, OnnxType.Single, [OnnxSize.Batch, .. shape.Skip(1).Select(size => (OnnxSize)(long)size)]);
        write(graph, new OnnxRows(graph));
        return GraphRun.Of<T>(graph.ToModel([name]), name, inputs);
    }
}
