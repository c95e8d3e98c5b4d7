using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks.Tests.Convolutional;

[TestClass]
public sealed class PixelProductTests
{
    [TestMethod]
    [DataRow(3, 1, 1, 1, true)]  // the tap in the middle alone
    [DataRow(3, 2, 1, 2, true)]
    [DataRow(3, 2, 1, 1, true)]
    [DataRow(5, 1, 0, 5, true)]  // all taps
    [DataRow(1, 2, 0, 2, true)]
    [DataRow(5, 3, 2, 3, true)]
    [DataRow(7, 2, 3, 2, true)]
    [DataRow(3, 1, 1, 2, false)] // four pixels
    [DataRow(3, 2, 1, 3, false)]
    [DataRow(3, 1, 3, 1, false)]
    public void A_convolution_and_its_slopes_stay_what_they_are(int kernel, int stride, int padding, int side, bool isOnePixel)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var convolution = Conv2d(6, 4, kernel, stride: stride, padding: padding);
        var read = randn(3, 6, side, side).requires_grad_();
        var answers = new Tensor[2];
        var slopes = new Tensor[2][];
        for (var way = 0; way < 2; way++)
        {
            answers[way] = way == 0 ? convolution.call(read) : PixelProduct.Of(convolution, read);
            slopes[way] = [.. autograd.grad([answers[way].sin().sum()], [read, convolution.weight!, convolution.bias!])];
        }
        Assert.AreEqual(isOnePixel, answers[0].size(2) * answers[0].size(3) == 1);
        AssertEqual(answers[0], answers[1]);
        foreach (var (expected, actual) in slopes[0].Zip(slopes[1]))
            AssertEqual(expected, actual);
    }

    [TestMethod]
    public void Sides_of_unlike_windows_and_pictures_are_told_apart()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var convolution = Conv2d(2, 5, (3, 4), stride: (2, 3), padding: (1, 0), bias: false);
        var read = randn(3, 2, 2, 6);
        AssertEqual(convolution.call(read), PixelProduct.Of(convolution, read));
    }

    [TestMethod]
    public void Groups_dilation_and_other_paddings_are_left_to_the_convolution()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Conv2d[] convolutions =
        [
            Conv2d(4, 4, 3, padding: 1, groups: 2), Conv2d(4, 4, 2, dilation: 2),
            Conv2d(4, 4, 3, padding: 1, padding_mode: PaddingModes.Replicate),
        ];
        foreach (var (convolution, side) in convolutions.Zip([1, 3, 1]))
        {
            var read = randn(3, 4, side, side);
            AssertEqual(convolution.call(read), PixelProduct.Of(convolution, read));
        }
    }

    private static void AssertEqual(Tensor expected, Tensor actual)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape);
        Assert.IsTrue(expected.allclose(actual, 1e-5, 1e-6));
    }
}
