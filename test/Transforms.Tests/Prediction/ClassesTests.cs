using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Prediction;

[TestClass]
public sealed class ClassesTests
{
    [TestMethod]
    public void The_best_class_is_the_first_of_the_largest_and_of_no_number_none()
    {
        float[][] rows =
            [[1, 3, 2], [5, 5, 1], [-1, -2, -3], [0, float.NaN, 9], [float.NaN, 0, 0], [float.NegativeInfinity, 0, float.PositiveInfinity]];
        long[] expected = [1, 0, 0, -1, -1, 2];
        using var scope = NewDisposeScope();
        CollectionAssert.AreEqual(expected, Classes.Best(tensor(rows.SelectMany(r => r).ToArray(), [6, 3])).data<long>().ToArray());
        for (var i = 0; i < rows.Length; i++)
        {
            var one = new long[1];
            Classes.Best(rows[i], one);
            Assert.AreEqual(expected[i], one[0], $"row {i}");
        }
    }

    [TestMethod]
    public void Probabilities_are_those_of_a_softmax_and_do_not_overflow()
    {
        CollectionAssert.AreEqual(new[] { 0.2689f, 0.7311f }, Probabilities(1, 2), "1 / (1 + e) and e / (1 + e)");
        CollectionAssert.AreEqual(new[] { 0.25f, 0.25f, 0.25f, 0.25f }, Probabilities(7, 7, 7, 7));
        CollectionAssert.AreEqual(new[] { 0.2689f, 0.7311f }, Probabilities(1e4f, 1e4f + 1));
        CollectionAssert.AreEqual(new[] { 0f, 1f }, Probabilities(-3e38f, 3e38f));
        CollectionAssert.AreEqual(new[] { 1f }, Probabilities(-5));
    }

    [TestMethod]
    public void A_row_without_numbers_has_no_probabilities() => Assert.IsTrue(Array.TrueForAll(Probabilities(float.NaN, 1), float.IsNaN));

    [TestMethod]
    public void A_models_summary_lists_its_weights_in_any_culture()
    {
        using var scope = NewDisposeScope();
        var model = new NetworkModel("Perceptron", new Dictionary<string,
            Tensor>
        { ["a.weight"] = zeros(2, 3), ["b"] = zeros(1234), ["count"] = tensor(1L) }, 1240);
        var summary = GermanNumbers.In(model.Summary);
        Assert.AreEqual("a.weight  2 x 3\nb         1234\ncount     scalar\nPerceptron, 1,240 trained weights", summary);
        Assert.AreEqual("Perceptron, 1,240 trained weights", GermanNumbers.In(model.ToString));
        CollectionAssert.AreEqual(new long[] { 2, 3 }, model.WeightShapes["a.weight"].ToArray());
        Assert.AreEqual("Empty, 0 trained weights", new NetworkModel("Empty", new Dictionary<string, Tensor>(), 0).Summary());
    }

    [TestMethod]
    public void What_a_model_says_outlives_its_weights()
    {
        NetworkModel model;
        using (NewDisposeScope())
            model = new NetworkModel("Perceptron", new Dictionary<string, Tensor> { ["a"] = zeros(2) }, 2);
        Assert.AreEqual(2L, model.WeightShapes["a"][0]);
    }

    private static float[] Probabilities(params float[] logits)
    {
        var values = new float[logits.Length];
        Classes.Probabilities(logits, values);
        return Array.ConvertAll(values, v => MathF.Round(v, 4));
    }
}
