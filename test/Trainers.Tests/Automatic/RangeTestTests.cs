using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Automatic;

/// <summary>The rate that is looked for, where the loss at each rate is known.</summary>
[TestClass]
public sealed class RangeTestTests
{
    // Fifty rows in batches of five and two hundred epochs: a twentieth of two thousand steps are a hundred.
    private static readonly TrainingOptions Options = new() { BatchSize = 5, Epochs = 200, Optimizer = new GradientDescentOptimizer() };

    [TestMethod]
    public void The_rate_is_a_tenth_of_that_at_which_the_loss_was_lowest_before_it_rose()
    {
        var found = Find(Options, step => step < 80 ? 100 - step : 1e9);
        var lowest = 1e-5 * Math.Pow(1e5, 79 / 99.0); // rates rise evenly in their logarithm
        Assert.AreEqual(lowest / 10 / 1e-3, found.Factor, 1e-9);
        Assert.AreEqual((lowest / 10).ToString("G3", CultureInfo.InvariantCulture), found.Choice.Value);
        StringAssert.Contains(found.Choice.Reason, "in 80 trial steps at rates from 1E-05 up, between 0.0001 and 0.01");
        Assert.HasCount(81, found.Rates, "no further than where it rose");
        Assert.AreEqual(1e-5, found.Rates[0], 1e-12);
        Assert.AreEqual(lowest, found.Rates[79], 1e-9);
    }

    [TestMethod]
    public void Whatever_the_losses_say_the_rate_stays_within_what_is_usual()
    {
        Assert.AreEqual(10, Find(Options, step => 100 - step).Factor, 1e-9, "it falls up to a rate of 1: a hundredth is chosen");
        Assert.AreEqual(0.1, Find(Options, step => step).Factor, 1e-9, "it rises from the first on: a ten-thousandth");
        Assert.AreEqual(0.1, Find(Options, _ => double.NaN).Factor, 1e-9, "it is no number from the first on");
        var infinite = Find(Options, step => step < 30 ? 100 - step : double.PositiveInfinity);
        Assert.HasCount(31, infinite.Rates);
    }

    [TestMethod]
    public void A_single_bad_batch_does_not_end_the_search()
    {
        var found = Find(Options, step => step == 40 ? 300 : 100 - step);
        Assert.HasCount(100, found.Rates, "a tenth of 300 in the smoothed loss is not four times the best");
        Assert.AreEqual(10, found.Factor, 1e-9);
    }

    [TestMethod]
    public void Of_too_few_steps_nothing_is_learned_and_none_is_made()
    {
        var found = Find(Options with { Epochs = 99 }, step => 100 - step); // 49 steps
        Assert.AreEqual(1, found.Factor);
        Assert.IsEmpty(found.Rates);
        Assert.AreEqual(("Training.LearningRate", "0.001"), (found.Choice.Option, found.Choice.Value));
        StringAssert.Contains(found.Choice.Reason, "too few steps");
        Assert.HasCount(50, Find(Options with { Epochs = 100 }, step => 100 - step).Rates);
        Assert.HasCount(100, Find(Options with { Epochs = 9000 }, step => 100 - step).Rates, "and never more than a hundred");
    }

    private static (double Factor, AutomaticChoice Choice, List<double> Rates) Find(TrainingOptions options, Func<int, double> loss)
    {
        using var random = new TrainingRandom(1);
        using var rows = Toy.Source(50, seed: 1);
        using var step = new RatedStep(options, loss);
        using var run = new TrainingRun(options, random, 1, step, rows, null, new ElapsedTime(TimeProvider.System));
        var chosen = new List<AutomaticChoice>();
        var chance = TrainingRandom.State;
        var factor = RangeTest.Factor(run, chosen);
        Assert.AreEqual(1f, step.Weight.item<float>(), "the weight that every step moved is as it was");
        Assert.AreEqual(options.BaseRate, step.Updates[0].LearningRate, "and so is the rate");
        Assert.AreSequenceEqual(chance, TrainingRandom.State);
        Assert.AreEqual(0L, run.Sums.Rows);
        return (factor, chosen.Single(), step.Rates);
    }

    // Its loss is a function of how many steps it has made.
    private sealed class RatedStep : TrainingStep
    {
        private readonly Func<int, double> _loss;
        private readonly Linear _network = nn.Linear(1, 1);
        private readonly WeightUpdate _update;

        public RatedStep(TrainingOptions options, Func<int, double> loss)
        {
            _loss = loss;
            using (no_grad())
                Weight.fill_(1);
            _update = new WeightUpdate(_network.parameters(), options);
        }

        public List<double> Rates { get; } = [];

        public Parameter Weight => _network.weight!;

        public override nn.Module Network => _network;

        public override object Identity => "rated";

        public override IReadOnlyList<WeightUpdate> Updates => [_update];

        public override void Train(TensorBatch batch, RowSums sums)
        {
            sums.Add(_loss(Rates.Count), batch.Rows);
            Rates.Add(_update.LearningRate);
            using var gradientsOff = no_grad();
            Weight.PlusInPlace(1);
        }

        public override void Evaluate(TensorBatch batch, RowSums sums) => throw new NotSupportedException();

        public override void Dispose()
        {
            base.Dispose();
            _network.Dispose();
        }
    }
}
