using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Layers;

[TestClass]
public sealed class StochasticDepthTests
{
    private const int Rows = 4000;

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void A_share_of_rows_is_skipped_whole_and_the_others_make_up_for_it()
    {
        var skipped = StochasticDepth.Skip(ones(Rows, 2, 3), 0.25);
        var rows = skipped.flatten(1);
        Assert.AreEqual(0.25, rows[.., 0].eq(0).to(ScalarType.Float32).mean().item<float>(), 0.03);
        Assert.IsTrue(rows.eq(rows[.., ..1]).all().item<bool>(), "whole rows");
        Assert.AreEqual(1 / 0.75, skipped.max().item<float>(), 1e-6);
        Assert.AreEqual(1, skipped.mean().item<float>(), 0.03, "the same on average");
        Assert.AreEqual(1f, StochasticDepth.Skip(ones(5, 2), 0).min().item<float>());
        CollectionAssert.AreEqual(
            new[] { 0.1, 0.2, 0.3, 0.4 }, Enumerable.Range(1, 4).Select(i => Math.Round(StochasticDepth.ShareOf(i, 4, 0.4), 12)).ToArray());
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, false)]
    public void Skipped_pictures_take_the_shortcut_alone_and_scoring_skips_none(bool preActivates, bool bottleneck)
    {
        using var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(
            4, 3, 3, [new ResidualBlock(bottleneck ? 1 : 4) { PreActivation = preActivates, Bottleneck = bottleneck }], 2, "answer"));
        using var gradientsOff = no_grad();
        var pictures = rand(64, 4, 3, 3);
        network.SkipBlocks(0.5);
        var block = network.OutputOf(pictures, 0); // pictures are above 0, so that a rectifier leaves the shortcut as it is
        var skipped = block.sub(pictures).abs().flatten(1).amax([1L]).lt(1e-6).to(ScalarType.Float32).mean().item<float>();
        Assert.AreEqual(0.5, skipped, 0.2);
        network.eval();
        var whole = network.call(pictures);
        network.SkipBlocks(0);
        Assert.AreEqual(0f, (network.call(pictures) - whole).abs().max().item<float>());
    }

    [TestMethod]
    public void Later_blocks_are_skipped_more_often()
    {
        using var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(
            2, 4, 4, [new ResidualBlock(2), new ActivationLayer(Activation.ReLU), new ResidualBlock(2)], 2, "answer"));
        network.SkipBlocks(0.3);
        CollectionAssert.AreEqual(
            new[] { 0.15, 0.3 }, new[] { 0, 2 }.Select(i => ((IResidualModule)network.ModuleOf(i)).SkipShare).ToArray());
    }

    [TestMethod]
    public void Steps_of_skipped_rows_go_past_a_layer_of_a_transformer()
    {
        var encoder = new TransformerEncoder { HiddenSize = 4, HeadCount = 2, StochasticDepth = 0.5 };
        using var gradientsOff = no_grad();
        using var block = new TransformerBlock(encoder) { SkipShare = 0.5 };
        var steps = randn(400, 3, 4);
        var view = AttentionView.Within(null, 3);
        var passed = block.Run(steps, view, null).Output;
        var same = (passed - steps).abs().flatten(1).amax([1L]).lt(1e-6).to(ScalarType.Float32).mean().item<float>();
        Assert.AreEqual(0.25, same, 0.08, "both parts are skipped, each by itself");
        block.eval();
        Assert.AreEqual(0f, (block.Run(steps, view, null).Output - block.Run(steps, view, null).Output).abs().max().item<float>());
        using var first = new TransformerStack(encoder with { LayerCount = 1 }, 4);
        using var none = new TransformerStack(encoder with { LayerCount = 1, StochasticDepth = 0 }, 4);
        Assert.AreNotEqual(0f, (first.Read(steps, null) - first.Read(steps, null)).abs().max().item<float>());
        Assert.AreEqual(0f, (none.Read(steps, null) - none.Read(steps, null)).abs().max().item<float>());
    }
}
