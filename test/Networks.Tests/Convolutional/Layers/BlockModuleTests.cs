using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Pooling, normalization, shortcuts and blocks, each alone.</summary>
[TestClass]
public sealed class BlockModuleTests
{
    private static readonly LayerShape Input = new(2, 4, 4);

    [TestMethod]
    public void Pooling_takes_the_largest_or_the_mean_of_each_window()
    {
        using var scope = NewDisposeScope();
        var picture = arange(16, dtype: float32).reshape(1, 1, 4, 4);
        var one = new LayerShape(1, 4, 4);
        CollectionAssert.AreEqual(new float[] { 5, 7, 13, 15 }, Answer(new PoolingLayer(PoolingKind.Maximum), one, picture));
        CollectionAssert.AreEqual(new[] { 2.5f, 4.5f, 10.5f, 12.5f }, Answer(new PoolingLayer(PoolingKind.Average), one, picture));
        CollectionAssert.AreEqual(new[] { 7.5f }, Answer(new PoolingLayer(PoolingKind.GlobalAverage), one, picture));
        CollectionAssert.AreEqual(new[] { 15f }, Answer(new PoolingLayer(PoolingKind.GlobalMaximum), one, picture));
        CollectionAssert.AreEqual(new[] { 2.5f, 4.5f, 10.5f, 12.5f }, Answer(new PoolingLayer(PoolingKind.AdaptiveAverage), one, picture));
        CollectionAssert.AreEqual(new float[] { 5 }, Answer(new PoolingLayer(PoolingKind.Average, 3) { Stride = 2 }, one, picture));
        CollectionAssert.AreEqual(new float[] { 10, 11, 14, 15 },
            Answer(new PoolingLayer(PoolingKind.Maximum, 3) { Stride = 2, RoundUp = true }, one, picture));
        CollectionAssert.AreEqual(new[] { 0f, 5 / 9f, 4 / 9f },
            Answer(new PoolingLayer(PoolingKind.Average, 3) { Stride = 4, Padding = 1 }, new LayerShape(3, 1, 1),
                tensor(new float[] { 0, 5, 4 }, [1, 3, 1, 1])), "zeros around count");
    }

    [TestMethod]
    public void Pooled_shapes_are_those_of_the_modules_and_a_row_is_refused()
    {
        using var scope = NewDisposeScope();
        PoolingLayer[] layers =
        [
            new(PoolingKind.Maximum, 3) { Stride = 1, Padding = 1 }, new(PoolingKind.Average, 3) { RoundUp = true },
            new(PoolingKind.Average),
            new(PoolingKind.AdaptiveAverage, 3), new(PoolingKind.GlobalAverage), new(PoolingKind.GlobalMaximum),
        ];
        foreach (var layer in layers)
        {
            var input = new LayerShape(2, 7, 5);
            using var module = layer.Create(input, default);
            var shape = layer.OutputOf(input);
            CollectionAssert.AreEqual(
                new long[] { 3, shape.Channels, shape.Height, shape.Width }, module.call(zeros(3, 2, 7, 5)).shape, layer.Details);
            Assert.AreEqual(0, layer.ParametersFor(input));
            Assert.ThrowsExactly<LayerSizeException>(() => layer.OutputOf(LayerShape.Flat(70)));
        }
    }

    [TestMethod]
    public void A_flat_row_is_normalized_number_by_number_and_a_picture_plane_by_plane()
    {
        using var scope = NewDisposeScope();
        var layer = new BatchNormalizationLayer { Epsilon = 1e-9, Momentum = 0.5 };
        using var rows = layer.Create(LayerShape.Flat(2), default);
        var answer = rows.call(tensor(new float[] { 1, 10, 3, 30 }, [2, 2]));
        Assert.IsLessThan(1e-4f, (answer - tensor(new float[] { -1, -1, 1, 1 }, [2, 2])).abs().max().item<float>());
        using var planes = layer.Create(new LayerShape(1, 1, 2), default);
        Assert.IsLessThan(1e-4f, (planes.call(tensor(new float[] { 1, 3 }, [1, 1, 1, 2])) - tensor(new float[] { -1, 1 }, [1, 1, 1, 2]))
            .abs().max().item<float>());
        var running = planes.state_dict();
        Assert.AreEqual(1f, running["running_mean"].item<float>(), 1e-6, "half of the mean, 2");
        Assert.AreEqual(1.5f, running["running_var"].item<float>(), 1e-6, "half of 1 and half of 2, unbiased");
        Assert.AreEqual(4, layer.ParametersFor(LayerShape.Flat(2)));
        Assert.AreEqual(4, layer.ParametersFor(Input));
        Assert.AreEqual(Input, layer.OutputOf(Input));
    }

    [TestMethod]
    public void Dense_flatten_and_dropout_give_the_shapes_that_they_say()
    {
        using var scope = NewDisposeScope();
        var picture = arange(32, dtype: float32).reshape(1, 2, 4, 4);
        using var flatten = new FlattenLayer().Create(Input, default);
        CollectionAssert.AreEqual(picture.data<float>().ToArray(), flatten.call(picture).data<float>().ToArray());
        Assert.AreEqual(LayerShape.Flat(32), new FlattenLayer().OutputOf(Input));
        Assert.AreEqual(LayerShape.Flat(5), new DenseLayer(5).OutputOf(Input));
        Assert.AreEqual((32 * 5) + 5, new DenseLayer(5).ParametersFor(Input));
        Assert.AreEqual(32 * 5, (new DenseLayer(5) { Bias = false }).ParametersFor(Input));
        using var dropout = new DropoutLayer(0.5).Create(Input, default);
        dropout.eval();
        CollectionAssert.AreEqual(picture.data<float>().ToArray(), dropout.call(picture).data<float>().ToArray(), "scoring drops nothing");
        dropout.train();
        manual_seed(1);
        var kept = dropout.call(ones(10_000)).data<float>().ToArray();
        Assert.IsTrue(kept.All(value => value is 0 or 2), "what is left is scaled up");
        Assert.AreEqual(0.5, kept.Count(value => value == 0) / 10_000.0, 0.03);
    }

    [TestMethod]
    public void A_rectifier_writes_over_its_input_only_where_nobody_else_reads_it()
    {
        foreach (var may in new[] { true, false })
        {
            using var scope = NewDisposeScope();
            var values = tensor(new float[] { -1, 2 });
            using var module = new ActivationLayer(Activation.ReLU).Create(LayerShape.Flat(2), new LayerBuild(1, may));
            CollectionAssert.AreEqual(new float[] { 0, 2 }, module.call(values).data<float>().ToArray());
            CollectionAssert.AreEqual(new float[] { may ? 0 : -1, 2 }, values.data<float>().ToArray());
        }
        Assert.AreEqual(1, new ActivationLayer(Activation.ParametricReLU).ParametersFor(Input));
        Assert.AreEqual(0, new ActivationLayer(Activation.ELU).ParametersFor(Input));
    }

    [TestMethod]
    public void A_residual_block_without_convolutions_hands_its_input_on()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var picture = randn(2, 4, 4, 4);
        foreach (var bottleneck in new[] { false, true })
        {
            var block = new ResidualBlock(bottleneck ? 1 : 4) { Bottleneck = bottleneck };
            var input = new LayerShape(4, 4, 4);
            Assert.IsFalse(block.Projects(input));
            using var after = Silenced(block.Create(input, default));
            Near(picture.relu(), after.call(picture));
            using var before = Silenced((block with { PreActivation = true }).Create(input, default));
            Near(picture, before.call(picture)); // the sum passes on untouched
        }
    }

    [TestMethod]
    public void A_residual_block_does_not_write_over_its_input()
    {
        using var scope = NewDisposeScope();
        var picture = randn(2, 2, 4, 4);
        var before = picture.data<float>().ToArray();
        foreach (var preActivation in new[] { false, true })
        {
            using var module = new ResidualBlock(2) { PreActivation = preActivation }.Create(Input, default);
            module.call(picture);
            CollectionAssert.AreEqual(before, picture.data<float>().ToArray());
        }
    }

    [TestMethod]
    public void Blocks_have_the_shapes_and_weights_that_they_say()
    {
        using var scope = NewDisposeScope();
        var input = new LayerShape(3, 5, 6);
        var blocks =
            from filters in new[] { 3, 4 }
            from stride in new[] { 1, 2 }
            from bottleneck in new[] { false, true }
            from before in new[] { false, true }
            select (ConvolutionalLayer)new ResidualBlock(filters) { Stride = stride, Bottleneck = bottleneck, PreActivation = before };
        foreach (var block in blocks.Append(new InceptionBlock(1, 2, 3, 4, 5, 6))
            .Append(new InceptionBlock(2, 1, 2, 1, 2, 1) { LargeKernel = 3 }))
        {
            using var module = block.Create(input, default);
            var shape = block.OutputOf(input);
            CollectionAssert.AreEqual(
                new long[] { 2, shape.Channels, shape.Height, shape.Width }, module.call(randn(2, 3, 5, 6)).shape, block.ToString());
            Assert.AreEqual(module.parameters().Sum(weight => weight.numel()), block.ParametersFor(input), block.ToString());
            Assert.IsTrue(block.BeginsBlock);
            Assert.ThrowsExactly<LayerSizeException>(() => block.OutputOf(LayerShape.Flat(90)));
        }
    }

    [TestMethod]
    public void The_branches_of_an_inception_block_lie_side_by_side_in_order()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var module = new InceptionBlock(1, 1, 2, 1, 3, 4).Create(Input, default);
        module.eval();
        var picture = randn(1, 2, 4, 4);
        var whole = module.call(picture);
        foreach (var (branch, first, count) in new[] { ("branch1", 0, 1), ("branch2.1", 1, 2), ("branch3.1", 3, 3), ("branch4.1", 6, 4) })
        {
            var kernel = module.state_dict()[$"{branch}.conv.weight"];
            var kept = kernel.clone();
            kernel.zero_();
            var without = module.call(picture);
            kernel.copy_(kept);
            for (var channel = 0; channel < 10; channel++)
                if (channel < first || channel >= first + count)
                    Assert.AreEqual(0f, (whole - without)[0, channel].abs().max().item<float>(), $"{branch}: channel {channel}");
            Assert.AreEqual(0f, without.narrow(1, first, count).abs().max().item<float>(), branch);
        }
    }

    [TestMethod]
    public void An_auxiliary_head_passes_its_shape_on_and_answers_beside()
    {
        using var scope = NewDisposeScope();
        var head = new AuxiliaryHead { Filters = 3, Units = 5 };
        Assert.AreEqual(Input, head.OutputOf(Input));
        Assert.AreEqual(0, head.ParametersFor(Input), "it is there in training only");
        Assert.ThrowsExactly<LayerSizeException>(() => head.OutputOf(LayerShape.Flat(3)));
        using var module = head.Create(Input, new LayerBuild(7, false));
        CollectionAssert.AreEqual(new long[] { 2, 7 }, module.call(randn(2, 2, 9, 6)).shape, "of pictures of any size");
    }

    private static float[] Answer(PoolingLayer layer, LayerShape input, Tensor picture)
    {
        using var module = layer.Create(input, default);
        return [.. module.call(picture).contiguous().data<float>().ToArray()];
    }

    // All convolutions answer 0, and so do the normalizations behind them.
    private static Module<Tensor, Tensor> Silenced(Module<Tensor, Tensor> module)
    {
        foreach (var (name, weight) in module.named_parameters())
            if (name.StartsWith("conv", StringComparison.Ordinal))
                weight.zero_();
        module.eval();
        return module;
    }

    private static void Near(Tensor expected, Tensor actual) => Assert.IsLessThan(1e-5f, (expected - actual).abs().max().item<float>());
}
