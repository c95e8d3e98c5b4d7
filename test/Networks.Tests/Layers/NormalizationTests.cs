using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Activations;

/// <summary>Our modules in place of torch's that make numbers: the same names, numbers and gradients.</summary>
[TestClass]
public sealed class NormalizationTests
{
    [TestMethod]
    [DataRow(new long[] { 6, 3 })]
    [DataRow(new long[] { 4, 3, 5, 2 })]
    public void Batch_normalization_trains_and_scores_as_torchs_own(long[] shape)
    {
        using var ours = new BatchNormalization(3, 1e-3, 0.2);
        using nn.Module<Tensor, Tensor> torchs = shape.Length == 2 ? nn.BatchNorm1d(3, 1e-3, 0.2) : nn.BatchNorm2d(3, 1e-3, 0.2);
        using var scope = NewDisposeScope();
        foreach (var network in new[] { ours, torchs })
            foreach (var (name, parameter) in network.named_parameters())
                using (no_grad())
                    parameter.copy_(tensor(name == "weight" ? new[] { 0.5f, -1, 2 } : [1, 0, -0.3f]));
        for (var pass = 0; pass < 3; pass++)
        {
            var input = randn(shape, generator: new Generator((ulong)pass));
            Same(torchs.call(input), ours.call(input), "training");
            ours.call(input).square().sum().backward();
            torchs.call(input).square().sum().backward();
        }
        foreach (var ((name, expected), (_, actual)) in torchs.named_parameters().Zip(ours.named_parameters()))
            Same(expected.grad!, actual.grad!, name);
        SameState(torchs, ours);
        ours.eval();
        torchs.eval();
        var last = randn(shape, generator: new Generator(9));
        Same(torchs.call(last), ours.call(last), "scoring");
        SameState(torchs, ours);
    }

    [TestMethod]
    public void A_normalization_layer_behind_dense_layers_keeps_its_own_epsilon_and_momentum()
    {
        var layer = new BatchNormalizationLayer { Epsilon = 3, Momentum = 1 };
        using var module = layer.Create(LayerShape.Flat(1), new LayerBuild(1, false));
        using var scope = NewDisposeScope();
        module.train();
        var answer = module.call(tensor(new float[] { 1, 3 }, [2, 1])).detach(); // mean 2, variance 1
        CollectionAssert.AreEqual(new[] { -0.5f, 0.5f }, answer.data<float>().ToArray());
        Assert.AreEqual(2, module.state_dict()["norm.running_mean"].item<float>());
    }

    [TestMethod]
    public void A_parametric_rectifier_has_torchs_names_and_gradients()
    {
        using var ours = new ParametricRectifier(0.4);
        using var torchs = nn.PReLU(1, 0.4);
        using var scope = NewDisposeScope();
        var input = randn([5, 3], generator: new Generator(1));
        ours.call(input).sum().backward();
        torchs.call(input).sum().backward();
        SameState(torchs, ours);
        Same(torchs.weight!.grad!, ours.named_parameters().Single().parameter.grad!, "gradient");
    }

    private static void SameState(nn.Module expected, nn.Module actual)
    {
        var (torchs, ours) = (expected.state_dict(), actual.state_dict());
        CollectionAssert.AreEqual(torchs.Keys.ToList(), ours.Keys.ToList());
        foreach (var (name, value) in torchs)
        {
            Assert.AreEqual(value.dtype, ours[name].dtype, name);
            Same(value.detach(), ours[name].detach(), name);
        }
    }

    private static void Same(Tensor expected, Tensor actual, string what)
    {
        CollectionAssert.AreEqual(expected.shape, actual.shape, what);
        Assert.IsTrue(expected.eq(actual).all().item<bool>(), what);
    }
}
