using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class SchedulerTests
{
    static Parameter[] Weights => [new(zeros(1))];

    [TestMethod]
    public void A_scheduler_sets_the_rate_of_its_first_epoch_when_it_is_made()
    {
        using var optimizer = optim.SGD(Weights, 0.5);
        var scheduler = ConstantLR(optimizer, 0.5);
        Assert.AreEqual(0.25, optimizer.ParamGroups.Single().LearningRate);
        Assert.AreEqual(0.25, scheduler.get_last_lr().Single());
    }

    [TestMethod]
    public void The_plateau_scheduler_needs_a_metric_and_keeps_its_last_rate_to_itself()
    {
        using var optimizer = optim.SGD(Weights, 1.0);
        var scheduler = ReduceLROnPlateau(optimizer, patience: 1);
        Assert.ThrowsExactly<InvalidOperationException>(() => scheduler.step());
        double[] rates = [.. Enumerable.Range(0, 4).Select(_ =>
        {
            scheduler.step(1.0);
            return optimizer.ParamGroups.Single().LearningRate;
        })];
        CollectionAssert.AreEqual(new[] { 1.0, 1.0, 0.1, 0.1 }, rates);
        Assert.AreEqual(1.0, scheduler.get_last_lr().Single());
        Assert.ThrowsExactly<ArgumentException>(() => ReduceLROnPlateau(optimizer, "low"));
        Assert.ThrowsExactly<ArgumentException>(() => ReduceLROnPlateau(optimizer, factor: 1));
    }

    [TestMethod]
    public void The_one_cycle_ends_at_zero_and_goes_no_further()
    {
        using var optimizer = optim.Adam(Weights);
        var scheduler = OneCycleLR(optimizer, 0.1, 5);
        var group = (Adam.ParamGroup)optimizer.ParamGroups.Single();
        Assert.AreEqual(0.1 / 25, group.LearningRate, 1e-12);
        Assert.AreEqual(0.95, group.Betas.Item1, 1e-12);
        for (var i = 0; i < 4; i++) scheduler.step();
        Assert.AreEqual(0.1 / 25 / 1e4, group.LearningRate, 1e-12);
        scheduler.step();
        Assert.AreEqual(0, group.LearningRate);
        Assert.ThrowsExactly<InvalidOperationException>(() => scheduler.step());
        Assert.ThrowsExactly<ArgumentException>(() => OneCycleLR(optimizer, 0.1));
        Assert.ThrowsExactly<ArgumentException>(() => OneCycleLR(optim.Adagrad(Weights), 0.1, 5));
    }

    [TestMethod]
    public void Each_group_keeps_its_proportion()
    {
        using var optimizer = optim.SGD([new SGD.ParamGroup(Weights, lr: 1), new SGD.ParamGroup(Weights, lr: 10)], 0.1);
        var scheduler = StepLR(optimizer, 1, 0.5);
        scheduler.step();
        CollectionAssert.AreEqual(new[] { 0.5, 5.0 }, optimizer.ParamGroups.Select(g => g.LearningRate).ToArray());
        CollectionAssert.AreEqual(new[] { 0.5, 5.0 }, scheduler.get_last_lr().ToArray());
    }
}
