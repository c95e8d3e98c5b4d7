using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Engine;

/// <summary>Fits whose optimizer sees all rows at once.</summary>
[TestClass]
public sealed class WholeBatchTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_perceptron_learns_by_few_searches_and_the_history_counts_the_evaluations()
    {
        var data = Blobs.WithKeys(_ml);
        foreach (OptimizerOptions optimizer in new OptimizerOptions[] { new LbfgsOptimizer(), new ConjugateGradientOptimizer() })
        {
            using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                HiddenSizes = [6],
                Training = new TrainingOptions { Epochs = 4, Optimizer = optimizer },
            }).Fit(data);
            var epochs = model.TrainingHistory.Epochs;
            Assert.IsLessThan(epochs[0].TrainingLoss / 20, epochs[^1].TrainingLoss, $"{optimizer}");
            Assert.IsInRange(1, 25, epochs[0].Metrics["evaluations"]);
            Assert.IsGreaterThan(0.95, _ml.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy);
        }
    }

    [TestMethod]
    public void With_nothing_else_set_no_rate_is_looked_for_and_all_rows_are_one_batch()
    {
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            HiddenSizes = [4],
            Training = new TrainingOptions { Optimizer = new LbfgsOptimizer() },
        }).Fit(Blobs.Create(_ml, rows: 160));
        var chosen = string.Join('\n', model.TrainingHistory.Chosen);
        Assert.DoesNotContain("LearningRate", chosen);
        Assert.DoesNotContain("Schedule", chosen);
        Assert.DoesNotContain("BatchSize", chosen);
        Assert.IsGreaterThan(0.9, _ml.Regression.Evaluate(model.Transform(Blobs.Create(_ml, seed: 2)), "Number").RSquared);
    }

    [TestMethod]
    public void Smaller_batches_and_networks_that_learn_by_draws_are_refused_in_words()
    {
        var training = new TrainingOptions { Epochs = 1, Optimizer = new LbfgsOptimizer() };
        var small = Assert.ThrowsExactly<ArgumentException>(() => _ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Number", Training = training with { BatchSize = 16 } })
            .Fit(Blobs.Create(_ml)));
        StringAssert.Contains(small.Message,
            "BatchSize is 16; it must be null or at least 75, the rows to learn from, with LbfgsOptimizer");
        var machine = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.RestrictedBoltzmannMachine(
            "Hidden", "Features", new RbmOptions { Training = training }).Fit(Blobs.Create(_ml)));
        StringAssert.Contains(machine.Message, "Optimizer is LbfgsOptimizer, which measures all rows several times");
    }

    [TestMethod]
    public void A_search_goes_on_from_a_checkpoint_as_if_it_had_not_ended()
    {
        var folder = Directory.CreateTempSubdirectory("deepml-");
        try
        {
            float Fit(TrainingOptions training)
            {
                using var model = new MLContext(seed: 1).Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
                {
                    LabelColumnName = "Number",
                    HiddenSizes = [4],
                    Training = training,
                }).Fit(Blobs.Create(_ml));
                return (float)model.TrainingHistory.Epochs[^1].TrainingLoss;
            }
            var training = new TrainingOptions { Epochs = 6, Optimizer = new LbfgsOptimizer { Iterations = 3, History = 3 } };
            var expected = Fit(training);
            var checkpointed = training with { CheckpointDirectory = folder.FullName, CheckpointInterval = TimeSpan.Zero };
            Fit(checkpointed with { Callbacks = [new EndAt(3)] });
            Assert.AreEqual(expected, Fit(checkpointed));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class EndAt(int epoch) : TrainingCallback
    {
        protected internal override void EpochFinished(TrainingStatus status)
        {
            if (status.Epochs.Count == epoch)
                status.Stop("enough");
        }
    }
}
