using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Boltzmann;

/// <summary>Two users, two items, three levels.</summary>
[TestClass]
public sealed class ContrastiveDivergenceRatingsStepTests
{
    [TestMethod]
    public void Without_a_step_of_sampling_there_is_nothing_to_learn()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var before = Weights(network);
        using var step = Step(network, gibbsSteps: 0);
        step.Train(Batch(), new RowSums());
        CollectionAssert.AreEqual(before, Weights(network), "data and samples are the same");
    }

    [TestMethod]
    public void The_error_is_that_of_the_expected_level()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using (no_grad())
        {
            network.Weight.zero_();
            // Item 0 has level 2 for sure, item 1 level 0 or 1 with equal chances.
            network.VisibleBias.copy_(tensor(new float[] { -50, -50, 50, 0, 0, -50 }));
        }
        using var step = Step(network, gibbsSteps: 1);
        var sums = new RowSums();
        step.Evaluate(Batch(), sums);
        // Ratings: user 0 gave item 0 level 2 and item 1 level 1; user 1 gave item 1 level 0.
        var expected = (0 + 0.25 + 0.25) / 3;
        Assert.AreEqual(expected, sums.MeanLoss, 1e-6);
        Assert.AreEqual(expected, sums.MeanMetrics[MetricNames.SquaredError], 1e-6);
        Assert.AreEqual(2, sums.Rows, "users are the rows");
    }

    [TestMethod]
    public void Ratings_that_are_asked_for_may_be_others_than_those_known()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        using (no_grad())
        {
            network.Weight.zero_();
            network.VisibleBias.copy_(tensor(new float[] { -50, -50, 50, 50, -50, -50 }));
        }
        using var step = Step(network, gibbsSteps: 1);
        var sums = new RowSums();
        step.Evaluate(new RatingsBatch(tensor(new long[] { 0, 1 }), Ratings([0, 1], [1, 1], [0, 0]), Ratings([0], [0], [0])), sums);
        Assert.AreEqual(4, sums.MeanLoss, 1e-5, "level 2 is expected where 0 was given");
    }

    [TestMethod]
    public void Learning_makes_the_ratings_seen_likelier()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = Network();
        using var step = Step(network, gibbsSteps: 1);
        var (first, last) = (new RowSums(), new RowSums());
        step.Evaluate(Batch(), first);
        for (var i = 0; i < 300; i++)
            using (NewDisposeScope())
                step.Train(Batch(), new RowSums());
        step.Evaluate(Batch(), last);
        Assert.IsLessThan(0.3 * first.MeanLoss, last.MeanLoss);
    }

    [TestMethod]
    public void Biases_move_by_how_often_data_and_samples_have_a_level()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var network = Network();
        using (no_grad())
        {
            network.Weight.zero_();
            network.VisibleBias.copy_(tensor(new float[] { 50, -50, -50, 50, -50, -50 })); // samples are always of level 0
        }
        using var step = Step(network, gibbsSteps: 3);
        var before = Toy.Values(network.VisibleBias);
        step.Train(Batch(), new RowSums());
        var moved = Toy.Values(network.VisibleBias).Zip(before, (after, was) => after - was).ToArray();
        // Rate 0.1 over two users: item 0 was rated 2 once, item 1 rated 1 and 0.
        float[] expected = [-0.05f, 0, 0.05f, -0.05f, 0.05f, 0];
        for (var i = 0; i < 6; i++)
            Assert.AreEqual(expected[i], moved[i], 1e-5, $"place {i}");
        Assert.AreEqual(0f, network.HiddenBias.abs().max().item<float>(), 1e-7, "without weights the hidden units see nothing");
    }

    private static RatingsRbmNetwork Network()
    {
        manual_seed(4);
        return new RatingsRbmNetwork(new RatingsRbmArchitecture(2, 2, 3, 2, 3));
    }

    private static ContrastiveDivergenceRatingsStep Step(RatingsRbmNetwork network, int gibbsSteps)
    {
        var options = new TrainingOptions { LearningRate = 0.1, Optimizer = new GradientDescentOptimizer() };
        return new ContrastiveDivergenceRatingsStep(
            network, new WeightUpdate([network.Weight, network.VisibleBias, network.UserBias, network.HiddenBias], options), gibbsSteps);
    }

    private static RatingsBatch Batch() => new(tensor(new long[] { 0, 1 }), Ratings([0, 0, 1], [0, 1, 1], [2, 1, 0]), null);

    private static RatingsOfBatch Ratings(long[] slots, long[] items, long[] levels) => new(tensor(slots), tensor(items), tensor(levels));

    private static float[] Weights(RatingsRbmNetwork network) =>
        [.. network.state_dict().Values.Where(w => w.dtype == float32).SelectMany(Toy.Values)];
}
