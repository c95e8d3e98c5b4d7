using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>Layers whose weights all learn equally fast.</summary>
[TestClass]
public sealed class EqualizedLayerTests
{
    private const double Pace = 4; // how much faster than the paper's layers they learn at the same rate

    [TestMethod]
    public void A_convolution_is_torchs_with_weights_times_Hes_constant()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var layer = new EqualizedConvolution(3, 5, 3, Math.Sqrt(2));
        var parts = layer.state_dict();
        parts["bias"].copy_(randn(5));
        var input = randn(2, 3, 6, 4);
        var expected = nn.functional.conv2d(
            input, parts["weight"] * (Pace * Math.Sqrt(2.0 / (3 * 9))), parts["bias"], padding: [1, 1]);
        Assert.IsTrue(layer.call(input).allclose(expected, 1e-4, 1e-5));
    }

    [TestMethod]
    public void A_dense_layer_keeps_the_size_of_numbers_whatever_its_width_and_pace()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        foreach (var (inputs, pace) in new[] { (8, 1.0), (1000, 1.0), (1000, 0.1) })
        {
            using var layer = new EqualizedLinear(inputs, 2000, gain: 1, pace: pace);
            Assert.AreEqual(1, layer.call(randn(50, inputs)).std().item<float>(), 0.1, $"{inputs} inputs at {pace}");
            Assert.AreEqual(1 / (Pace * pace), layer.state_dict()["weight"].std().item<float>(), 0.05 / pace);
        }
    }

    [TestMethod]
    public void The_same_step_changes_wide_and_narrow_layers_by_the_same_share()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        foreach (var inputs in new[] { 4, 400 })
        {
            using var layer = new EqualizedLinear(inputs, 1, gain: 1, hasBias: false);
            var before = layer.call(ones(1, inputs)).item<float>();
            layer.state_dict()["weight"].add_(0.01f);
            Assert.AreEqual(0.01 * Pace * Math.Sqrt(inputs), layer.call(ones(1, inputs)).item<float>() - before, 1e-3,
                "of a sum whose deviation is √inputs / √inputs · …");
        }
    }
}
