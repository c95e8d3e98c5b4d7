using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Autoencoder;

[TestClass]
public sealed class WindowAutoencoderNetworkTests
{
    private static readonly WindowAutoencoderArchitecture Architecture = new(new GruEncoder { HiddenSize = 4 }, 5, 3, 2);

    [TestMethod]
    public void Shapes_are_those_of_the_windows()
    {
        using var scope = NewDisposeScope();
        using var network = new WindowAutoencoderNetwork(Architecture);
        var steps = network.Scaled(rand(7, 15));
        CollectionAssert.AreEqual(new long[] { 7, 5, 3 }, steps.shape);
        CollectionAssert.AreEqual(new long[] { 7, 5, 3 }, network.Reconstruct(steps, zeros(7, 3)).shape);
        CollectionAssert.AreEqual(new long[] { 7, 2 }, network.call(rand(7, 15)).shape);
        CollectionAssert.AreEqual(new long[] { 7, 3 }, network.Oddness(steps).shape);
    }

    [TestMethod]
    public void What_is_hidden_says_nothing()
    {
        using var scope = NewDisposeScope();
        using var network = new WindowAutoencoderNetwork(Architecture);
        var steps = rand(7, 5, 3);
        var other = steps.clone();
        other.select(2, 1).add_(9);
        var hidden = zeros(7, 3);
        hidden.select(1, 1).fill_(1);
        Assert.IsTrue(network.Reconstruct(steps, hidden).allclose(network.Reconstruct(other, hidden)));
        Assert.IsFalse(network.Reconstruct(steps, zeros(7, 3)).allclose(network.Reconstruct(other, zeros(7, 3))));
        Assert.IsFalse(network.Reconstruct(steps, zeros(7, 3)).allclose(network.Reconstruct(steps, hidden)));
    }

    [TestMethod]
    public void Rows_that_were_measured_are_usual_in_the_mean_whatever_the_batches()
    {
        using var scope = NewDisposeScope();
        using var network = new WindowAutoencoderNetwork(Architecture);
        network.eval();
        var rows = rand(11, 15);
        network.Measure([rows.narrow(0, 0, 8), rows.narrow(0, 8, 3)]);
        foreach (var without in new int?[] { null, 0, 2 })
        {
            var means = network.Oddness(network.Scaled(rows), without).mean([0L]).data<float>().ToArray();
            foreach (var mean in means)
                Assert.AreEqual(1, mean, 1e-5);
        }
    }

    [TestMethod]
    public void Oddness_is_the_mean_of_the_window_and_its_worst_step_over_what_is_usual()
    {
        using var scope = NewDisposeScope();
        using var network = new WindowAutoencoderNetwork(Architecture);
        network.eval();
        var steps = rand(2, 5, 3);
        var errors = (steps - network.Reconstruct(steps, zeros(2, 3))).pow(2);
        var expected = (errors.mean([1L]) + errors.amax([1L])) / 2; // before measuring all is usual
        Assert.IsTrue(expected.allclose(network.Oddness(steps)));
    }
}
