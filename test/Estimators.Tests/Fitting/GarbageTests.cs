using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Fitting;

/// <summary>What a fit leaves to the collector.</summary>
[TestClass]
public sealed class GarbageTests
{
    private const int Rows = 24_000, Width = 16, BatchSize = 8;

    // Of a perceptron 16-8-1 with dropout on batches of 8 that are read from the data view as they come.
    private const double MostBytesPerStep = 12 * 1024;

    [TestMethod]
    public void A_streamed_training_of_tiny_batches_makes_little_garbage_and_has_it_collected()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, Rows).Select(_ =>
        {
            var features = Enumerable.Range(0, Width).Select(_ => random.NextSingle()).ToArray();
            return new Row { Features = features, Label = features[0] };
        }).ToArray());
        var watch = new Watch();
        using var model = ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [8],
            Dropout = 0.1,
            CompareWithBaselines = false,
            Training = new TrainingOptions
            {
                Epochs = 4,
                BatchSize = BatchSize,
                LearningRate = 1e-3,
                MemoryBudget = 1 << 20,
                Callbacks = [watch],
                Seed = 1,
            },
        }).Fit(data);
        var (bytes, collections) = (watch.Bytes[3] - watch.Bytes[1], watch.Collections[3] - watch.Collections[1]);
        Assert.IsLessThanOrEqualTo(MostBytesPerStep, bytes / (2.0 * Rows / BatchSize), "bytes of managed memory taken by a step");
        // One is due whenever 4 MiB and a step have been allocated since the last, whoever made that.
        Assert.IsGreaterThanOrEqualTo((int)(bytes / ((4 << 20) + (64 << 10))) - 1, collections);
    }

    private sealed class Watch : TrainingCallback
    {
        public List<long> Bytes { get; } = [];

        public List<int> Collections { get; } = [];

        protected internal override void EpochFinished(TrainingStatus status)
        {
            Bytes.Add(GC.GetAllocatedBytesForCurrentThread());
            Collections.Add(GC.CollectionCount(0));
        }
    }

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
