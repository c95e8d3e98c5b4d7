namespace DeepML.Estimators.Tests.Control;

[TestClass]
public sealed class ExperimentPlanTests
{
    private static readonly ExperimentLimits Limits = new()
    {
        LargestMeasuredMove = 5,
        LargestOutputMove = 20,
        NoiseDeviation = 0.2,
        SampleTime = 0.5,
    };

    [TestMethod]
    public void A_planned_experiment_finds_what_it_promises()
    {
        var plan = new ProcessModel(2, 10, 3).NextExperiment(Limits);
        Assert.IsTrue(plan.IsEnough, plan.ToString());
        Assert.IsLessThanOrEqualTo(0.03, plan.TimeConstantSumError);
        var errors = Enumerable.Range(1, 6).Select(seed =>
        {
            var count = (int)Math.Round(plan.Duration / plan.SampleTime);
            var rows = LoopRow.Experiment(
                2, 10, 0, 3, plan.ControllerGain, 0.2, count, plan.SampleTime, seed, plan.SetPointStep);
            return (ProcessModel.Fit(LoopRow.View(rows), new ProcessModelOptions { Order = ProcessOrder.First }).TimeConstant / 10) - 1;
        }).ToArray();
        var deviation = Math.Sqrt(errors.Average(e => e * e));
        Assert.IsTrue(deviation < 2.2 * plan.TimeConstantSumError, $"{deviation} against {plan.TimeConstantSumError}");
    }

    [TestMethod]
    public void The_limits_are_kept()
    {
        var plan = new ProcessModel(-2, 10, 3).NextExperiment(Limits);
        Assert.IsLessThan(0, plan.ControllerGain);
        var rows = LoopRow.Experiment(
            -2, 10, 0, 3, plan.ControllerGain, 0, (int)(plan.Duration / 0.5), 0.5, 1, plan.SetPointStep);
        Assert.IsLessThanOrEqualTo(5.1, rows.Max(row => Math.Abs(row.Measured - 50)));
        Assert.IsLessThanOrEqualTo(20.1, rows.Max(row => Math.Abs(row.Output - 30)));
    }

    [TestMethod]
    public void More_noise_needs_a_longer_experiment_and_too_much_is_said()
    {
        var model = new ProcessModel(2, 10, 3, 4);
        var quiet = model.NextExperiment(Limits with { NoiseDeviation = 0.05 });
        var loud = model.NextExperiment(Limits with { NoiseDeviation = 0.3 });
        Assert.IsLessThan(loud.Duration, quiet.Duration);
        Assert.IsFalse(model.NextExperiment(Limits with { NoiseDeviation = 50 }).IsEnough);
    }

    [TestMethod]
    public void The_set_point_steps_up_and_back()
    {
        var plan = new ExperimentPlan(1, 4, 100, 1, 0, 0, 0, true);
        CollectionAssert.AreEqual(
            new[] { 0.0, 0, 4, 4, 0, 0 }, new[] { 0.0, 9.9, 10.1, 54.9, 55.1, 100 }.Select(plan.SetPointAt).ToArray());
    }

    [TestMethod]
    public void A_fitted_model_plans_with_what_its_experiment_has_shown()
    {
        var model = ProcessModel.Fit(LoopRow.View(LoopRow.Experiment(2, 10, 0, 3, 0.3, noise: 0.4, count: 150, step: 1)));
        var plan = model.NextExperiment();
        Assert.IsGreaterThan(0, plan.SetPointStep);
        Assert.IsLessThanOrEqualTo(1, plan.SampleTime);
        StringAssert.Contains(plan.ToString(), "Proportional controller with gain");
    }

    [TestMethod]
    public void A_model_that_was_not_fitted_needs_limits()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => new ProcessModel(2, 10, 3).NextExperiment());
        foreach (var name in new[] { "LargestMeasuredMove", "LargestOutputMove", "NoiseDeviation" })
            StringAssert.Contains(error.Message, $"{name} is null; it must be given for a model that was not fitted");
        error = Assert.ThrowsExactly<ArgumentException>(() => new ProcessModel(2, 10, 3).NextExperiment(Limits with { RelativeError = 0 }));
        StringAssert.Contains(error.Message, "RelativeError is 0");
    }
}
