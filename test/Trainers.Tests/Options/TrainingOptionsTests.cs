namespace DeepML.Trainers.Tests.Options;

[TestClass]
public sealed class TrainingOptionsTests
{
    public static IEnumerable<object[]> Faults =>
    [
        [new TrainingOptions { Epochs = 0 }, "Training.Epochs is 0; it must be at least 1."],
        [new TrainingOptions { BatchSize = 0 }, "Training.BatchSize is 0; it must be at least 1."],
        [new TrainingOptions { GradientAccumulation = 0 }, "Training.GradientAccumulation is 0; it must be at least 1."],
        [new TrainingOptions { LearningRate = 0 }, "Training.LearningRate is 0; it must be above 0."],
        [new TrainingOptions { LearningRate = double.PositiveInfinity }, "Training.LearningRate is Infinity; it must be above 0."],
        [new TrainingOptions { Optimizer = null! }, "Training.Optimizer is null; it must be given."],
        [new TrainingOptions { WeightDecay = -1 }, "Training.WeightDecay is -1; it must be at least 0."],
        [new TrainingOptions { L1 = double.NaN }, "Training.L1 is NaN; it must be at least 0."],
        [new TrainingOptions { GradientClipNorm = 0 }, "Training.GradientClipNorm is 0; it must be above 0."],
        [new TrainingOptions { MaximumWeightNorm = 0 }, "Training.MaximumWeightNorm is 0; it must be above 0."],
        [new TrainingOptions { DropConnect = 1 }, "Training.DropConnect is 1; it must be in [0, 1)."],
        [
            new TrainingOptions { DropConnect = 0.5, GradientAccumulation = 2 },
            "Training.DropConnect is 0.5; it must be 0 with GradientAccumulation: each batch drops other weights.",
        ],
        [new TrainingOptions { WeightAverageDecay = 0 }, "Training.WeightAverageDecay is 0; it must be in (0, 1)."],
        [new TrainingOptions { WeightAverageDecay = 1 }, "Training.WeightAverageDecay is 1; it must be in (0, 1)."],
        [new TrainingOptions { WeightNoise = -1 }, "Training.WeightNoise is -1; it must be at least 0."],
        [new TrainingOptions { GradientNoise = double.NaN }, "Training.GradientNoise is NaN; it must be at least 0."],
        [new TrainingOptions { InputNoise = -0.1 }, "Training.InputNoise is -0.1; it must be at least 0."],
        [new TrainingOptions { LabelNoise = -0.1 }, "Training.LabelNoise is -0.1; it must be at least 0."],
        [new TrainingOptions { LabelSmoothing = 1 }, "Training.LabelSmoothing is 1; it must be in [0, 1)."],
        [new TrainingOptions { ClassWeights = [1, 0] }, "Training.ClassWeights[1] is 0; it must be above 0."],
        [new TrainingOptions { ValidationFraction = 1 }, "Training.ValidationFraction is 1; it must be in [0, 1)."],
        [new TrainingOptions { EarlyStopping = new EarlyStopping { Patience = 0 } },
            "Training.EarlyStopping.Patience is 0; it must be at least 1."],
        [new TrainingOptions { EarlyStopping = new EarlyStopping { MinimumGain = -1 } },
            "Training.EarlyStopping.MinimumGain is -1; it must be at least 0."],
        [new TrainingOptions { MemoryBudget = 1 << 19 }, "Training.MemoryBudget is 524288; it must be at least 1048576."],
        [new TrainingOptions { TimeLimit = TimeSpan.Zero }, "Training.TimeLimit is 00:00:00; it must be above 0."],
        [new TrainingOptions { CheckpointInterval = TimeSpan.FromSeconds(-1) },
            "Training.CheckpointInterval is -00:00:01; it must be at least 0."],
        [new TrainingOptions { CheckpointDirectory = " " }, "Training.CheckpointDirectory is \" \"; it must be a folder's path, or null."],
        [new TrainingOptions { WhenStopped = (StopBehavior)7 }, "Training.WhenStopped is 7; it must be one of ReturnBest, ThrowWithBest."],
        [Optimized(new GradientDescentOptimizer { Momentum = 1 }), "Training.Optimizer.Momentum is 1; it must be in [0, 1)."],
        [Optimized(new GradientDescentOptimizer { Nesterov = true }),
            "Training.Optimizer.Nesterov is True; it must be false while Momentum is 0."],
        [Optimized(new AdamOptimizer { Beta2 = 1 }), "Training.Optimizer.Beta2 is 1; it must be in [0, 1)."],
        [Optimized(new AdamWOptimizer { Beta1 = -1 }), "Training.Optimizer.Beta1 is -1; it must be in [0, 1)."],
        [Optimized(new AdamWOptimizer { Epsilon = 0 }), "Training.Optimizer.Epsilon is 0; it must be above 0."],
        [Optimized(new AdagradOptimizer { RateDecay = -1 }), "Training.Optimizer.RateDecay is -1; it must be at least 0."],
        [Optimized(new AdagradOptimizer { Epsilon = 0 }), "Training.Optimizer.Epsilon is 0; it must be above 0."],
        [Optimized(new RmsPropOptimizer { Alpha = 1 }), "Training.Optimizer.Alpha is 1; it must be in [0, 1)."],
        [Optimized(new RmsPropOptimizer { Momentum = 1 }), "Training.Optimizer.Momentum is 1; it must be in [0, 1)."],
        [Scheduled(new ConstantSchedule { WarmUpEpochs = -1 }), "Training.Schedule.WarmUpEpochs is -1; it must be at least 0."],
        [Scheduled(new StepSchedule { EveryEpochs = 0 }), "Training.Schedule.EveryEpochs is 0; it must be at least 1."],
        [Scheduled(new StepSchedule { Decay = 0 }), "Training.Schedule.Decay is 0; it must be in (0, 1]."],
        [Scheduled(new ExponentialSchedule { Decay = 1.1 }), "Training.Schedule.Decay is 1.1; it must be in (0, 1]."],
        [Scheduled(new CosineSchedule { LowestFactor = 2 }), "Training.Schedule.LowestFactor is 2; it must be in [0, 1]."],
        [Scheduled(new CosineSchedule { WarmUpEpochs = -1 }), "Training.Schedule.WarmUpEpochs is -1; it must be at least 0."],
        [Scheduled(new OneCycleSchedule { RisingFraction = 1 }), "Training.Schedule.RisingFraction is 1; it must be in (0, 1)."],
        [Scheduled(new OneCycleSchedule { FirstDivisor = 0.5 }), "Training.Schedule.FirstDivisor is 0.5; it must be at least 1."],
        [Scheduled(new OneCycleSchedule { LastDivisor = 0.5 }), "Training.Schedule.LastDivisor is 0.5; it must be at least 1."],
        [Scheduled(new LinearDecaySchedule { Start = 1 }), "Training.Schedule.Start is 1; it must be in [0, 1)."],
        [Scheduled(new LinearDecaySchedule { LowestFactor = -1 }), "Training.Schedule.LowestFactor is -1; it must be in [0, 1]."],
        [Scheduled(new PlateauSchedule { Patience = 0 }), "Training.Schedule.Patience is 0; it must be at least 1."],
        [Scheduled(new PlateauSchedule { Decay = 1 }), "Training.Schedule.Decay is 1; it must be in (0, 1)."],
        [Scheduled(new PlateauSchedule { MinimumRelativeGain = 1 }), "Training.Schedule.MinimumRelativeGain is 1; it must be in [0, 1)."],
        [Scheduled(new PlateauSchedule { LowestFactor = -1 }), "Training.Schedule.LowestFactor is -1; it must be in [0, 1]."],
    ];

    public static IEnumerable<object[]> Limits =>
    [
        [new TrainingOptions()],
        [new TrainingOptions
        {
            Epochs = 1,
            BatchSize = 1,
            GradientAccumulation = 1,
            WeightDecay = 0,
            L1 = 0,
            InputNoise = 0,
            LabelNoise = 1,
            LabelSmoothing = 0.999
        }],
        [new TrainingOptions
        {
            ValidationFraction = 0.999,
            MemoryBudget = 1 << 20,
            CheckpointInterval = TimeSpan.Zero,
            TimeLimit = TimeSpan.FromTicks(1)
        }],
        [Optimized(new GradientDescentOptimizer { Momentum = 0.999, Nesterov = true })],
        [Optimized(new AdamOptimizer { Beta1 = 0, Beta2 = 0, Epsilon = 1e-30 })],
        [Optimized(new RmsPropOptimizer { Alpha = 0, Centered = true })],
        [Scheduled(new StepSchedule { EveryEpochs = 1, Decay = 1 })],
        [Scheduled(new ExponentialSchedule { Decay = 1 })],
        [Scheduled(new CosineSchedule { WarmUpEpochs = 0, LowestFactor = 1 })],
        [Scheduled(new LinearDecaySchedule { Start = 0, LowestFactor = 1 })],
        [Scheduled(new OneCycleSchedule { FirstDivisor = 1, LastDivisor = 1 })],
        [Scheduled(new PlateauSchedule { Patience = 1, MinimumRelativeGain = 0, LowestFactor = 0 })],
    ];

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public void A_value_past_its_limit_is_named_with_its_range(TrainingOptions options, string message)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => Validate(options));
        StringAssert.StartsWith(error.Message, message);
    }

    [TestMethod]
    [DynamicData(nameof(Limits))]
    public void A_value_at_its_limit_is_accepted(TrainingOptions options) => Validate(options);

    [TestMethod]
    public void Options_on_labels_are_refused_where_there_are_none()
    {
        var faults = new OptionFaults();
        faults.Training(new TrainingOptions { LabelNoise = 0.1, LabelSmoothing = 0.1, ClassWeights = [1, 2] }, labels: false);
        var error = Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options"));
        foreach (var name in new[] { "LabelNoise is 0.1", "LabelSmoothing is 0.1", "ClassWeights is a list of 2" })
            StringAssert.Contains(error.Message, $"Training.{name}");
    }

    private static TrainingOptions Optimized(OptimizerOptions optimizer) => new() { Optimizer = optimizer };

    private static TrainingOptions Scheduled(LearningRateSchedule schedule) => new() { Schedule = schedule };

    private static void Validate(TrainingOptions options)
    {
        var faults = new OptionFaults();
        faults.Training(options);
        faults.ThrowIfAny("options");
    }
}
