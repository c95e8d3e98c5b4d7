using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

[TestClass]
public sealed class TapWindowTests
{
    [TestMethod]
    [DataRow(3, 3, 1, 1, 1, 1)]
    [DataRow(3, 3, 1, 2, 1, 2)]
    [DataRow(5, 3, 0, 4, 2, 1)]
    [DataRow(2, 7, 1, 1, 3, 4)]
    public void Rectangles_are_copied_from_the_kernels_and_back_by_one_thread_and_by_several(
        int height, int width, int top, int rows, int left, int taps)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var window = new TapWindow(height, width, top, rows, left, taps);
        foreach (var (filters, channels) in new[] { (3, 5), (256, 160) }) // more kernels than one thread takes
        {
            var weight = randn(filters, channels, height, width);
            var expected = weight.narrow(2, top, rows).narrow(3, left, taps);
            var part = window.Of(weight);
            Assert.IsTrue(part.equal(expected.flatten(1)).all().Read<bool>());

            var changed = zeros_like(weight);
            window.Scatter(part.Floats(), changed.Floats());
            Assert.IsTrue(changed.narrow(2, top, rows).narrow(3, left, taps).equal(expected).all().Read<bool>());
            Assert.AreEqual(part.count_nonzero().Read<long>(), changed.count_nonzero().Read<long>(), "nothing around them");
        }
    }

    [TestMethod]
    public void Lengths_that_do_not_belong_together_are_refused()
    {
        var window = new TapWindow(3, 3, 1, 1, 1, 1);
        Assert.ThrowsExactly<ArgumentException>(() => window.Gather(new float[18], new float[3]));
        Assert.ThrowsExactly<ArgumentException>(() => window.Gather(new float[17], new float[2]));
        Assert.ThrowsExactly<ArgumentException>(() => window.Scatter(new float[1], new float[18]));
    }

    [TestMethod]
    public void Taps_are_offered_while_one_caller_moves_them_and_slopes_are_asked_for()
    {
        using var scope = NewDisposeScope();
        var (window, weight) = (new TapWindow(3, 3, 1, 1, 1, 1), new Parameter(randn(4, 6, 3, 3)));
        Assert.IsNull(ReachedTaps.Begin(new Parameter(randn(4, 6))), "no convolution's");
        Assert.IsNull(ReachedTaps.Begin(new Parameter(randn(4, 6, 3, 3, dtype: float64))));
        using (var taps = ReachedTaps.Begin(weight)!)
        {
            Assert.AreSame(taps, ReachedTaps.Of(weight));
            Assert.AreEqual(window.Of(weight).sum().Read<float>(), taps.For(window)!.sum().Read<float>(), 1e-5f);
            Assert.IsNull(taps.For(window with { Left = 0 }), "others than those of the first pass");
            using (no_grad())
                Assert.IsNull(taps.For(window));
            weight.requires_grad = false;
            Assert.IsNull(taps.For(window), "frozen");
            weight.requires_grad = true;
            Assert.IsNull(ReachedTaps.Begin(weight), "moved by somebody else");
            Assert.IsNull(taps.For(window), "by both");
        }
        Assert.IsNull(ReachedTaps.Of(weight));
    }
}
