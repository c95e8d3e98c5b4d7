using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class SchedulerParityTests
{
    static readonly double[] s_metrics = [1.0, 0.9, 0.8, 0.8, 0.85, 0.8, 0.79995, 0.81, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7];

    static readonly Dictionary<string, Func<optim.Optimizer, LRScheduler>> s_schedulers = new()
    {
        ["StepLR"] = o => StepLR(o, 3, 0.5),
        ["MultiStepLR"] = o => MultiStepLR(o, [2, 7, 7, 12], 0.5),
        ["ExponentialLR"] = o => ExponentialLR(o, 0.9),
        ["LambdaLR"] = o => LambdaLR(o, e => 1.0 / (1 + e)),
        ["ConstantLR"] = o => ConstantLR(o, 0.25, 4),
        ["LinearLR"] = o => LinearLR(o, 0.25, 0.75, 6),
        ["PolynomialLR"] = o => PolynomialLR(o, 15, 2),
        ["CosineAnnealingLR"] = o => CosineAnnealingLR(o, 6, 0.01),
        ["OneCycleLR"] = o => OneCycleLR(o, 0.8, 20),
        ["OneCycleLR linear"] = o => OneCycleLR(o, 0.8, epochs: 4, steps_per_epoch: 5, anneal_strategy: impl.OneCycleLR.AnnealStrategy.Linear, three_phase: true, pct_start: 0.4),
        ["ReduceLROnPlateau"] = o => ReduceLROnPlateau(o, patience: 2, factor: 0.5),
        ["ReduceLROnPlateau max"] = o => ReduceLROnPlateau(o, "max", 0.5, 1, 0.05, "abs", 2, [0.1]),
    };

    public static IEnumerable<object[]> Names => LayerReference.Names("schedulers");

    static optim.Optimizer Optimizer(double rate = 0.5) => optim.SGD([new Parameter(zeros(1))], rate, 0.9);

    [TestMethod, DynamicData(nameof(Names))]
    public void The_rates_and_momenta_are_those_of_PyTorch_at_every_step(string name)
    {
        var recorded = LayerReference.Case("schedulers", name);
        var rates = recorded.GetProperty("rates").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        var momenta = recorded.GetProperty("momenta").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        using var optimizer = Optimizer();
        var scheduler = s_schedulers[name](optimizer);
        var group = (SGD.ParamGroup)optimizer.ParamGroups.Single();
        for (var i = 0; i < rates.Length; i++)
        {
            Assert.AreEqual(rates[i], group.LearningRate, 1e-9, $"rate after {i} steps");
            Assert.AreEqual(momenta[i], group.Momentum, 1e-9, $"momentum after {i} steps");
            if (i == rates.Length - 1) break;
            if (name.StartsWith("Reduce", StringComparison.Ordinal)) scheduler.step(s_metrics[i]);
            else scheduler.step();
        }
        if (!name.StartsWith("Reduce", StringComparison.Ordinal)) Assert.AreEqual(group.LearningRate, scheduler.get_last_lr().Single());
    }

    [TestMethod]
    public void Going_to_an_epoch_directly_gives_the_rate_of_walking_there()
    {
        foreach (var name in new[] { "StepLR", "MultiStepLR", "ExponentialLR", "ConstantLR", "LinearLR", "PolynomialLR", "CosineAnnealingLR" })
        {
            using var walked = Optimizer();
            using var jumped = Optimizer();
            var slow = s_schedulers[name](walked);
            var fast = s_schedulers[name](jumped);
            for (var i = 0; i < 5; i++) slow.step();
            fast.step((int?)5);
            Assert.AreEqual(slow.get_last_lr().Single(), fast.get_last_lr().Single(), 1e-9, name);
        }
    }
}
