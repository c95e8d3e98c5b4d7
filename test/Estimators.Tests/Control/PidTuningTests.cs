namespace DeepML.Estimators.Tests.Control;

[TestClass]
public sealed class PidTuningTests
{
    private static readonly PidTuningOptions Quick = new() { Trials = 150 };

    [TestMethod]
    [DataRow(1.0, 10.0, 0.0, 2.0)]
    [DataRow(-2.0, 20.0, 5.0, 3.0)]
    [DataRow(0.5, 4.0, 0.0, 6.0)]
    public void The_optimum_beats_every_rule_that_keeps_the_limits(double gain, double first, double second, double deadTime)
    {
        var report = PidTuning.Tune(new ProcessModel(gain, first, deadTime, second));
        var best = report.Best;
        Assert.AreEqual(PidRule.Optimal, best.Rule);
        Assert.IsTrue(best.IsWithinLimits, report.ToString());
        Assert.IsLessThanOrEqualTo(0.105, best.SetPoint.Overshoot);
        Assert.IsLessThanOrEqualTo(1.8, best.Margins.SensitivityPeak);
        foreach (var rule in report.Results.Skip(1).Where(rule => rule.IsWithinLimits))
            Assert.IsLessThan(rule.SetPoint.Itae, best.SetPoint.Itae, report.ToString());
        var nichols = report.Results.Single(r => r.Rule == PidRule.ZieglerNichols);
        Assert.IsLessThan(0.65 * nichols.SetPoint.Itae, best.SetPoint.Itae, report.ToString());
        Assert.HasCount(5, report.Results);
        StringAssert.Contains(report.ToString(), "ZieglerNichols");
    }

    [TestMethod]
    public void Each_criterion_is_least_with_its_own_controller()
    {
        var results = Enum.GetValues<TuningCriterion>().Select(criterion =>
            PidTuning.Tune(new ProcessModel(1, 10, 3), new PidTuningOptions { Criterion = criterion, LoadWeight = 0 }).Best.SetPoint)
            .ToArray();
        Assert.AreEqual(results.Min(r => r.Itae), results[0].Itae, 0.02 * results[0].Itae);
        Assert.AreEqual(results.Min(r => r.Iae), results[1].Iae, 0.02 * results[1].Iae);
        Assert.AreEqual(results.Min(r => r.Ise), results[2].Ise, 0.02 * results[2].Ise);
        Assert.IsLessThan(results[2].Itae, results[0].Itae);
        Assert.IsLessThan(results[0].Ise, results[2].Ise);
    }

    [TestMethod]
    public void Tighter_limits_are_kept_and_cost_speed()
    {
        var model = new ProcessModel(1, 10, 3);
        var loose = PidTuning.Tune(model, Quick).Best;
        var tight = PidTuning.Tune(model, Quick with { LargestSensitivity = 1.4, LargestOvershoot = 0 }).Best;
        Assert.IsTrue(tight.IsWithinLimits);
        Assert.IsLessThanOrEqualTo(1.4, tight.Margins.SensitivityPeak);
        Assert.IsLessThanOrEqualTo(0.005, tight.SetPoint.Overshoot);
        Assert.IsLessThan(tight.SetPoint.Itae, loose.SetPoint.Itae);
    }

    [TestMethod]
    public void A_larger_share_for_loads_gets_rid_of_them_sooner()
    {
        var model = new ProcessModel(1, 10, 2);
        var follow = PidTuning.Tune(model, Quick with { LoadWeight = 0 }).Best;
        var hold = PidTuning.Tune(model, Quick with { LoadWeight = 0.8 }).Best;
        Assert.IsLessThan(follow.Load.Itae, hold.Load.Itae);
        Assert.IsLessThan(hold.SetPoint.Itae, follow.SetPoint.Itae);
    }

    [TestMethod]
    public void The_actuator_never_leaves_its_limits()
    {
        var model = new ProcessModel(2, 10, 2, measuredAtRest: 50, outputAtRest: 30);
        var result = PidTuning.Tune(model, Quick with { OutputMinimum = 0, OutputMaximum = 40, SetPointStep = 15 }).Best;
        Assert.IsTrue(result.SetPointResponses[0].Outputs.All(output => output is >= 0 and <= 40));
        Assert.AreEqual(40, result.SetPointResponses[0].Outputs.Max(), 1e-9);
        Assert.AreEqual(65, result.SetPointResponses[0].Measured[^1], 0.3);
        Assert.IsLessThanOrEqualTo(0.105, result.SetPoint.Overshoot);
    }

    [TestMethod]
    public void One_controller_holds_a_set_of_processes()
    {
        ProcessModel[] models = [new(1, 10, 2), new(1.6, 10, 3.2), new(0.7, 14, 2)];
        var report = PidTuning.Tune(models, Quick);
        Assert.IsTrue(report.Best.IsWithinLimits, report.ToString());
        Assert.HasCount(3, report.Best.SetPointResponses);
        var alone = PidTuning.Tune(models[0], Quick).Best.Settings;
        var trials = new PidTrials(models, Quick);
        Assert.IsFalse(trials.Run(PidRule.Optimal, alone).IsWithinLimits);
    }

    [TestMethod]
    public void Margins_are_those_of_the_formula()
    {
        // L = 1 / (s + 1) e^(-0.5 s) with K_p = 2, sampled without delay: the gain may grow by K_u / 2
        var model = new ProcessModel(1, 1, 0.5);
        var margins = LoopFrequencies.Margins(new PidSettings(2, 0), model, sampleTime: 1e-6);
        Assert.AreEqual(model.Ultimate().Gain / 2, margins.GainMargin, 0.01);
        var crossing = Math.Sqrt(3); // |2 / (jw + 1)| = 1
        var phase = 180 - ((Math.Atan(crossing) + (0.5 * crossing)) * 180 / Math.PI);
        Assert.AreEqual(phase, margins.PhaseMargin, 0.1);
        Assert.AreEqual(phase * Math.PI / 180 / crossing, margins.DelayMargin, 0.001);
        Assert.IsTrue(margins.IsStable);
    }

    [TestMethod]
    [DataRow(0.95, true)]
    [DataRow(1.05, false)]
    public void A_loop_is_stable_below_the_ultimate_gain(double share, bool expected)
    {
        var model = new ProcessModel(-2, 4, 1.5, 2);
        var settings = new PidSettings(share * model.Ultimate().Gain, 0);
        var margins = LoopFrequencies.Margins(settings, model, 1e-6);
        Assert.AreEqual(expected, margins.IsStable);
        Assert.AreEqual(expected, margins.GainMargin > 1);
        Assert.AreEqual(expected, double.IsFinite(margins.SensitivityPeak));
        Assert.IsFalse(LoopFrequencies.Margins(new PidSettings(1, 0.1), model, 1e-6).IsStable); // of the wrong sign
    }

    [TestMethod]
    public void What_people_look_at_is_what_the_response_shows()
    {
        // a process that is nearly at once where it goes, by an integral alone: a sample later the output moves by a tenth of the error
        var model = new ProcessModel(1, 1e-9, 0);
        var response = LoopSimulation.Run(model, new PidController(new PidSettings(0, 0.1), 1), 1, 200, 2, 0, 2);
        var errors = Enumerable.Repeat(2.0, 200).ToArray();
        for (var i = 2; i < 200; i++)
            errors[i] = errors[i - 1] - (0.1 * errors[i - 2]);
        for (var i = 0; i < 200; i++)
            Assert.AreEqual(2 - errors[i], response.Measured[i], 1e-9);
        Assert.AreEqual(errors.Sum(), response.Quality.Iae, 1e-9);
        Assert.AreEqual(errors.Sum(e => e * e), response.Quality.Ise, 1e-9);
        Assert.AreEqual(errors.Select((e, i) => i * e).Sum(), response.Quality.Itae, 1e-6);
        Assert.AreEqual(0, response.Quality.Overshoot);
        Assert.AreEqual(Array.FindIndex(errors, e => e <= 0.04), response.Quality.SettlingTime, 1e-9);
        Assert.AreEqual(2, response.Quality.OutputVariation, 1e-6);
    }

    [TestMethod]
    public void A_loop_that_runs_away_is_given_up()
    {
        var response = LoopSimulation.Run(new ProcessModel(1, 1, 1), new PidController(new PidSettings(20, 5), 0.1), 0.1, 5000, 1, 0, 1);
        Assert.IsLessThan(5000, response.Times.Count);
        Assert.AreEqual(double.PositiveInfinity, response.Quality.Iae);
    }

    [TestMethod]
    public void Options_and_processes_that_do_not_go_together_are_refused()
    {
        var model = new ProcessModel(1, 10, 2);
        var error = Assert.ThrowsExactly<ArgumentException>(() => PidTuning.Tune(model, new PidTuningOptions
        {
            Criterion = (TuningCriterion)7,
            LoadWeight = 2,
            LargestOvershoot = -1,
            LargestSensitivity = 1,
            OutputMinimum = 3,
            OutputMaximum = 2,
            SetPointStep = 0,
            SampleTime = 0,
            Duration = -1,
            FilterRatio = 0.5,
            Trials = 5,
            TestStep = 0,
        }));
        foreach (var name in new[] { "Criterion is 7", "LoadWeight is 2", "LargestOvershoot is -1", "LargestSensitivity is 1;",
            "OutputMinimum is 3", "SetPointStep is 0", "SampleTime is 0", "Duration is -1", "FilterRatio is 0.5", "Trials is 5",
            "TestStep is 0" })
            StringAssert.Contains(error.Message, name);
        error = Assert.ThrowsExactly<ArgumentException>(() => PidTuning.Tune([model, new ProcessModel(-1, 10, 2)], Quick));
        StringAssert.Contains(error.Message, "both signs");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => PidTuning.Tune(model, Quick with { OutputMinimum = 1 })).Message,
            "rests at a controller output of 0, which is not between OutputMinimum (1)");
        Assert.ThrowsExactly<ArgumentException>(() => PidTuning.Tune([], Quick));
    }
}
