namespace DeepML.Trainers.Tests.Schedules;

/// <summary>Schedules at their ends and limits.</summary>
[TestClass]
public sealed class ScheduleEdgeTests
{
    public static IEnumerable<object[]> All =>
    [
        [new ConstantSchedule()], [new ConstantSchedule { WarmUpEpochs = 2 }], [new CosineSchedule()],
        [new CosineSchedule { WarmUpEpochs = 3, LowestFactor = 0.2 }], [new CosineSchedule { WarmUpEpochs = 50 }], [new StepSchedule()],
        [new ExponentialSchedule()], [new LinearDecaySchedule()], [new LinearDecaySchedule { Start = 0, LowestFactor = 1 }],
        [new OneCycleSchedule()], [new PlateauSchedule()],
    ];

    [TestMethod]
    [DynamicData(nameof(All))]
    public void A_rate_is_finite_and_never_below_0_nor_above_the_options(LearningRateSchedule schedule)
    {
        double[] losses = [5, double.NaN, 4, double.PositiveInfinity, 4, 4, 4];
        foreach (var epochs in new[] { 1, 2, 10, 1000 })
            for (var share = 0.0; share <= 1; share += 1.0 / 64)
            {
                var factor = schedule.Factor(share * epochs, epochs, losses);
                Assert.IsTrue(factor is >= 0 and <= 1, $"{share} of {epochs}: {factor}");
            }
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void A_schedule_that_says_so_moves_within_an_epoch_and_others_do_not(LearningRateSchedule schedule)
    {
        var moves = false;
        for (var epoch = 0; epoch < 10; epoch++)
            moves |= schedule.Factor(epoch, 10, []) != schedule.Factor(epoch + 0.4, 10, []);
        if (moves)
            Assert.IsTrue(schedule.MovesWithinEpoch || schedule is LinearDecaySchedule, "the loop asks once an epoch otherwise");
        else
            Assert.IsFalse(schedule is CosineSchedule or OneCycleSchedule);
    }

    [TestMethod]
    public void The_very_first_steps_of_a_warm_up_are_a_little_more_than_nothing()
    {
        var schedule = new ConstantSchedule { WarmUpEpochs = 4 };
        Assert.AreEqual(1e-3, schedule.Factor(0, 10, []));
        Assert.AreEqual(0.25, schedule.Factor(1, 10, []));
        Assert.AreEqual(1, schedule.Factor(4, 10, []));
        Assert.AreEqual(1, schedule.Factor(9, 10, []));
        Assert.AreEqual(1, new ConstantSchedule().Factor(0, 10, []), "without one the rate is full at once");
        Assert.IsFalse(new ConstantSchedule().MovesWithinEpoch);
        Assert.IsTrue(schedule.MovesWithinEpoch);
    }

    [TestMethod]
    public void A_warm_up_as_long_as_the_training_leaves_nothing_to_fall()
    {
        var schedule = new CosineSchedule { WarmUpEpochs = 10 };
        Assert.AreEqual(0.5, schedule.Factor(5, 10, []));
        Assert.AreEqual(1, schedule.Factor(10, 10, []), "and no division by zero");
        Assert.AreEqual(1e-3, new CosineSchedule { WarmUpEpochs = 1e9 }.Factor(0, 1, []));
    }

    [TestMethod]
    public void A_plateau_counts_gains_of_the_minimum_only()
    {
        var schedule = new PlateauSchedule { Patience = 2, Decay = 0.5, MinimumRelativeGain = 0.1 };
        Assert.AreEqual(0.5, schedule.Factor(3, 10, [10, 9.5, 9.1]), "less than a tenth is no gain");
        Assert.AreEqual(1, schedule.Factor(3, 10, [10, 9.5, 8.9]));
        Assert.AreEqual(0.25, schedule.Factor(5, 10, [10, 10, 10, 10, 10]), "and waits anew after each drop");
        Assert.AreEqual(1, schedule.Factor(2, 10, [-10, -11.1]), "a share of a loss below 0 counts downwards too");
        Assert.AreEqual(0.5, schedule.Factor(3, 10, [-10, -10.5, -10.9]));
    }

    [TestMethod]
    public void A_plateau_waits_through_losses_that_are_no_numbers()
    {
        var schedule = new PlateauSchedule { Patience = 2, Decay = 0.5 };
        Assert.AreEqual(0.5, schedule.Factor(3, 10, [1, double.NaN, double.NaN]));
        Assert.AreEqual(1, schedule.Factor(3, 10, [double.PositiveInfinity, double.PositiveInfinity, 1]), "there was nothing to gain on");
        Assert.AreEqual(1, schedule.Factor(0, 10, []));
    }

    public static IEnumerable<object[]> Faulty =>
    [
        [new ConstantSchedule { WarmUpEpochs = -1 }, new[] { "WarmUpEpochs is -1" }],
        [new CosineSchedule { WarmUpEpochs = double.NaN, LowestFactor = 1.1 }, new[] { "WarmUpEpochs is NaN", "LowestFactor is 1.1" }],
        [new StepSchedule { EveryEpochs = 0, Decay = 0 }, new[] { "EveryEpochs is 0", "Decay is 0; it must be in (0, 1]" }],
        [new ExponentialSchedule { Decay = 1.01 }, new[] { "Decay is 1.01" }],
        [new LinearDecaySchedule { Start = 1, LowestFactor = -0.1 }, new[] { "Start is 1", "LowestFactor is -0.1" }],
        [
            new OneCycleSchedule { RisingFraction = 0, FirstDivisor = 0.9, LastDivisor = 0 },
            new[] { "RisingFraction is 0; it must be in (0, 1)", "FirstDivisor is 0.9", "LastDivisor is 0" },
        ],
        [new OneCycleSchedule { RisingFraction = 1 }, new[] { "RisingFraction is 1" }],
        [
            new PlateauSchedule { Patience = 0, Decay = 1, MinimumRelativeGain = 1, LowestFactor = 2 },
            new[] { "Patience is 0", "Decay is 1", "MinimumRelativeGain is 1", "LowestFactor is 2" },
        ],
        [new PlateauSchedule { Decay = 0 }, new[] { "Decay is 0" }],
    ];

    [TestMethod]
    [DynamicData(nameof(Faulty))]
    public void Every_number_past_its_limit_is_named(LearningRateSchedule schedule, string[] expected)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => FaultsOf(schedule).ThrowIfAny("options"));
        Assert.HasCount(expected.Length, error.Message.Split(Environment.NewLine));
        foreach (var fault in expected)
            StringAssert.Contains(error.Message, "Schedule." + fault);
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void Nothing_is_wrong_within_the_limits(LearningRateSchedule schedule) => FaultsOf(schedule).ThrowIfAny("options");

    [TestMethod]
    public void A_schedule_of_ones_own_says_its_own_faults()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => FaultsOf(new Own()).ThrowIfAny("options"));
        StringAssert.StartsWith(error.Message, "Schedule: it is never right.");
        Assert.IsFalse(new Own().MovesWithinEpoch);
    }

    [TestMethod]
    public void A_factor_that_is_no_rate_stops_the_training_with_its_name()
    {
        foreach (var factor in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            using var toy = new Toy(new TrainingOptions { Epochs = 2, LearningRate = 0.1, Schedule = new Own { Value = factor } });
            var error = Assert.ThrowsExactly<InvalidOperationException>(() => toy.Run());
            StringAssert.Contains(error.Message, "Own gives the factor");
            StringAssert.Contains(error.Message, "at position 0 of 2");
        }
    }

    private static OptionFaults FaultsOf(LearningRateSchedule schedule)
    {
        var faults = new OptionFaults();
        schedule.Validate(faults, "Schedule");
        return faults;
    }

    private sealed record Own : LearningRateSchedule
    {
        public double Value { get; init; } = 1;

        protected override IEnumerable<string> Faults => ["it is never right."];

        public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses) => Value;
    }
}
