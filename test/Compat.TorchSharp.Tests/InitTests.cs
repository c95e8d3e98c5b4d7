using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class InitTests
{
    [TestInitialize]
    public void Seed() => manual_seed(5);

    static void AssertMoments(Tensor t, double mean, double deviation, double largest)
    {
        Assert.AreEqual(mean, t.mean().ToDouble(), 0.05 * deviation);
        Assert.AreEqual(deviation, t.std().ToDouble(), 0.03 * deviation);
        var top = (t - mean).abs().max().ToDouble();
        Assert.IsTrue(top <= largest && top > 0.9 * largest, $"largest deviation {top}, expected just below {largest}");
    }

    static void AssertNormal(Tensor t, double mean, double deviation)
    {
        Assert.AreEqual(mean, t.mean().ToDouble(), 0.05 * deviation);
        Assert.AreEqual(deviation, t.std().ToDouble(), 0.03 * deviation);
        Assert.IsTrue((t - mean).abs().max().ToDouble() > 2.5 * deviation, "no normal distribution has so short a tail");
    }

    [TestMethod]
    public void Fillers_return_their_argument_and_stay_out_of_the_graph()
    {
        using var p = new global::TorchSharp.Modules.Parameter(empty(4, 3));
        Assert.AreSame(p, init.ones_(p));
        Assert.IsTrue(p.is_leaf && p.requires_grad);
        Assert.AreEqual(12f, p.sum().item<float>());
        Assert.AreEqual(0f, init.zeros_(p).abs().sum().item<float>());
        Assert.AreEqual(30f, init.constant_(p, 2.5).sum().item<float>());
        Assert.AreEqual(3f, init.eye_(p).sum().item<float>());
    }

    [TestMethod]
    public void Uniform_and_normal_fillers_have_their_ranges_and_moments()
    {
        using var scope = NewDisposeScope();
        var t = empty(100, 200);
        AssertMoments(init.uniform_(t, 1, 5), 3, 4 / Math.Sqrt(12), 2);
        AssertNormal(init.normal_(t, 2, 0.5), 2, 0.5);
        var bound = 2 * Math.Sqrt(6.0 / 300);
        AssertMoments(init.xavier_uniform_(t, 2), 0, bound / Math.Sqrt(3), bound);
        AssertNormal(init.xavier_normal_(t, 2), 0, 2 * Math.Sqrt(2.0 / 300));
        bound = Math.Sqrt(2) * Math.Sqrt(3.0 / 200);
        AssertMoments(init.kaiming_uniform_(t, nonlinearity: init.NonlinearityType.ReLU), 0, bound / Math.Sqrt(3), bound);
        AssertNormal(init.kaiming_normal_(t, a: 1, mode: init.FanInOut.FanOut), 0, 1 / Math.Sqrt(100));
    }

    [TestMethod]
    public void The_cut_normal_distribution_keeps_to_its_limits()
    {
        using var t = init.trunc_normal_(empty(20_000), 1, 2, -1, 3);
        var inside = t.data<float>().ToArray();
        Assert.IsTrue(inside.All(v => v is >= -1 and <= 3));
        Assert.AreEqual(1.0, inside.Average(v => (double)v), 0.03);
        // Cut at one deviation on both sides, a normal distribution keeps 0.5396 of its deviation.
        Assert.AreEqual(2 * 0.5396, t.std().ToDouble(), 0.03);
    }

    [TestMethod]
    public void Orthogonal_rows_or_columns_have_the_length_of_the_gain()
    {
        using var scope = NewDisposeScope();
        foreach (var shape in new long[][] { [3, 5], [5, 3], [3, 5, 2] })
        {
            var q = init.orthogonal_(empty(shape), 2).reshape(shape[0], -1);
            if (q.shape[0] > q.shape[1]) q = q.t();
            Assert.IsTrue(q.mm(q.t()).allclose(eye(3) * 4, atol: 1e-5), $"{shape.Length}");
        }
    }

    [TestMethod]
    public void Sparse_and_identity_preserving_fillers()
    {
        using var scope = NewDisposeScope();
        var t = init.sparse_(empty(10, 6), 0.25, 1);
        Assert.IsTrue(((t == 0).sum(dim: 0) == 3).all().item<bool>());
        using var conv = Conv1d(3, 3, 3, padding: 1, bias: false);
        init.dirac_(conv.weight);
        var x = rand(1, 3, 7);
        Assert.IsTrue(conv.call(x).allclose(x));
    }

    [TestMethod]
    public void Fans_and_gains_are_those_of_the_shape_and_the_nonlinearity()
    {
        using var t = empty(6, 4, 3, 2);
        Assert.AreEqual((24L, 36L), init.CalculateFanInAndFanOut(t));
        Assert.AreEqual(5.0 / 3, init.calculate_gain(init.NonlinearityType.Tanh));
        Assert.AreEqual(Math.Sqrt(2 / (1 + 0.04)), init.calculate_gain(init.NonlinearityType.LeakyReLU, 0.2), 1e-12);
        Assert.ThrowsExactly<ExternalException>(() => init.xavier_uniform_(empty(3)));
        Assert.ThrowsExactly<ExternalException>(() => init.kaiming_normal_(empty(3)));
    }
}
