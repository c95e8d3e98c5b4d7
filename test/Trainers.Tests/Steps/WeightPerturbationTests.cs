using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

[TestClass]
public sealed class WeightPerturbationTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Weights_are_back_bit_by_bit_when_the_batch_is_over()
    {
        var (layer, bias) = Parameters();
        var (weights, biases) = (layer.detach().clone(), bias.detach().clone());
        using var perturbation = new WeightPerturbation([layer, bias], dropped: 0.5, noise: 0.1);
        for (var i = 0; i < 3; i++)
        {
            Assert.IsFalse(perturbation.IsOn);
            perturbation.Begin();
            Assert.IsTrue(perturbation.IsOn);
            Assert.IsFalse(layer.equal(weights).all().item<bool>());
            Assert.IsFalse(bias.equal(biases).all().item<bool>());
            perturbation.End();
            Assert.IsTrue(layer.equal(weights).all().item<bool>());
            Assert.IsTrue(bias.equal(biases).all().item<bool>());
        }
    }

    [TestMethod]
    public void What_is_dropped_is_a_share_of_the_layers_weights_and_the_others_make_up_for_it()
    {
        var (layer, bias) = Parameters();
        var (weights, biases) = (layer.detach().clone(), bias.detach().clone());
        using var perturbation = new WeightPerturbation([layer, bias], dropped: 0.25, noise: 0);
        perturbation.Begin();
        var ratio = (layer.detach() / weights).data<float>().ToArray();
        Assert.AreEqual(0.25, ratio.Average(one => one == 0 ? 1.0 : 0), 0.02);
        foreach (var one in ratio.Where(one => one != 0))
            Assert.AreEqual(1 / 0.75f, one, 1e-4f);
        Assert.IsTrue(bias.equal(biases).all().item<bool>(), "biases are not dropped");
        foreach (var (slope, one) in perturbation.SlopeOf(0)!.data<float>().ToArray().Zip(ratio))
            Assert.AreEqual(one, slope, 1e-5f, "as the gradient is passed on");
        Assert.IsNull(perturbation.SlopeOf(1));
    }

    [TestMethod]
    public void Each_batch_drops_others()
    {
        var (layer, bias) = Parameters();
        using var perturbation = new WeightPerturbation([layer, bias], dropped: 0.5, noise: 0);
        perturbation.Begin();
        var first = perturbation.SlopeOf(0)!.clone();
        perturbation.End();
        perturbation.Begin();
        Assert.IsFalse(first.equal(perturbation.SlopeOf(0)!).all().item<bool>());
    }

    [TestMethod]
    public void Noise_has_the_deviation_asked_for_and_no_slope()
    {
        var (layer, bias) = Parameters();
        var weights = layer.detach().clone();
        using var perturbation = new WeightPerturbation([layer, bias], dropped: 0, noise: 0.2);
        perturbation.Begin();
        var noise = layer.detach() - weights;
        Assert.AreEqual(0, noise.mean().item<float>(), 0.01);
        Assert.AreEqual(0.2, noise.std().item<float>(), 0.01);
        Assert.IsNull(perturbation.SlopeOf(0));
    }

    [TestMethod]
    public void Weights_that_were_moved_between_batches_are_those_that_come_back()
    {
        var (layer, bias) = Parameters();
        using var perturbation = new WeightPerturbation([layer, bias], dropped: 0.5, noise: 0.1);
        perturbation.Begin();
        perturbation.End();
        using (no_grad())
            layer.copy_(ones_like(layer));
        perturbation.Begin();
        perturbation.End();
        perturbation.End(); // of no effect
        Assert.IsTrue(layer.detach().data<float>().ToArray().All(weight => weight == 1));
    }

    private static (Parameter Layer, Parameter Bias) Parameters() => (new Parameter(rand(80, 50) + 1), new Parameter(rand(80)));
}
