using DeepML.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

/// <summary>Running means of weights, of a step that adds one to its weight with each batch.</summary>
[TestClass]
public sealed class AveragedStepTests
{
    private const int Rows = 6;

    private static readonly TrainingOptions Options = new() { Epochs = 3, BatchSize = 2, WeightAverageDecay = 0.6 };

    [TestMethod]
    public void The_mean_is_measured_and_kept_and_the_weights_go_on_from_where_they_were()
    {
        using var step = new Counting();
        using var rows = Toy.Source(Rows, 1);
        new TrainingLoop(Options, Random()).Run(step, rows, rows);
        CollectionAssert.AreEqual(Enumerable.Range(0, 9).Select(i => (float)i).ToArray(), step.Trained.ToArray());
        var (mean, means) = (0.0, new List<double>());
        for (var batch = 1; batch <= 9; batch++)
        {
            var keep = Math.Min(0.6, batch / (batch + 10.0));
            mean = (keep * mean) + ((1 - keep) * batch);
            if (batch % 3 == 0)
                means.Add(mean);
        }
        for (var i = 0; i < 3; i++)
            Assert.AreEqual(means[i], step.Evaluated[i], 1e-5, $"epoch {i + 1}");
        Assert.AreEqual(mean, step.Value, 1e-5, "kept");
    }

    [TestMethod]
    public void The_best_epoch_that_is_gone_back_to_is_a_mean_too()
    {
        using var step = new Counting { LossOf = value => Math.Abs(value - 2) };
        using var rows = Toy.Source(Rows, 1);
        new TrainingLoop(Options with { EarlyStopping = new EarlyStopping { Patience = 2 } }, Random()).Run(step, rows, rows);
        Assert.AreEqual(step.Evaluated.MinBy(value => Math.Abs(value - 2)), step.Value, 1e-6);
    }

    [TestMethod]
    public void Of_a_training_that_is_stopped_amid_an_epoch_the_mean_is_kept()
    {
        using var step = new Counting();
        using var rows = Toy.Source(Rows, 1);
        new TrainingLoop(Options with { Callbacks = [new EndAtBatch(5)] }, Random()).Run(step, rows);
        var mean = 0.0;
        for (var batch = 1; batch <= 5; batch++)
        {
            var keep = Math.Min(0.6, batch / (batch + 10.0));
            mean = (keep * mean) + ((1 - keep) * batch);
        }
        Assert.AreEqual(mean, step.Value, 1e-5);
    }

    [TestMethod]
    public void A_training_taken_up_again_keeps_the_mean_that_one_without_a_break_keeps()
    {
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            float Run(TrainingOptions options)
            {
                using var step = new Counting();
                using var rows = Toy.Source(Rows, 1);
                using var random = Random();
                new TrainingLoop(options, random).Run(step, rows);
                return step.Value;
            }
            var checkpointed = Options with { CheckpointDirectory = folder.FullName, CheckpointInterval = TimeSpan.Zero };
            foreach (var end in new[] { 4, 6, 8 })
                Run(checkpointed with { Callbacks = [new EndAtBatch(end)] });
            Assert.AreEqual(Run(Options), Run(checkpointed));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TrainingRandom Random() => new(1);

    private sealed class Counting : TrainingStep
    {
        private readonly Linear _network = nn.Linear(1, 1, hasBias: false);

        public Counting()
        {
            using var gradientsOff = no_grad();
            _network.weight!.zero_();
        }

        public List<float> Trained { get; } = [];

        public List<float> Evaluated { get; } = [];

        public Func<double, double> LossOf { get; init; } = _ => 1;

        public float Value => _network.weight!.item<float>();

        public override nn.Module Network => _network;

        public override IReadOnlyList<WeightUpdate> Updates { get; } = [new WeightUpdate([], new TrainingOptions())];

        public override object Identity => "counting";

        public override void Train(TensorBatch batch, RowSums sums)
        {
            using var gradientsOff = no_grad();
            Trained.Add(Value);
            _network.weight!.add_(1);
            sums.Add(1, batch.Rows);
        }

        public override void Evaluate(TensorBatch batch, RowSums sums)
        {
            Evaluated.Add(Value);
            sums.Add(LossOf(Value), batch.Rows);
        }

        public override void Dispose()
        {
            base.Dispose();
            _network.Dispose();
        }
    }

    private sealed class EndAtBatch(int batch) : TrainingCallback
    {
        private int _seen;

        protected internal override void TrainingStarting(TrainingStatus status) =>
            _seen = (3 * status.Epochs.Count) + (int)status.Progress.Batch;

        protected internal override void BatchFinished(TrainingStatus status)
        {
            if (++_seen == batch)
                status.Stop("enough");
        }
    }
}
