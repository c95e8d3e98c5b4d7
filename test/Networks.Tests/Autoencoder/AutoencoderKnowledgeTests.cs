using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Autoencoder;

/// <summary>What an autoencoder gets to know of the rows after its training.</summary>
[TestClass]
public sealed class AutoencoderKnowledgeTests
{
    private static readonly AutoencoderArchitecture Plain =
        new(2, [], 1, Activation.Identity, Activation.Identity, Activation.Identity) { FillsMissing = true };

    [TestMethod]
    public void What_it_knows_is_part_of_it_and_of_what_rebuilds_it()
    {
        using var scope = NewDisposeScope();
        using var network = new AutoencoderNetwork(Plain);
        Assert.IsNull(network.Neighbours);
        network.Know(new NormalFill(2));
        network.Know(new NeighbourDistances(new NeighbourArchitecture(4, Decorrelates: true), 2));
        Assert.IsTrue(network.Architecture.FillsByNormal);
        Assert.AreEqual(new NeighbourArchitecture(4, true), network.Architecture.Neighbours);
        using var again = new AutoencoderNetwork(network.Architecture);
        CollectionAssert.AreEquivalent(
            network.state_dict().Select(w => $"{w.Key} {string.Join("x", w.Value.shape)}").ToArray(),
            again.state_dict().Select(w => $"{w.Key} {string.Join("x", w.Value.shape)}").ToArray());
        Assert.IsTrue(again.state_dict().ContainsKey("normal.covariance") && again.state_dict().ContainsKey("neighbours.turned"));
    }

    [TestMethod]
    public void Holes_are_filled_by_the_reconstruction_until_the_distribution_is_known()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = new AutoencoderNetwork(Plain);
        foreach (var weight in network.parameters())
            weight.zero_();
        network.DecoderLayers[0].bias!.copy_(tensor(new float[] { 5, 6 }));
        var rows = tensor(new[] { float.NaN, 1, 2, float.NaN }, [2, 2]);
        Check([5, 1, 2, 6], network.Complete(rows));
        network.Know(Normal([10, 20], [4, 2, 2, 9]));
        Check([10 + (2 / 9f * -19), 1, 2, 20 - 4], network.Complete(rows), "10 + 2 ÷ 9 · (1 - 20), and 20 + 2 ÷ 4 · (2 - 10)");
    }

    [TestMethod]
    public void A_distribution_of_scaled_numbers_fills_in_their_own_unit()
    {
        using var scope = NewDisposeScope();
        using var network = new AutoencoderNetwork(Plain with { Scaling = ScalingForm.Linear });
        network.Scaling!.Set(new ColumnScales([100, 1000], [0.1f, 0.01f], [0, 0], [ScalingCurve.Straight, ScalingCurve.Straight]));
        network.Know(Normal([0, 0], [1, 0.5f, 0.5f, 1]));
        var filled = network.Complete(tensor(new[] { 120, float.NaN, float.NaN, float.NaN }, [2, 2]));
        Check([120, 1100, 100, 1000], filled, "2 deviations of 10 above make 1 deviation of 100");
    }

    private static NormalFill Normal(float[] mean, float[] covariance)
    {
        var fill = new NormalFill(2);
        fill.state_dict()["mean"].copy_(tensor(mean));
        fill.state_dict()["covariance"].copy_(tensor(covariance, [2, 2]));
        return fill;
    }

    private static void Check(float[] expected, Tensor found, string? why = null)
    {
        var numbers = found.contiguous().data<float>().ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], 1e-3f, $"number {i}. {why}");
    }
}
