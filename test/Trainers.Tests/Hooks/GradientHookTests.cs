using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Hooks;

/// <summary>Lengths of gradients against torch's own, and what they say of layers that hardly learn.</summary>
[TestClass]
public sealed class GradientHookTests
{
    [TestMethod]
    [DataRow(null, 1)]
    [DataRow(1e-3, 1)]
    [DataRow(null, 2)]
    public void The_history_has_the_length_of_each_gradient_before_it_is_clipped(double? clip, int accumulation)
    {
        using var toy = new Toy(new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 50 / accumulation,
            MeasureGradients = true,
            GradientClipNorm = clip,
            GradientAccumulation = accumulation,
            Optimizer = new GradientDescentOptimizer(),
        });
        using var scope = NewDisposeScope();
        var (x, y) = (toy.Rows.Rows.Features, toy.Rows.Rows.Targets);
        var (weight, bias) = (
            toy.Network.weight.detach().clone().requires_grad_(), toy.Network.bias!.detach().clone().requires_grad_());
        (nn.functional.linear(x, weight, bias).squeeze(1) - y).square().mean().backward();
        var metrics = toy.Run().Epochs[0].Metrics;
        Assert.AreEqual(weight.grad!.norm().item<float>(), metrics["gradient norm weight"], 1e-4);
        Assert.AreEqual(bias.grad!.norm().item<float>(), metrics["gradient norm bias"], 1e-4);
    }

    [TestMethod]
    public void Nothing_is_measured_unless_it_is_asked_for()
    {
        using var toy = new Toy(new TrainingOptions { Epochs = 1 });
        Assert.IsFalse(toy.Run().Epochs[0].Metrics.Keys.Any(name => name.StartsWith("gradient", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void The_first_of_many_sigmoid_layers_is_named_and_no_rectifier_is()
    {
        foreach (var (function, vanishes) in new[] { (Activation.Sigmoid, true), (Activation.ReLU, false) })
        {
            manual_seed(1);
            using var network = DenseStack.Create([2, 8, 8, 8, 8, 8, 8, 1], function, Activation.Identity);
            var options = new TrainingOptions { Epochs = 1, MeasureGradients = true };
            using var loss = new RegressionLoss(options);
            using var step = new SupervisedStep(network, new WeightUpdate(network.parameters(), options), loss);
            using var rows = Toy.Source(64, seed: 1);
            using var random = new TrainingRandom(1);
            var history = new TrainingLoop(options, random).Run(step, rows, null);
            Assert.AreEqual(vanishes, history.VanishingGradients().Contains("linear1"), $"{function}: {history}");
            Assert.IsFalse(history.VanishingGradients().Contains("linear7"));
        }
    }

    [TestMethod]
    public void The_steps_of_sequences_are_measured_from_the_earliest_on()
    {
        using var scope = NewDisposeScope();
        var features = arange(32).to(float32).view(2, 16);
        using var batch = new TensorBatch([(BatchMember.Features, features), (BatchMember.Lengths, tensor(new long[] { 8, 8 }))]);
        var watched = StepGradients.Watched(features, batch)!;
        (watched * watched).sum().backward();
        var sums = new RowSums();
        StepGradients.Add(watched, sums);
        Assert.HasCount(8, sums.MeanMetrics);
        // Two numbers a stretch; the slope of x² is 2x.
        Assert.AreEqual((2 * (Norm(0, 1) + Norm(16, 17))) / 2, sums.MeanMetrics["gradient norm of steps, part 1/8"], 1e-4);
        Assert.AreEqual((2 * (Norm(14, 15) + Norm(30, 31))) / 2, sums.MeanMetrics["gradient norm of steps, part 8/8"], 1e-4);
        using var plain = new TensorBatch(features.clone());
        Assert.IsNull(StepGradients.Watched(features, plain));

        static double Norm(double a, double b) => Math.Sqrt((a * a) + (b * b));
    }
}
