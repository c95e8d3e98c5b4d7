using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>Styles, against their formula.</summary>
[TestClass]
public sealed class StyleNetworkTests
{
    private static readonly PictureShape Shape = new(1, 16, 16, 2);

    [TestMethod]
    public void A_style_sets_mean_and_deviation_of_every_channel()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var layer = new StyleLayer(null, 3, 4, 5, styleSize: 2);
        var (input, style, noise) = (randn(2, 3, 4, 5), randn(2, 2), randn(2, 1, 4, 5));
        var parts = layer.state_dict();
        parts["strength"].copy_(tensor(new float[] { 0, 0.5f, 2 }).reshape(1, 3, 1, 1));
        var found = layer.call(input, style, noise);
        var asked = style.mm(parts["style.weight"].t() * (4 / Math.Sqrt(2))) + parts["style.bias"]; // deviations − 1, then means
        for (var row = 0; row < 2; row++)
            for (var channel = 0; channel < 3; channel++)
            {
                var x = input[row, channel] + (parts["strength"][0, channel, 0, 0] * noise[row, 0]);
                x = where(x.gt(0), x, x * 0.2);
                var expected = ((x - x.mean()) / x.std(unbiased: false) * (asked[row, channel] + 1)) + asked[row, channel + 3];
                Assert.IsTrue(found[row, channel].allclose(expected, 1e-3, 1e-3), $"row {row}, channel {channel}");
            }
    }

    [TestMethod]
    public void Noise_of_the_layers_is_drawn_anew_in_training_and_in_scoring_as_is_asked_for()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(mixing: 0);
        foreach (var (name, tensor) in network.named_parameters())
            if (name.EndsWith("strength", StringComparison.Ordinal))
                tensor.fill_(1f);
        var (noise, none) = (randn(2, 4), zeros(2, 0));
        network.train();
        Assert.IsFalse(network.call(noise, none).allclose(network.call(noise, none)));
        network.eval();
        Tensor Drawn(ulong? seed)
        {
            using var random = seed is { } given ? new Generator(given) : null;
            return network.Draw(noise, none, random);
        }
        Assert.IsTrue(network.call(noise, none).allclose(Drawn(null)), "the noise that is saved");
        Assert.IsTrue(Drawn(7).allclose(Drawn(7)));
        Assert.IsFalse(Drawn(7).allclose(Drawn(8)));
        Assert.IsFalse(Drawn(7).allclose(Drawn(null)));
        Assert.IsTrue(GanNetworks.Draw(network, noise, none, null).allclose(Drawn(null)));
    }

    [TestMethod]
    public void Pictures_are_painted_in_one_style_up_to_a_layer_and_in_another_behind_it()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(mixing: 0.9);
        network.eval();
        Assert.AreEqual(6, network.StyleLayers, "two for each of 4×4, 8×8 and 16×16");
        var none = zeros(3, 0);
        var (a, b) = (network.Style(randn(3, 4), none), network.Style(randn(3, 4), none));
        var (onlyA, onlyB) = (network.Paint(_ => a, null), network.Paint(_ => b, null));
        var before = onlyB;
        for (var from = 1; from < 6; from++)
        {
            var mixed = network.Paint(layer => layer < from ? a : b, null);
            Assert.IsFalse(mixed.allclose(before, 1e-3, 1e-3), $"layer {from - 1} has its style");
            before = mixed;
        }
        Assert.IsFalse(before.allclose(onlyA, 1e-3, 1e-3), "the last layer has its style");
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.0)]
    public void In_training_pictures_have_two_styles_as_often_as_is_asked_for(double mixing)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var network = Network(mixing);
        network.train();
        foreach (var (name, tensor) in network.named_parameters())
            if (name.EndsWith("strength", StringComparison.Ordinal))
                tensor.fill_(0f); // no other chance
        var (noise, none) = (randn(8, 4), zeros(8, 0));
        var style = network.Style(noise, none);
        var alike = (network.call(noise, none) - network.Paint(_ => style, null)).abs().amax([1L]).lt(1e-4);
        Assert.AreEqual(mixing == 0 ? 8 : 0, alike.sum().item<long>());
    }

    [TestMethod]
    public void Without_classes_a_style_is_that_of_the_direction_of_the_noise()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(mixing: 0);
        var noise = randn(2, 4);
        Assert.IsTrue(network.Style(noise, zeros(2, 0)).allclose(network.Style(noise * 3, zeros(2, 0)), 1e-3, 1e-4));
    }

    private static StyleGeneratorNetwork Network(double mixing)
    {
        var form = new StyleGenerator { Filters = 2, MappingLayers = 2, StyleMixing = mixing };
        return new StyleGeneratorNetwork(
            new GeneratorArchitecture([new RowBlock(RowBlockKind.Bounded, 256)], 4, 0, [], false, Shape, Growing: form), form)
        {
            Growth = Growth.Whole(2),
        };
    }
}
