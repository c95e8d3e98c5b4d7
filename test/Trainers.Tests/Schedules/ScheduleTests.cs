namespace DeepML.Trainers.Tests.Schedules;

[TestClass]
public sealed class ScheduleTests
{
    [TestMethod]
    public void A_constant_rate_stays_and_its_warm_up_rises_in_a_line()
    {
        Assert.AreEqual(1, Factor(new ConstantSchedule(), 0));
        Assert.AreEqual(1, Factor(new ConstantSchedule(), 9.9));
        Assert.AreEqual(0.25, Factor(new ConstantSchedule { WarmUpEpochs = 2 }, 0.5), 1e-12);
        Assert.AreEqual(1, Factor(new ConstantSchedule { WarmUpEpochs = 2 }, 2));
        Assert.IsGreaterThan(0, Factor(new ConstantSchedule { WarmUpEpochs = 2 }, 0));
    }

    [TestMethod]
    public void A_step_schedule_drops_after_every_so_many_epochs()
    {
        var schedule = new StepSchedule { EveryEpochs = 3, Decay = 0.5 };
        foreach (var (epoch, expected) in new[] { (0.0, 1.0), (2.99, 1), (3, 0.5), (5.5, 0.5), (6, 0.25), (9, 0.125) })
            Assert.AreEqual(expected, Factor(schedule, epoch), 1e-12, $"epoch {epoch}");
    }

    [TestMethod]
    public void An_exponential_schedule_drops_after_every_epoch()
    {
        Assert.AreEqual(1, Factor(new ExponentialSchedule { Decay = 0.9 }, 0.5));
        Assert.AreEqual(0.81, Factor(new ExponentialSchedule { Decay = 0.9 }, 2), 1e-12);
    }

    [TestMethod]
    public void A_cosine_schedule_warms_up_and_ends_at_its_last_share()
    {
        var schedule = new CosineSchedule { WarmUpEpochs = 2, LowestFactor = 0.1 };
        Assert.AreEqual(0.5, Factor(schedule, 1), 1e-12);
        Assert.AreEqual(1, Factor(schedule, 2), 1e-12);
        Assert.AreEqual(0.55, Factor(schedule, 6), 1e-12);
        Assert.AreEqual(0.1, Factor(schedule, 10), 1e-12);
    }

    [TestMethod]
    public void One_cycle_rises_to_the_rate_and_falls_to_almost_nothing()
    {
        var schedule = new OneCycleSchedule { RisingFraction = 0.25, FirstDivisor = 10, LastDivisor = 100 };
        Assert.AreEqual(0.1, Factor(schedule, 0), 1e-12);
        Assert.AreEqual(0.55, Factor(schedule, 1.25), 1e-12);
        Assert.AreEqual(1, Factor(schedule, 2.5), 1e-12);
        Assert.AreEqual(0.001, Factor(schedule, 10), 1e-12);
    }

    [TestMethod]
    public void A_linear_decay_begins_at_its_start_and_ends_at_its_final_factor()
    {
        var schedule = new LinearDecaySchedule { Start = 0.5, LowestFactor = 0.2 };
        foreach (var (epoch, expected) in new[] { (0.0, 1.0), (5, 1), (7.5, 0.6), (10, 0.2) })
            Assert.AreEqual(expected, Factor(schedule, epoch), 1e-12, $"epoch {epoch}");
    }

    [TestMethod]
    public void A_plateau_drops_the_rate_after_the_patience_and_never_below_the_lowest_share()
    {
        var schedule = new PlateauSchedule { Patience = 2, Decay = 0.1, LowestFactor = 0.05 };
        Assert.AreEqual(1, schedule.Factor(1, 10, [5]));
        Assert.AreEqual(1, schedule.Factor(2, 10, [5, 5]));
        Assert.AreEqual(0.1, schedule.Factor(3, 10, [5, 5, 5]), 1e-12);
        Assert.AreEqual(0.1, schedule.Factor(4, 10, [5, 5, 5, 4]), 1e-12);
        Assert.AreEqual(0.05, schedule.Factor(6, 10, [5, 5, 5, 4, 4, 4]), 1e-12);
        Assert.AreEqual(1, schedule.Factor(9, 10, [9, 8, 7, 6, 5, 4]));
    }

    [TestMethod]
    public void The_loop_trains_at_the_scheduled_rate()
    {
        using var toy = new Toy(new TrainingOptions
        {
            Epochs = 4,
            LearningRate = 0.1,
            Schedule = new StepSchedule { EveryEpochs = 2, Decay = 0.5 },
            Optimizer = new GradientDescentOptimizer(),
        });
        var history = toy.Run();
        CollectionAssert.AreEqual(new[] { 0.1, 0.1, 0.05, 0.05 }, history.Epochs.Select(e => e.LearningRate).ToArray());
        Assert.AreEqual(0.05, toy.Step.Updates[0].LearningRate);
    }

    private static double Factor(LearningRateSchedule schedule, double epoch) => schedule.Factor(epoch, 10, []);
}
