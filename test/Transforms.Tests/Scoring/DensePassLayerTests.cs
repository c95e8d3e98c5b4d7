using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Scoring;

[TestClass]
public sealed class DensePassLayerTests
{
    [TestMethod]
    [DataRow(Activation.Identity, 0f, -2f, 3f)]
    [DataRow(Activation.ReLU, 0f, 0f, 3f)]
    [DataRow(Activation.LeakyReLU, 0.1f, -0.2f, 3f)]
    [DataRow(Activation.ParametricReLU, 0.5f, -1f, 3f)]
    [DataRow(Activation.ELU, 2f, -1.7293f, 3f)]
    [DataRow(Activation.Softplus, 1f, 0.1269f, 3.0486f)]
    [DataRow(Activation.Softplus, 2f, 0.0091f, 3.0012f)]
    [DataRow(Activation.HardTanh, 0f, -1f, 1f)]
    [DataRow(Activation.BinaryStep, 0f, 0f, 1f)]
    [DataRow(Activation.Sigmoid, 1f, 0.1192f, 0.9526f)]
    [DataRow(Activation.Sigmoid, 2f, 0.018f, 0.9975f)]
    [DataRow(Activation.Tanh, 2f, -0.964f, 0.9951f)]
    [DataRow(Activation.Tanh, 1f, -0.7616f, 0.9051f)]
    [DataRow(Activation.Heaviside, 1f, 0f, 1f)]
    [DataRow(Activation.Sign, 1f, -1f, 1f)]
    [DataRow(Activation.BipolarStep, 1f, -1f, 1f)]
    [DataRow(Activation.PiecewiseLinear, 0f, 0f, 1f)]
    [DataRow(Activation.Ramp, 0f, 0f, 1f)]
    [DataRow(Activation.ScaledTanh, 0f, -1.4929f, 1.6542f)]
    [DataRow(Activation.AlgebraicSigmoid, 0f, -0.8944f, 0.9487f)]
    [DataRow(Activation.Arctan, 0f, -1.1071f, 1.249f)]
    public void A_function_has_the_values_of_its_formula(Activation activation, float slope, float ofMinusTwo, float ofThree)
    {
        var output = new float[5];
        new DensePassLayer([1, 1], [0, 0], activation, slope).Run([-2], output);
        Assert.AreEqual(ofMinusTwo, output[1], 1e-4f);
        new DensePassLayer([1], [0], activation, slope).Run([3], output);
        Assert.AreEqual(ofThree, output[0], 1e-4f);
        Assert.AreEqual(0f, output[2], "nothing is written behind the outputs");
    }

    [TestMethod]
    public void Sums_are_those_of_weights_inputs_and_biases()
    {
        var output = new float[2];
        new DensePassLayer([1, 2, 3, -1, 0, 4], [10, -10], Activation.Identity, 0).Run([1, 10, 100], output);
        CollectionAssert.AreEqual(new float[] { 331, 389 }, output);
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(40)]
    [DataRow(5000)]
    public void Layers_of_every_width_give_the_same_with_and_without_room_behind_their_outputs(int outputs)
    {
        var random = new Random(outputs);
        var (weights, biases) = (Made(random, 7 * outputs), Made(random, outputs));
        var input = Made(random, 7);
        var layer = new DensePassLayer(weights, biases, Activation.ReLU, 0);
        var (tight, wide) = (new float[outputs], new float[ColumnWeights.Padded(outputs)]);
        layer.Run(input, tight);
        layer.Run(input, wide);
        for (var o = 0; o < outputs; o++)
        {
            var expected = Math.Max(0, biases[o] + Enumerable.Range(0, 7).Sum(i => (double)weights[(o * 7) + i] * input[i]));
            Assert.AreEqual(expected, tight[o], 1e-5);
            Assert.AreEqual(tight[o], wide[o]);
        }
    }

    private static float[] Made(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    [TestMethod]
    [DataRow(Activation.ReLU)]
    [DataRow(Activation.LeakyReLU)]
    [DataRow(Activation.ELU)]
    [DataRow(Activation.HardTanh)]
    [DataRow(Activation.Softplus)]
    [DataRow(Activation.Sigmoid)]
    [DataRow(Activation.Ramp)]
    [DataRow(Activation.AlgebraicSigmoid)]
    public void What_is_no_number_stays_none(Activation activation)
    {
        var output = new float[1];
        new DensePassLayer([1], [0], activation, 1).Run([float.NaN], output);
        Assert.IsTrue(float.IsNaN(output[0]));
    }

    [TestMethod]
    public void Very_large_sums_do_not_overflow()
    {
        var output = new float[1];
        new DensePassLayer([1], [0], Activation.Softplus, 1).Run([1e30f], output);
        Assert.AreEqual(1e30f, output[0]);
        new DensePassLayer([1], [0], Activation.ELU, 1).Run([-1e30f], output);
        Assert.AreEqual(-1f, output[0]);
        new DensePassLayer([1], [0], Activation.Sigmoid, 1).Run([-1e30f], output);
        Assert.AreEqual(0f, output[0]);
    }

    [TestMethod]
    public void A_normalization_is_folded_into_weights_and_bias()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var stack = DenseStack.Create([2, 1, 1], Activation.Identity, Activation.Identity, batchNormalization: true);
        var layer = DenseStack.Layers(stack)[0];
        layer.Linear.weight.copy_(tensor(new float[] { 3, 4 }, [1, 2]));
        layer.Linear.bias!.fill_(5);
        layer.Norm!.RunningMean.fill_(1);
        layer.Norm.RunningVariance.fill_(4);
        layer.Norm.Weight.fill_(6);
        layer.Norm.Bias.fill_(7);
        var output = new float[1];
        DensePassLayer.Of(layer, Activation.Identity, null).Run([1, 1], output);
        Assert.AreEqual(7 + (6 * (3 + 4 + 5 - 1) / 2f), output[0], 1e-3f);
    }

    [TestMethod]
    public void Slopes_are_the_given_the_learned_or_torchs_own()
    {
        using var scope = NewDisposeScope();
        using var stack = DenseStack.Create([1, 1, 1], Activation.ParametricReLU, Activation.Identity, slope: 0.125);
        var layer = DenseStack.Layers(stack)[0];
        using (no_grad())
            layer.Linear.weight.fill_(1);
        Assert.AreEqual(-0.25f, Of(Activation.ParametricReLU, 99), "learned");
        Assert.AreEqual(-0.02f, Of(Activation.LeakyReLU, null), 1e-6f);
        Assert.AreEqual(-0.4f, Of(Activation.LeakyReLU, 0.2), 1e-6f);
        Assert.AreEqual(3 * (Math.Exp(-2) - 1), Of(Activation.ELU, 3), 1e-6);
        float Of(Activation activation, double? slope)
        {
            var output = new float[1];
            DensePassLayer.Of(layer, activation, slope).Run([-2], output);
            return output[0];
        }
    }

    [TestMethod]
    public void The_one_function_that_is_left_to_torch_is_known()
    {
        foreach (var activation in Enum.GetValues<Activation>())
            Assert.AreEqual(activation != Activation.GELU, DensePassLayer.Knows(activation));
        Assert.ThrowsExactly<NotSupportedException>(() => new DensePassLayer([1], [0], Activation.GELU, 1).Run([1], new float[1]));
    }
}
