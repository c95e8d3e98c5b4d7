using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests;

/// <summary>Comparisons of tensors, and gradients by finite differences.</summary>
internal static class TensorAssert
{
    /// <summary>Fails unless shapes are the same and no number differs by more than a little.</summary>
    public static void AreClose(Tensor expected, Tensor actual, double within = 1e-6, string message = "")
    {
        Assert.AreEqual(string.Join('x', expected.shape), string.Join('x', actual.shape), message);
        using var scope = NewDisposeScope();
        var farthest = (expected.to(float64) - actual.to(float64)).abs().max().item<double>();
        Assert.IsTrue(farthest <= within, $"{message} {farthest} apart, {within} allowed"); // NaN is no answer
    }

    /// <summary>Fails unless every bit is the same.</summary>
    public static void AreSame(Tensor expected, Tensor actual, string message = "")
    {
        Assert.AreEqual(string.Join('x', expected.shape), string.Join('x', actual.shape), message);
        Assert.IsTrue(expected.equal(actual).all().item<bool>(), message);
    }

    /// <summary>Fails unless numbers are these, in the order of memory.</summary>
    public static void Holds(float[] expected, Tensor actual, double within = 1e-6)
    {
        var numbers = actual.detach().contiguous().to(float32).data<float>().ToArray();
        Assert.HasCount(expected.Length, numbers);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], within, $"number {i} of {string.Join(", ", numbers)}");
    }

    /// <summary>Fails unless a slope of a number is what moving each number of a tensor a little says.</summary>
    /// <param name="value">Computes a single number of the tensor; the same at each call.</param>
    /// <param name="at">The tensor, a leaf of float64.</param>
    /// <param name="within">By how much a slope may differ.</param>
    public static void HasSlope(Func<Tensor, Tensor> value, Tensor at, double within = 1e-6)
    {
        const double step = 1e-5;
        using var scope = NewDisposeScope();
        var leaf = at.detach().clone().requires_grad_();
        value(leaf).backward();
        var slopes = leaf.grad!.flatten();
        using var gradientsOff = no_grad();
        for (var i = 0L; i < at.numel(); i++)
        {
            double Moved(double by)
            {
                var moved = at.detach().clone();
                var flat = moved.view(-1);
                flat[i] = flat[i].item<double>() + by;
                return value(moved).item<double>();
            }
            Assert.AreEqual((Moved(step) - Moved(-step)) / (2 * step), slopes[i].item<double>(), within, $"slope {i}");
        }
    }
}
