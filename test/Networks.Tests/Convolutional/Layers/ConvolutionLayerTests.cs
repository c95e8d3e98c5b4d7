using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Convolutions of every form against loops over pixels.</summary>
[TestClass]
public sealed class ConvolutionLayerTests
{
    private static readonly LayerShape Input = new(4, 7, 6);

    public static IEnumerable<object[]> Layers =>
    [
        [new ConvolutionLayer(3, 3)],
        [new ConvolutionLayer(3, 3) { Bias = false, Stride = 2, Padding = 1 }],
        [new ConvolutionLayer(2, 2) { KernelWidth = 3, Padding = ConvolutionPadding.Same }],
        [new ConvolutionLayer(2, 4) { KernelWidth = 2, Padding = ConvolutionPadding.Same, Stride = 3 }],
        [new ConvolutionLayer(2, 3) { Padding = ConvolutionPadding.Causal, Dilation = 2 }],
        [new ConvolutionLayer(2, 3) { Padding = ConvolutionPadding.Circular }],
        [new ConvolutionLayer(2, 4) { KernelWidth = 2, Padding = ConvolutionPadding.Circular, Stride = 2, Dilation = 2 }],
        [new ConvolutionLayer(6, 2) { Groups = 2, Dilation = 3 }],
        [new ConvolutionLayer(4, 1) { Groups = 4 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Layers))]
    public void Every_output_is_the_sum_over_its_window(ConvolutionLayer layer)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var module = layer.Create(Input, default);
        var state = module.state_dict();
        var kernel = state.Single(weight => weight.Key.EndsWith("weight", StringComparison.Ordinal)).Value;
        var bias = state.SingleOrDefault(weight => weight.Key.EndsWith("bias", StringComparison.Ordinal)).Value;
        var picture = randn(1, Input.Channels, Input.Height, Input.Width);
        var answer = module.call(picture);
        var shape = layer.OutputOf(Input);
        CollectionAssert.AreEqual(new long[] { 1, shape.Channels, shape.Height, shape.Width }, answer.shape);
        for (var filter = 0; filter < shape.Channels; filter++)
            for (var y = 0; y < shape.Height; y++)
                for (var x = 0; x < shape.Width; x++)
                {
                    var expected = Windowed(layer, kernel, picture, filter, y, x) + (bias is null ? 0 : bias[filter].item<float>());
                    Assert.AreEqual(expected, answer[0, filter, y, x].item<float>(), 1e-5, $"filter {filter}, ({y}, {x})");
                }
    }

    [TestMethod]
    [DynamicData(nameof(Layers))]
    public void The_number_of_weights_is_that_of_the_module(ConvolutionLayer layer)
    {
        foreach (var form in new[] { layer, layer with { Bias = !layer.Bias }, layer with { Groups = 1, DepthwiseSeparable = true } })
        {
            using var module = form.Create(Input, default);
            Assert.AreEqual(module.parameters().Sum(weight => weight.numel()), form.ParametersFor(Input), form.ToString());
        }
    }

    [TestMethod]
    public void A_separable_convolution_filters_each_channel_alone_and_then_mixes_them()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(2);
        var layer = new ConvolutionLayer(3, 3) { DepthwiseSeparable = true, Padding = 1, Stride = 2 };
        using var module = layer.Create(Input, default);
        var state = module.state_dict();
        var (filters, mix, bias) = (state["depthwise.weight"], state["pointwise.weight"], state["pointwise.bias"]);
        CollectionAssert.AreEqual(new long[] { 4, 1, 3, 3 }, filters.shape);
        CollectionAssert.AreEqual(new long[] { 3, 4, 1, 1 }, mix.shape);
        var picture = randn(2, Input.Channels, Input.Height, Input.Width);
        // As one full convolution: the kernel of filter f and channel c is mix[f, c] times the filter of c.
        var whole = nn.functional.conv2d(picture, mix * filters.transpose(0, 1), bias, [2L, 2], [1L, 1]);
        Assert.IsLessThan(1e-5f, (whole - module.call(picture)).abs().max().item<float>());
        Assert.AreEqual(36 + 12 + 3, layer.ParametersFor(Input));
    }

    [TestMethod]
    public void A_transposed_convolution_spreads_each_pixel_over_its_window()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var layer = new ConvolutionLayer(1, 2) { Transposed = true, Stride = 2, Bias = false };
        var input = new LayerShape(1, 2, 2);
        using var module = layer.Create(input, default);
        module.state_dict()["weight"].copy_(tensor(new float[] { 1, 2, 3, 4 }, [1, 1, 2, 2]));
        Assert.AreEqual(new LayerShape(1, 4, 4), layer.OutputOf(input));
        CollectionAssert.AreEqual(
            new float[] { 1, 2, 10, 20, 3, 4, 30, 40, 100, 200, 0, 0, 300, 400, 0, 0 },
            module.call(tensor(new float[] { 1, 10, 100, 0 }, [1, 1, 2, 2])).data<float>().ToArray());
        Assert.AreEqual(4, layer.ParametersFor(input));
    }

    [TestMethod]
    public void Channels_that_groups_do_not_divide_and_rows_are_refused()
    {
        var layer = new ConvolutionLayer(6, 1) { Groups = 3 };
        StringAssert.Contains(Assert.ThrowsExactly<LayerSizeException>(() => layer.OutputOf(Input)).Message,
            "Groups is 3; it must be a divisor of the 4 channels that come in");
        Assert.ThrowsExactly<LayerSizeException>(() => layer.OutputOf(LayerShape.Flat(6)));
    }

    [TestMethod]
    public void A_circular_convolution_of_a_shifted_picture_is_shifted_and_a_padded_one_is_not()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(3);
        var picture = randn(1, 4, 7, 6);
        foreach (var (padding, shifts) in new[] { (ConvolutionPadding.Circular, true), (ConvolutionPadding.Same, false) })
        {
            using var module = new ConvolutionLayer(2, 3) { Padding = padding }.Create(Input, default);
            var apart = (module.call(picture.roll([3, 2], [2, 3])) - module.call(picture).roll([3, 2], [2, 3])).abs().max().item<float>();
            Assert.AreEqual(shifts, apart < 1e-5, $"{padding}: {apart}");
        }
        StringAssert.Contains(
            Assert.ThrowsExactly<LayerSizeException>(
                () => new ConvolutionLayer(2, 3) { Padding = ConvolutionPadding.Circular, Dilation = 7 }.OutputOf(Input)).Message,
            "circular padding needs 7 pixels of the opposite side, but there are 6");
    }

    [TestMethod]
    public void An_even_padding_needs_no_pass_of_its_own()
    {
        using var even = new ConvolutionLayer(1, 3) { Padding = ConvolutionPadding.Same }.Create(Input, default);
        using var odd = new ConvolutionLayer(1, 2) { Padding = ConvolutionPadding.Same }.Create(Input, default);
        Assert.IsInstanceOfType<TorchSharp.Modules.Conv2d>(even);
        Assert.IsInstanceOfType<PaddedConvolution>(odd);
        GC.Collect(); // what earlier tests have left goes now, not while this one counts
        GC.WaitForPendingFinalizers();
        var before = LiveTensors.Count();
        using (var picture = zeros(1, 4, 7, 6))
        using (odd.call(picture))
            Assert.AreEqual(before + 2, Tensor.TotalCount, "the padded picture is let go");
    }

    // Multiplies a window with its filter; what lies outside the picture is 0.
    private static double Windowed(ConvolutionLayer layer, Tensor kernel, Tensor picture, int filter, int y, int x)
    {
        var (height, width) = ((int)kernel.size(2), (int)kernel.size(3));
        var (top, left) = (Before(layer, height, Input.Height), Before(layer, width, Input.Width));
        var (members, perGroup) = (Input.Channels / layer.Groups, layer.Filters / layer.Groups);
        var sum = 0.0;
        for (var member = 0; member < members; member++)
            for (var row = 0; row < height; row++)
                for (var column = 0; column < width; column++)
                {
                    var (atY, atX) = (
                        (y * layer.Stride) + (row * layer.Dilation) - top, (x * layer.Stride) + (column * layer.Dilation) - left);
                    if (layer.Padding.Kind == PaddingKind.Circular)
                        (atY, atX) = ((atY + Input.Height) % Input.Height, (atX + Input.Width) % Input.Width);
                    if (atY < 0 || atX < 0 || atY >= Input.Height || atX >= Input.Width)
                        continue;
                    var channel = (filter / perGroup * members) + member;
                    sum += (double)kernel[filter, member, row, column].item<float>() * picture[0, channel, atY, atX].item<float>();
                }
        return sum;
    }

    private static int Before(ConvolutionLayer layer, int taps, int n)
    {
        var extent = (layer.Dilation * (taps - 1)) + 1;
        var needed = ((((n + layer.Stride - 1) / layer.Stride) - 1) * layer.Stride) + extent - n;
        return layer.Padding.Kind switch
        {
            PaddingKind.Causal => extent - 1,
            PaddingKind.Same or PaddingKind.Circular => Math.Max(0, needed) / 2,
            _ => layer.Padding.Size,
        };
    }
}
