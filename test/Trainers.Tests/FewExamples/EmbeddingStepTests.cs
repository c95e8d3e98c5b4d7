using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.FewExamples;

/// <summary>One step of learning in episodes, by descriptions and by distances.</summary>
[TestClass]
public sealed class EmbeddingStepTests
{
    private static readonly EmbeddingArchitecture Embedding =
        new(2, new MultilayerPerceptronArchitecture(2, [], 3, Activation.Identity), null, UnitLength: false);

    private static readonly TrainingOptions Plain = new() { LearningRate = 0.01, Optimizer = new GradientDescentOptimizer() };

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Rows_asked_for_are_told_apart_by_the_means_of_the_rows_shown()
    {
        var network = new PrototypeNetwork(new PrototypeArchitecture(Embedding, 9, null)) { Sharpness = 0.5 };
        using var step = new EpisodeStep(network, new WeightUpdate(network.parameters(), Plain), null);
        var rows = randn(2 * 4, 2); // two classes, three rows shown, one asked for
        using var batch = Episode(rows, tensor(new long[] { 0, 0, 0, 1, 1, 1, 0, 1 }), new EpisodeShape(2, 3, 1));
        var vectors = network.Embedding.call(rows);
        var means = stack([vectors.narrow(0, 0, 3).mean([0L]), vectors.narrow(0, 3, 3).mean([0L])]);
        var logits = stack([
            -0.5 * (vectors.narrow(0, 6, 2) - means[0]).pow(2).sum(1), -0.5 * (vectors.narrow(0, 6, 2) - means[1]).pow(2).sum(1)], 1);
        var expected = nn.functional.cross_entropy(logits, tensor(new long[] { 0, 1 })).item<float>();
        var sums = new RowSums();
        using (no_grad())
            step.Evaluate(batch, sums);
        Assert.AreEqual(expected, sums.MeanLoss, 1e-4);
        Assert.AreEqual(
            logits.argmax(1).eq(tensor(new long[] { 0, 1 })).to(ScalarType.Float32).mean().item<float>(),
            sums.MeanMetrics["accuracy"], 1e-6);
        Falls(step, batch);
        Assert.IsNotNull(step.WhyNotShared);
        Assert.IsFalse(step.MeasuresRowsApart);
    }

    [TestMethod]
    public void Classes_that_are_not_learned_play_no_part_in_the_loss_of_descriptions()
    {
        var network = new PrototypeNetwork(
            new PrototypeArchitecture(Embedding with { UnitLength = true }, 3, new DescriberArchitecture(2, [])))
        { Sharpness = 10 };
        var descriptions = tensor(new float[] { 1, 0, 0, 1, 1, 1 }, [3, 2]);
        var raised = tensor(new float[] { 0, PrototypeNetwork.NoPrototype, 0 });
        using var step = new DescribedStep(network, new WeightUpdate(network.parameters(), Plain), descriptions, raised, null);
        using var batch = new TensorBatch(randn(4, 2), tensor(new long[] { 0, 2, 2, 0 }));
        var cosines = network.Embedding.call(batch.Features).mm(network.Describe(descriptions).t());
        var two = (20 * cosines).index_select(1, tensor(new long[] { 0, 2 }));
        var sums = new RowSums();
        using (no_grad())
            step.Evaluate(batch, sums);
        Assert.AreEqual(
            nn.functional.cross_entropy(two, tensor(new long[] { 0, 1, 1, 0 })).item<float>(), sums.MeanLoss, 1e-4);
        Falls(step, batch);
        StringAssert.Contains(Settings.Describe(step.Identity)!.ToJsonString(), "\"Learned\":[true,false,true]");
    }

    [TestMethod]
    public void Distances_within_a_batch_are_learned()
    {
        var network = new EmbeddingNetwork(Embedding);
        using var step = new MetricStep(network, new WeightUpdate(network.parameters(), Plain), new ContrastiveLoss(), null);
        using var batch = Episode(randn(6, 2), tensor(new long[] { 0, 0, 0, 1, 1, 1 }), new EpisodeShape(2, 3, 0));
        var sums = new RowSums();
        using (no_grad())
            step.Evaluate(batch, sums);
        Assert.AreEqual(
            NearestRows.ShareAlike(network.call(batch.Features), batch.Targets), sums.MeanMetrics["nearest alike"], 1e-9);
        Falls(step, batch);
    }

    [TestMethod]
    public void Pictures_are_changed_while_they_are_learned_and_not_while_they_are_measured()
    {
        var pictures = new ConvolutionalArchitecture(1, 4, 4, [new FlattenLayer()], 3, "answer");
        var network = new EmbeddingNetwork(new EmbeddingArchitecture(16, null, pictures, UnitLength: false));
        var noisy = new PictureAugmentation { Noise = 100 };
        using var step = new MetricStep(
            network, new WeightUpdate(network.parameters(), Plain with { LearningRate = 1e-12 }), new ContrastiveLoss(), noisy);
        using var batch = Episode(rand(4, 1, 4, 4), tensor(new long[] { 0, 0, 1, 1 }), new EpisodeShape(2, 2, 0));
        var (learned, measured) = (new RowSums(), new RowSums());
        step.Train(batch, learned);
        using (no_grad())
            step.Evaluate(batch, measured);
        Assert.IsGreaterThan(100 * measured.MeanLoss, learned.MeanLoss);
        StringAssert.Contains(Settings.Describe(step.Identity)!.ToJsonString(), "\"Noise\":100");
    }

    [TestMethod]
    public void The_mean_and_the_spread_of_each_class_are_found_over_batches()
    {
        var rows = randn(700, 2);
        var labels = randint(3, [700], dtype: ScalarType.Int64);
        labels[0] = 3; // a class of one row
        using var batches = new InMemoryBatches(rows.clone(), labels.clone());
        using var means = ClassMeans.Of(new EmbeddingNetwork(new EmbeddingArchitecture(2, null, null, false)), batches, 5);
        var around = 0.0;
        for (var c = 0; c < 4; c++)
        {
            var own = rows.index_select(0, labels.eq(c).nonzero().flatten());
            Assert.AreEqual(own.size(0), means.Counts[c]);
            Assert.IsLessThan(1e-5f, (own.mean([0L]) - means.Means[c]).abs().max().item<float>());
            around += (own - own.mean([0L])).pow(2).sum().item<float>();
        }
        Assert.AreEqual(around / ((700 - 4) * 2), means.Variance, 1e-5);
        Assert.AreEqual((0L, 0f), (means.Counts[4], means.Means[4].abs().max().item<float>()));
    }

    private static void Falls(TrainingStep step, TensorBatch batch)
    {
        var (first, last) = (new RowSums(), new RowSums());
        step.Train(batch, first);
        for (var i = 0; i < 20; i++)
            step.Train(batch, new RowSums());
        step.Train(batch, last);
        Assert.IsLessThan(first.MeanLoss, last.MeanLoss);
    }

    private static EpisodeBatch Episode(Tensor features, Tensor targets, EpisodeShape shape) =>
        new([(BatchMember.Features, features), (BatchMember.Targets, targets)], shape);
}
