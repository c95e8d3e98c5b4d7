using DeepML.Workout;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.OwnModules.Tests;

/// <summary>Optimizers and schedules that a program derives from the public bases.</summary>
[TestClass]
public sealed class OwnRulesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_rule_written_by_a_user_moves_the_weights_as_the_librarys_own()
    {
        var expected = Weights(new TrainingOptions { Optimizer = new GradientDescentOptimizer { Momentum = 0.9 }, WeightDecay = 0.01 });
        var actual = Weights(new TrainingOptions { Optimizer = new HeavyBall { Momentum = 0.9 }, WeightDecay = 0.01 });
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5);
        CollectionAssert.AreNotEqual(
            expected, Weights(new TrainingOptions { Optimizer = new HeavyBall { Momentum = 0.5 }, WeightDecay = 0.01 }));
    }

    [TestMethod]
    public void What_a_users_rule_remembers_is_in_the_checkpoint_and_another_rule_is_refused()
    {
        using var folder = new TemporaryFolder();
        var training = new TrainingOptions
        {
            Epochs = 6,
            BatchSize = 16,
            Optimizer = new HeavyBall(),
            Schedule = new Halving(),
            LearningRate = 0.02
        };
        var kept = training with { CheckpointDirectory = folder.Path, CheckpointInterval = TimeSpan.Zero };
        using var source = new CancellationTokenSource();
        Weights(kept with { Cancellation = source.Token, Progress = new CancelAt(3, source) });
        CollectionAssert.AreEqual(Weights(training), Weights(kept));
        Refuses("Optimizer.Momentum is 0.9 there and 0.8 here", kept with { Optimizer = new HeavyBall { Momentum = 0.8 } });
        Refuses("Optimizer is HeavyBall there and AdamOptimizer here", kept with { Optimizer = new AdamOptimizer() });
        Refuses("Schedule.Every is 2 there and 3 here", kept with { Schedule = new Halving { Every = 3 } });

        void Refuses(string part, TrainingOptions other) =>
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Weights(other)).Message, part);
    }

    [TestMethod]
    public void A_users_schedule_sets_the_rates_and_one_that_gives_no_number_is_named()
    {
        using var model = Trainer(new TrainingOptions { Epochs = 4, LearningRate = 0.08, Schedule = new Halving() }).Fit(Blobs.Create(_ml));
        CollectionAssert.AreEqual(
            new[] { 0.08, 0.08, 0.04, 0.04 }, model.TrainingHistory.Epochs.Select(epoch => epoch.LearningRate).ToArray());
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Trainer(new TrainingOptions { Schedule = new Halving { Every = 0 } }).Fit(Blobs.Create(_ml)));
        StringAssert.Contains(error.Message, "Halving gives the factor NaN at position 0 of 300");
    }

    [TestMethod]
    public void The_faults_that_a_users_record_tells_are_among_those_of_the_options()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Trainer(new TrainingOptions
            {
                BatchSize = 0,
                Optimizer = new HeavyBall { Momentum = 2 },
                Schedule = new Halving { Every = -1 }
            }));
        StringAssert.Contains(error.Message, "Training.Optimizer: the momentum is 2; it must be in [0, 1)");
        StringAssert.Contains(error.Message, "Training.Schedule: Every is -1");
        StringAssert.Contains(error.Message, "Training.BatchSize is 0");
    }

    private TorchModulePredictionEstimator Trainer(TrainingOptions training) => _ml.Regression.Trainers.TorchModule(
        "Number", "Features", (features, answers) => new LinearModule(new(features, answers)), training with { Seed = 5 });

    private float[] Weights(TrainingOptions training)
    {
        using var model = Trainer(training).Fit(Blobs.Create(_ml));
        return [.. model.Module.state_dict().Values.SelectMany(weight => weight.data<float>().ToArray())];
    }

    private sealed record HeavyBall : OptimizerOptions
    {
        public double Momentum { get; init; } = 0.9;

        protected override IEnumerable<string> Faults =>
            Momentum is >= 0 and < 1 ? [] : [FormattableString.Invariant($"the momentum is {Momentum}; it must be in [0, 1)")];

        public override OptimizerRule Rule(double weightDecay) => new Moving(Momentum, weightDecay);

        private sealed class Moving(double momentum, double weightDecay) : OptimizerRule
        {
            public override int StatesPerWeight => 1;

            public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
            {
                states[0].mul_(momentum).add_(gradients + (weights * weightDecay));
                weights.sub_(states[0] * rate);
            }
        }
    }

    private sealed record Halving : LearningRateSchedule
    {
        public int Every { get; init; } = 2;

        protected override IEnumerable<string> Faults => Every >= 0 ? [] : [$"Every is {Every}"];

        public override double Factor(double epoch, int epochs, IReadOnlyList<double> losses) =>
            Every == 0 ? double.NaN : Math.Pow(0.5, Math.Floor(epoch / Every));
    }
}
