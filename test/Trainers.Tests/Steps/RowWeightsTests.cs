using DeepML.Data;
using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

/// <summary>Weights of rows in means, sums and steps.</summary>
[TestClass]
public sealed class RowWeightsTests
{
    private static readonly TrainingOptions Plain = new() { Optimizer = new GradientDescentOptimizer(), LearningRate = 0.1 };

    [TestMethod]
    public void Weights_are_counted_in_their_mean()
    {
        using var scope = NewDisposeScope();
        using var batch = new TensorBatch((BatchMember.Features, zeros(3, 1)), (BatchMember.Weights, tensor(new float[] { 2, 4, 0 })));
        CollectionAssert.AreEqual(new float[] { 0.5f, 1, 0 }, Toy.Values(RowWeights.Of(batch, 4)!));
        Assert.AreEqual(1.5, RowWeights.Sum(batch, 4));
        using var without = new TensorBatch(zeros(3, 1));
        Assert.IsNull(RowWeights.Of(without, 4));
        Assert.AreEqual(3, RowWeights.Sum(without, 4), "each row is one");
        // 1 · 6 + 3 · 2 over two rows; with classes of 1 and 5: over 1 + 15, times the rows' mean
        var (each, weights) = (tensor(new float[] { 6, 2 }), tensor(new float[] { 1, 3 }));
        Assert.AreEqual(6f, RowWeights.Mean(each, weights).item<float>());
        Assert.AreEqual(12f / 16 * 2, RowWeights.Mean(each, weights, tensor(new float[] { 1, 5 })).item<float>(), 1e-6f);
        Assert.AreEqual(0f, RowWeights.Mean(each, zeros(2), tensor(new float[] { 1, 5 })).item<float>(), "nothing by nothing is nothing");
    }

    [TestMethod]
    public void A_row_of_weight_two_moves_the_weights_as_two_rows_do()
    {
        using var scope = NewDisposeScope();
        var (weighted, twice) = (Line(), Line());
        Learn(weighted, [1, 3], [5, 1], [1, 2], mean: 1.5);
        Learn(twice, [1, 3, 3], [5, 1, 1], null, mean: 1);
        Assert.AreEqual(twice.weight!.item<float>(), weighted.weight!.item<float>(), 1e-6f);
        Assert.AreEqual(twice.bias!.item<float>(), weighted.bias!.item<float>(), 1e-6f);

        static void Learn(Linear network, float[] x, float[] y, float[]? weights, double mean)
        {
            // what the weights add up to is left out of the step, so the rate is that of the mean weight
            using var loss = new RegressionLoss(Plain) { MeanWeight = mean };
            using var step = new SupervisedStep(network, new WeightUpdate(network.parameters(), Plain), loss);
            (BatchMember, Tensor)[] members =
                [(BatchMember.Features, tensor(x, [x.Length, 1])), (BatchMember.Targets, tensor(y)),
                    .. weights is null ? [] : new[] { (BatchMember.Weights, tensor(weights)) }];
            var sums = new RowSums();
            step.Train(new TensorBatch(members), sums);
            Assert.AreEqual((9 + 25 + 25) / 3.0, sums.MeanLoss, 1e-5, "and the mean loss is that of the rows");
        }
    }

    [TestMethod]
    public void A_perceptron_leaves_out_rows_that_count_nothing_and_moves_by_the_weight_of_the_others()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(1, 2);
        using (no_grad())
            foreach (var weight in network.parameters())
                weight.zero_();
        var options = new TrainingOptions { LearningRate = 1, Optimizer = new GradientDescentOptimizer() };
        using var step = new PerceptronStep(network, new WeightUpdate(network.parameters(), options), meanWeight: 2);
        var sums = new RowSums();
        // all are answered with class 0: the first is right, the second counts nothing, the third twice the mean
        var batch = new TensorBatch(
            (BatchMember.Features, tensor(new float[] { 1, 5, 3 }, [3, 1])), (BatchMember.Targets, tensor(new long[] { 0, 1, 1 })),
            (BatchMember.Weights, tensor(new float[] { 2, 0, 4 })));
        step.Train(batch, sums);
        CollectionAssert.AreEqual(new float[] { -2, 2 }, Toy.Values(network.weight!), "2 · 3 over three rows");
        Assert.AreEqual(1 / 3.0, sums.MeanMetrics[MetricNames.Accuracy], 1e-6, "of a weight of 1 and 2");
        Assert.AreEqual(1L, step.State["wrong"].item<long>());
        Assert.IsTrue(step.EpochFinished(sums));
    }

    [TestMethod]
    public void A_perceptron_of_yes_and_no_has_one_score()
    {
        using var scope = NewDisposeScope();
        using var network = Line();
        var options = new TrainingOptions { LearningRate = 1, Optimizer = new GradientDescentOptimizer() };
        using var step = new PerceptronStep(network, new WeightUpdate(network.parameters(), options));
        var (learned, measured) = (new RowSums(), new RowSums());
        // scores 2, -4 and 0: a no taken for a yes, a yes that is missed, and a 0 that is rightly no
        var batch = new TensorBatch(tensor(new float[] { 1, -2, 0 }, [3, 1]), tensor(new float[] { 0, 1, 0 }));
        step.Train(batch, learned);
        Assert.AreEqual(2f + ((-1 - 2) / 3f), network.weight!.item<float>(), 1e-6f, "less 1, and -2 more");
        Assert.AreEqual(0f, network.bias!.item<float>(), 1e-6f, "one less and one more");
        Assert.AreEqual((2 + 4) / 3.0, learned.MeanLoss, 1e-6, "by how much the scores were wrong");
        Assert.AreEqual(1 / 3.0, learned.MeanMetrics[MetricNames.Accuracy], 1e-6);
        step.Evaluate(batch, measured);
        Assert.AreEqual((1 + 2) / 3.0, measured.MeanLoss, 1e-6, "the weight is 1 now");
    }

    [TestMethod]
    public void Accumulated_gradients_may_be_forgotten_and_rates_scaled()
    {
        using var weight = new Parameter(tensor(new float[] { 1, -2 }));
        using var idle = new Parameter(tensor(7f));
        using var update = new WeightUpdate([weight, idle], Plain with { GradientAccumulation = 2 });
        Minimize(update, weight, 1, 2);
        update.Forget();
        Assert.IsTrue(update.IsAtRest);
        update.Flush();
        CollectionAssert.AreEqual(new float[] { 1, -2 }, Toy.Values(weight), "there is nothing left to step by");
        update.ScaleRate(0.5);
        Assert.AreEqual(0.05, update.LearningRate, 1e-12);
        Minimize(update, weight, 1, 2);
        Minimize(update, weight, 3, 0);
        Assert.AreEqual(1 - (0.05 * 2), Toy.Values(weight)[0], 1e-6, "the mean of 1 and 3");
        Assert.AreEqual(-2 - (0.05 * 1), Toy.Values(weight)[1], 1e-6);
        Assert.AreEqual(7f, idle.item<float>(), "a weight that no loss depends on stays");
        CollectionAssert.AreEqual(new long[] { 1, 0 }, update.Memory.Steps.ToArray(), "and has made no step");
    }

    [TestMethod]
    public void Given_gradients_are_penalized_clipped_and_accumulated_like_those_of_a_loss()
    {
        using var gradient = tensor(new float[] { 3, 4 });
        using var none = zeros(2);
        Check(Plain with { GradientClipNorm = 1 }, [1 - 0.06, -2 - 0.08], gradient);
        Check(Plain with { L1 = 0.5 }, [1 - 0.35, -2 - 0.35], gradient);
        Check(Plain with { GradientAccumulation = 2 }, [1 - 0.15, -2 - 0.2], gradient, none);
        Check(Plain with { GradientAccumulation = 2, GradientClipNorm = 1 }, [1 - 0.06, -2 - 0.08], gradient, none);
        Check(Plain with { GradientAccumulation = 3 }, [1, -2], gradient, gradient);

        static void Check(TrainingOptions options, double[] expected, params Tensor[] gradients)
        {
            using var weight = new Parameter(tensor(new float[] { 1, -2 }));
            using var update = new WeightUpdate([weight], options);
            foreach (var given in gradients)
                update.Apply([given], rows: 4);
            for (var i = 0; i < 2; i++)
                Assert.AreEqual(expected[i], Toy.Values(weight)[i], 1e-5, $"weight {i}");
        }
    }

    private static void Minimize(WeightUpdate update, Parameter weight, float first, float second)
    {
        using var scope = NewDisposeScope();
        update.Minimize((weight * tensor(new[] { first, second })).sum());
    }

    private static Linear Line()
    {
        var network = nn.Linear(1, 1);
        using var gradientsOff = no_grad();
        network.weight!.fill_(2);
        network.bias!.zero_();
        return network;
    }
}
