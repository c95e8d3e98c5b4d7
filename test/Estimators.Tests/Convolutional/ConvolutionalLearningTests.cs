using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Convolutional;

[TestClass]
public sealed class ConvolutionalLearningTests
{
    private readonly MLContext _ml = new(seed: 1);

    internal static ConvolutionalNetworkOptions Small(int epochs = 12) => new()
    {
        Layers = [new ConvolutionLayer(8, 3) { Padding = 1 }, new ActivationLayer(Activation.ReLU),
            new PoolingLayer(PoolingKind.GlobalMaximum)],
        Training = new TrainingOptions { Epochs = epochs, BatchSize = 16, LearningRate = 0.02 },
    };

    [TestMethod]
    public void Bars_are_recognised_at_places_where_none_was_seen_which_a_linear_model_cannot()
    {
        var (train, test) = (Shapes.Create(_ml, left: 0, right: 1), Shapes.Create(_ml, seed: 2, left: 3, right: 4));
        using var model = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(Small(15)).Fit(train);
        var network = _ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy;
        var linear = _ml.MulticlassClassification.Evaluate(
            _ml.MulticlassClassification.Trainers.SdcaMaximumEntropy().Fit(train).Transform(test)).MicroAccuracy;
        Assert.IsGreaterThan(0.85, network, "accuracy");
        Assert.IsGreaterThan(linear + 0.15, network, $"the linear model's accuracy is {linear}");
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, $"{model.TrainingHistory.Baseline}");
    }

    [TestMethod]
    public void Images_and_vectors_of_the_same_pixels_give_the_same_network()
    {
        using var fromVectors = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(Seeded("Features")).Fit(Shapes.Create(_ml, 60));
        using var fromImages = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(Seeded("Picture")).Fit(Shapes.AsImages(_ml));
        var vectors = fromVectors.Transform(Shapes.Create(_ml, 60));
        var images = fromImages.Transform(Shapes.AsImages(_ml));
        Cells.AreEqual(Cells.Read(vectors, vectors.Schema["Score"]), Cells.Read(images, images.Schema["Score"]), 1e-4, "scores");

        static ConvolutionalNetworkOptions Seeded(string column)
        {
            var options = Small(2);
            return options with { FeatureColumnName = column, Channels = 1, Training = options.Training with { Seed = 5 } };
        }
    }

    [TestMethod]
    public void Interleaved_channels_are_read_like_planes()
    {
        var random = new Random(3);
        var planes = Enumerable.Range(0, 40).Select(
            i => new Planes { Pixels = [.. Enumerable.Range(0, 32).Select(_ => random.NextSingle())], IsFirst = i % 2 == 0 }).ToArray();
        var mixed = planes.Select(row => new Interleaved
        {
            Pixels = [.. Enumerable.Range(0, 32).Select(i => row.Pixels[((i % 2) * 16) + (i / 2)])],
            IsFirst = row.IsFirst,
        }).ToArray();
        Cells.AreEqual(Scores(_ml.Data.LoadFromEnumerable(planes), false), Scores(_ml.Data.LoadFromEnumerable(mixed), true), 0, "scores");

        IReadOnlyList<float[]> Scores(IDataView data, bool channelsLast)
        {
            var options = Small(1) with { LabelColumnName = "IsFirst", FeatureColumnName = "Pixels", ChannelsLast = channelsLast };
            using var model = _ml.BinaryClassification.Trainers.ConvolutionalNetwork(
                options with { Training = options.Training with { Seed = 3 } }).Fit(data);
            var scored = model.Transform(data);
            return Cells.Read(scored, scored.Schema["Score"]);
        }
    }

    [TestMethod]
    public void A_last_batch_of_one_row_is_learned_from_even_where_pictures_have_one_pixel()
    {
        var options = Small(1) with
        {
            Layers = [new PoolingLayer(PoolingKind.GlobalAverage), new ConvolutionLayer(3, 1), new BatchNormalizationLayer()],
        };
        using var model = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options).Fit(Shapes.Create(_ml, 33));
        Assert.IsTrue(double.IsFinite(model.TrainingHistory.Epochs[0].TrainingLoss));
    }

    [TestMethod]
    public void Training_goes_on_from_a_fitted_network()
    {
        var data = Shapes.Create(_ml, 60);
        var trainer = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(Small(6));
        using var first = trainer.Fit(data);
        using var second = trainer.Fit(data, first);
        Assert.IsLessThan(first.TrainingHistory.Epochs[0].TrainingLoss, second.TrainingHistory.Epochs[0].TrainingLoss);
    }

    [TestMethod]
    public void A_training_of_convolutions_at_one_pixel_taken_up_again_ends_with_the_very_same_weights()
    {
        var data = Shapes.Create(_ml, 60);
        var shrinking = Small(6) with
        {
            Layers =
            [
                new ConvolutionLayer(6, 3) { Padding = 1 }, new PoolingLayer(PoolingKind.Maximum, Shapes.Side),
                new ConvolutionLayer(8, 3) { Padding = 1 }, new ActivationLayer(Activation.ReLU), new ConvolutionLayer(8, 3) { Padding = 1 },
            ],
        };
        var folder = Directory.CreateTempSubdirectory("pixel-checkpoints-");
        try
        {
            using var whole = Fit(training => training);
            using var stop = new CancellationTokenSource();
            using var part = Fit(training => training with
            {
                CheckpointDirectory = folder.FullName,
                Cancellation = stop.Token,
                Callbacks = [new Stopper(stop)],
            });
            Assert.HasCount(3, part.TrainingHistory.Epochs);
            using var resumed = Fit(training => training with { CheckpointDirectory = folder.FullName });
            foreach (var (name, weight) in whole.NamedWeights)
                Assert.IsTrue(weight.equal(resumed.NamedWeights[name]).all().item<bool>(), name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        ConvolutionalNetworkTransformer Fit(Func<TrainingOptions, TrainingOptions> change) =>
            _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
                shrinking with { Training = change(shrinking.Training with { Seed = 5 }) }).Fit(data);
    }

    private sealed class Stopper(CancellationTokenSource stop) : TrainingCallback
    {
        protected internal override void EpochFinished(TrainingStatus status)
        {
            if (status.Epochs.Count == 3)
                stop.Cancel();
        }
    }

    private sealed class Planes
    {
        [VectorType(2, 4, 4)]
        public float[] Pixels { get; set; } = [];

        public bool IsFirst { get; set; }
    }

    private sealed class Interleaved
    {
        [VectorType(4, 4, 2)]
        public float[] Pixels { get; set; } = [];

        public bool IsFirst { get; set; }
    }
}
