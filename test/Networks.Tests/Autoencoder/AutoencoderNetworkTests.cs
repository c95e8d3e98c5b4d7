using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderNetworkTests
{
    private static readonly AutoencoderArchitecture Dense =
        new(6, [5, 4], 3, Activation.Tanh, Activation.Identity, Activation.Identity);

    private static readonly AutoencoderArchitecture Picture =
        new(30, [4], 3, Activation.ReLU, Activation.Identity, Activation.Sigmoid)
        {
            Convolution = new AutoencoderImageArchitecture(5, 6, 1, [2, 3], 3, DenseCode: true),
        };

    [TestMethod]
    public void An_answer_is_the_decoded_code()
    {
        foreach (var architecture in new[]
        {
            Dense, Dense with { TiedWeights = true }, Dense with { CodesKept = 1 },
            Dense with { TargetSize = 2, DecoderSizes = [7] }, Picture,
            Picture with { Convolution = Picture.Convolution! with { DenseCode = false }, CodeSize = 12 },
        })
        {
            using var scope = NewDisposeScope();
            using var network = Network(architecture);
            var rows = randn(4, architecture.InputSize);
            var code = network.Encode(rows);
            CollectionAssert.AreEqual(new long[] { 4, architecture.CodeSize }, code.shape, architecture.ToString());
            CollectionAssert.AreEqual(new long[] { 4, architecture.OutputSize }, network.call(rows).shape);
            Near(network.Decode(code), network.call(rows));
        }
    }

    [TestMethod]
    public void Layers_between_are_as_wide_as_the_architecture_says()
    {
        foreach (var architecture in new[]
        {
            Dense, Dense with { HiddenSizes = [] },
            Dense with { HiddenSizes = [.. Enumerable.Range(1, 12)], Dropout = 0.1, BatchNormalization = true },
            Picture, Picture with { Convolution = Picture.Convolution! with { DenseCode = false }, CodeSize = 12 },
        })
        {
            using var scope = NewDisposeScope();
            using var network = Network(architecture);
            var widths = network.Layers(rand(2, architecture.InputSize)).Select(layer => (int)layer.size(1)).ToArray();
            CollectionAssert.AreEqual(architecture.LayerSizes(), widths, architecture.ToString());
        }
        CollectionAssert.AreEqual(new[] { 18, 12, 4 }, Picture.LayerSizes(), "2 maps of 3x3, 3 of 2x2, then the dense layer");
    }

    [TestMethod]
    public void Tied_decoders_use_the_encoders_weights_turned_around()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(Dense with { TiedWeights = true });
        var weights = network.EncoderLayers.Select(layer => layer.weight!).ToArray();
        var biases = network.TiedBiases;
        CollectionAssert.AreEqual(new long[] { 4, 5, 6 }, biases.Select(bias => bias.size(0)).ToArray());
        Assert.IsTrue(biases.All(bias => bias.abs().sum().item<float>() == 0), "they begin at 0");
        biases[2].fill_(0.5);
        var code = randn(3, 3);
        var expected = code.matmul(weights[2]).tanh().matmul(weights[1]).tanh().matmul(weights[0]).add(0.5);
        Near(expected, network.Decode(code));
        Assert.IsEmpty(network.DecoderLayers);
        Assert.AreEqual(
            3, network.state_dict().Keys.Count(name => name.EndsWith("weight", StringComparison.Ordinal)), "each is saved once");
        CollectionAssert.AreEqual(new long[] { 4, 5, 6 }, Network(Dense).DecoderLayers.Select(layer => layer.weight!.size(0)).ToArray());
    }

    [TestMethod]
    public void Only_the_largest_numbers_of_a_sparse_code_survive()
    {
        using var scope = NewDisposeScope();
        using var whole = Network(Dense with { CodeSize = 5 });
        using var sparse = Network(Dense with { CodeSize = 5, CodesKept = 2 });
        using var loose = Network(Dense with { CodeSize = 5, CodesKept = 5 });
        var rows = randn(20, 6);
        var (all, kept) = (whole.Encode(rows).data<float>().ToArray(), sparse.Encode(rows).data<float>().ToArray());
        CollectionAssert.AreEqual(all, loose.Encode(rows).data<float>().ToArray());
        foreach (var (full, few) in all.Chunk(5).Zip(kept.Chunk(5)))
        {
            var largest = full.OrderDescending().Take(2).ToArray();
            CollectionAssert.AreEqual(full.Select(value => largest.Contains(value) ? value : 0).ToArray(), few);
        }
    }

    [TestMethod]
    public void A_variational_code_is_its_mean_and_the_spread_is_bounded()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(Dense with { LogVarianceLimit = 2 });
        Assert.AreEqual(6, network.EncoderLayers[^1].weight!.size(0), "means and spreads");
        network.EncoderLayers[^1].weight!.zero_();
        network.EncoderLayers[^1].bias!.copy_(tensor(new float[] { 1, 2, 3, -9, 0.5f, 9 }));
        var rows = randn(1, 6);
        var (mean, spread) = network.EncodeDistribution(rows);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, mean.contiguous().data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { -2, 0.5f, 2 }, spread.contiguous().data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 1, 2, 3 }, network.Encode(rows).contiguous().data<float>().ToArray());
    }

    [TestMethod]
    public void Missing_values_are_filled_with_what_was_learned_of_their_column()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(Dense with { FillsMissing = true });
        network.Fill!.copy_(arange(6));
        Assert.IsTrue(network.state_dict().ContainsKey("fill"));
        var rows = tensor(new[] { float.NaN, 10, float.NaN, 10, 10, float.NaN }, [1, 6]);
        CollectionAssert.AreEqual(new float[] { 0, 10, 2, 10, 10, 5 }, network.Filled(rows).data<float>().ToArray());
        Near(network.call(network.Filled(rows)), network.call(rows));
        using var strict = Network(Dense);
        Assert.IsNull(strict.Fill);
        Assert.IsTrue(strict.call(rows).isnan().all().item<bool>(), "nothing stands for what is missing");
    }

    [TestMethod]
    public void A_side_is_halved_and_rounded_up_and_comes_back_whole()
    {
        var shape = new AutoencoderImageArchitecture(7, 4, 2, [3, 5, 2], 3, DenseCode: false);
        CollectionAssert.AreEqual(new[] { (7, 4), (4, 2), (2, 1), (1, 1) }, shape.Extents());
        CollectionAssert.AreEqual(new[] { 3 * 8, 5 * 2, 2 }, shape.LayerSizes());
        using var scope = NewDisposeScope();
        using var network = Network(new AutoencoderArchitecture(56, [], 2, Activation.ReLU, Activation.Identity, Activation.Identity)
        {
            Convolution = shape,
        });
        CollectionAssert.AreEqual(new long[] { 3, 56 }, network.call(randn(3, 56)).shape);
        CollectionAssert.AreEqual(new long[] { 3, 2 }, network.Encode(randn(3, 56)).shape);
        Assert.IsEmpty(network.EncoderLayers);
        Assert.ThrowsExactly<OverflowException>(() => (shape with { Height = 1 << 17, Width = 1 << 17 }).LayerSizes());
    }

    [TestMethod]
    public void The_answer_of_a_picture_lies_in_the_range_of_its_last_function()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Picture with { BatchNormalization = true, Dropout = 0.2 });
        network.eval();
        var answer = network.call(randn(5, 30).mul(100));
        Assert.IsTrue(answer.ge(0).all().item<bool>() && answer.le(1).all().item<bool>());
    }

    private static AutoencoderNetwork Network(AutoencoderArchitecture architecture)
    {
        manual_seed(1);
        var network = new AutoencoderNetwork(architecture);
        network.eval();
        return network;
    }

    private static void Near(Tensor expected, Tensor actual) => Assert.IsLessThan(1e-5f, (expected - actual).abs().max().item<float>());
}
