using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Transposed convolutions to few channels against torch's own on the same weights.</summary>
[TestClass]
public sealed class NarrowingConvolutionTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(16, 1, 4, 2, 1, 0, 1, true, 1)]
    [DataRow(16, 1, 4, 2, 1, 0, 1, true, 2)]
    [DataRow(40, 2, 3, 2, 1, 1, 1, true, 1)]
    [DataRow(17, 1, 5, 3, 0, 2, 1, false, 1)]
    [DataRow(48, 3, 3, 1, 2, 0, 2, true, 1)]
    [DataRow(48, 3, 1, 1, 0, 0, 1, false, 1)]
    [DataRow(33, 2, 6, 3, 2, 1, 1, true, 2)]
    public void It_answers_and_learns_as_torch_does(
        int from, int to, int kernel, int stride, int padding, int outputPadding, int dilation, bool bias, int threads)
    {
        using var allowed = new IntraOpThreads(threads);
        using var plain = Plain(from, to, kernel, stride, padding, outputPadding, dilation, bias);
        using var narrowing = NarrowingConvolution.Of(Plain(from, to, kernel, stride, padding, outputPadding, dilation, bias));
        Assert.IsInstanceOfType<NarrowingConvolution>(narrowing);
        Assert.AreEqual(
            string.Join(' ', plain.state_dict().Keys.Order()), string.Join(' ', narrowing.state_dict().Keys.Order()), "names");
        foreach (var (name, tensor) in plain.state_dict())
            TensorAssert.AreSame(tensor, narrowing.state_dict()[name], name);
        var input = randn(3, from, 5, 7, generator: new Generator(2));
        var (mine, other) = (input.clone().requires_grad_(true), input.clone().requires_grad_(true));
        var (expected, actual) = (plain.call(other), narrowing.call(mine));
        TensorAssert.AreClose(expected, actual, 1e-5);
        var slope = randn(expected.shape, generator: new Generator(3));
        expected.backward([slope]);
        actual.backward([slope]);
        TensorAssert.AreClose(other.grad!, mine.grad!, 1e-5, "slope of the input");
        foreach (var ((name, parameter), (_, own)) in plain.named_parameters().OrderBy(p => p.name)
            .Zip(narrowing.named_parameters().OrderBy(p => p.name)))
            TensorAssert.AreClose(parameter.grad!, own.grad!, 1e-4, name);
    }

    [TestMethod]
    [DataRow(15, 1, 1)]
    [DataRow(31, 2, 1)]
    [DataRow(32, 2, 2)]
    public void One_to_more_channels_or_of_groups_stays_as_it_is(int from, int to, int groups)
    {
        using var plain = nn.ConvTranspose2d(from, to, 4, stride: 2, padding: 1, groups: groups);
        Assert.AreSame(plain, NarrowingConvolution.Of(plain));
    }

    [TestMethod]
    public void Weights_that_were_saved_by_torchs_own_are_read()
    {
        using var plain = Plain(16, 1, 4, 2, 1, 0, 1, bias: true);
        using var narrowing = NarrowingConvolution.Of(nn.ConvTranspose2d(16, 1, 4, stride: 2, padding: 1));
        narrowing.load_state_dict(plain.state_dict());
        var input = randn(2, 16, 3, 3, generator: new Generator(2));
        TensorAssert.AreClose(plain.call(input), narrowing.call(input), 1e-5);
    }

    [TestMethod]
    public void In_numbers_of_16_bits_its_sums_are_of_32()
    {
        using var allowed = new IntraOpThreads(1);
        using var narrowing = NarrowingConvolution.Of(Plain(64, 1, 4, 2, 1, 0, 1, bias: true));
        var input = randn(2, 64, 5, 5, generator: new Generator(2));
        var expected = narrowing.call(input);
        using var region = MixedPrecision.Begin(Precision.BFloat16);
        var actual = narrowing.call(input);
        Assert.AreEqual(ScalarType.Float32, actual.dtype);
        TensorAssert.AreClose(expected, actual, 0.05);
    }

    private static ConvTranspose2d Plain(
        int from, int to, int kernel, int stride, int padding, int outputPadding, int dilation, bool bias)
    {
        manual_seed(1);
        return nn.ConvTranspose2d(
            from, to, kernel, stride: stride, padding: padding, output_padding: outputPadding, dilation: dilation, bias: bias);
    }
}
