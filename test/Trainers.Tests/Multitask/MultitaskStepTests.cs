using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Multitask;

[TestClass]
public sealed class MultitaskStepTests
{
    private const float No = float.NaN;

    private static readonly TrainingOptions Plain = new() { LearningRate = 0.5, Optimizer = new GradientDescentOptimizer() };

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void The_loss_is_the_weighted_sum_of_those_of_the_tasks_over_rows_that_have_their_label()
    {
        using var network = Network();
        using var step = Step(network, distance: 0);
        using var batch = new TensorBatch(randn(4, 3), tensor(new float[] { 0, 2, No, 1, 1, No, No, No }, [4, 2]));
        var answer = network.call(batch.Features);
        var classes = nn.functional.cross_entropy(answer.narrow(1, 0, 2).index_select(0, tensor(new long[] { 0, 2 })),
            tensor(new long[] { 0, 1 })).item<float>();
        var numbers = (Math.Pow(answer[0, 2].item<float>() - 2, 2) + Math.Pow(answer[1, 2].item<float>() - 1, 2)) / 2;
        var sums = new RowSums();
        using (no_grad())
            step.Evaluate(batch, sums);
        Assert.AreEqual(classes + (3 * numbers), sums.MeanLoss, 1e-4);
        Assert.AreEqual(classes, sums.MeanMetrics["kind loss"], 1e-5);
        Assert.AreEqual(numbers, sums.MeanMetrics["size loss"], 1e-4);
        CollectionAssert.IsSubsetOf(new[] { "kind accuracy", "size mean absolute error" }, sums.MeanMetrics.Keys.ToArray());
    }

    [TestMethod]
    public void A_task_without_a_label_in_the_batch_moves_nothing_of_its_own()
    {
        using var network = Network();
        using var step = Step(network, distance: 0);
        var before = network.state_dict().ToDictionary(w => w.Key, w => w.Value.detach().clone());
        using (var batch = new TensorBatch(randn(3, 3), tensor(new float[] { 0, No, 1, No, 1, No }, [3, 2])))
            step.Train(batch, new RowSums());
        var after = network.state_dict();
        float Moved(string weight) => (after[weight] - before[weight]).abs().max().item<float>();
        Assert.AreEqual(0f, Moved("head2.linear1.weight"));
        Assert.AreNotEqual(0f, Moved("head1.linear1.weight"));
        Assert.AreNotEqual(0f, Moved("body1.linear1.weight"));
    }

    [TestMethod]
    public void Learned_noise_weighs_a_loss_and_grows_where_the_loss_is_large()
    {
        using var network = Network(weighs: true);
        using var step = Step(network, distance: 0);
        using var batch = new TensorBatch(randn(6, 3), tensor(new float[] { 0, 20, 1, -20, 0, 20, 1, 20, 0, -20, 1, 20 }, [6, 2]));
        var answer = network.call(batch.Features);
        var classes = nn.functional.cross_entropy(answer.narrow(1, 0, 2), tensor(new long[] { 0, 1, 0, 1, 0, 1 })).item<float>();
        var numbers = (answer.select(1, 2) - tensor(new float[] { 20, -20, 20, 20, -20, 20 })).square().mean().item<float>();
        step.Train(batch, new RowSums());
        // d/ds (w(e^-s L + s/2)) at s = 0 is w(1/2 - L), and half of L for squared errors; the step goes down by the rate
        var variances = network.LogVariance!.data<float>().ToArray();
        Assert.AreEqual(-0.5 * 1 * (0.5 - classes), variances[0], 1e-3);
        Assert.AreEqual(-0.5 * 3 * (0.5 - (numbers / 2)), variances[1], 1e-3 * numbers);
        Assert.IsGreaterThan(variances[0], variances[1]);
    }

    [TestMethod]
    public void Soft_sharing_draws_bodies_together()
    {
        using var apart = Network(each: true);
        using var drawn = Network(each: true);
        NetworkWeights.Copy(apart.state_dict(), drawn.state_dict());
        using var batch = new TensorBatch(randn(6, 3), tensor(new float[] { 0, 1, 1, 2, 0, 1, 1, 0, 0, 1, 1, 2 }, [6, 2]));
        using var free = Step(apart, 0);
        using var strict = Step(drawn, 0.1);
        for (var i = 0; i < 5; i++)
        {
            free.Train(batch, new RowSums());
            strict.Train(batch, new RowSums());
        }
        Assert.IsTrue(
            drawn.Distance()!.item<float>() < 0.5 * apart.Distance()!.item<float>(), "each step takes a fifth off the difference");
    }

    [TestMethod]
    public void A_batch_of_one_picture_is_learned_from_where_normalization_needs_two()
    {
        using var network = new MultitaskNetwork(new(
            4, [4], [], [2, 1], Activation.Tanh, 0, false, false, ScalingForm.None, new TaskReaderArchitecture(
                new EmbeddingArchitecture(4, null, new ConvolutionalArchitecture(
                    1, 2, 2, [new ConvolutionLayer(3, 2), new BatchNormalizationLayer()], 3, "vector"), false), null)));
        network.train();
        using var step = Step(network, distance: 0);
        var before = network.parameters().Select(weight => weight.detach().clone()).ToArray();
        using var batch = new TensorBatch(randn(1, 1, 2, 2), tensor(new float[] { 1, 2 }, [1, 2]));
        var sums = new RowSums();
        step.Train(batch, sums);
        Assert.IsTrue(float.IsFinite((float)sums.MeanLoss));
        Assert.IsTrue(network.parameters().Zip(before).Any(pair => (pair.First - pair.Second).abs().max().item<float>() > 0));
        Assert.IsTrue(network.training);
    }

    [TestMethod]
    public void Pictures_are_changed_at_random_while_a_network_learns_and_never_when_it_is_measured()
    {
        using var network = new MultitaskNetwork(new(
            4, [4], [], [2, 1], Activation.Tanh, 0, false, false, ScalingForm.None, new TaskReaderArchitecture(
                new EmbeddingArchitecture(4, null, new ConvolutionalArchitecture(1, 2, 2, [new FlattenLayer()], 3, "vector"), false),
                null)));
        using var changing = new MultitaskStep(
            network, new WeightUpdate([], Plain), [Number], 0, new PictureAugmentation { Noise = 1 });
        using var still = new MultitaskStep(network, new WeightUpdate([], Plain), [Number], 0);
        using var batch = new TensorBatch(randn(4, 1, 2, 2), randn(4, 2));
        double Loss(MultitaskStep step, bool training)
        {
            var sums = new RowSums();
            using var gradientsOff = training ? null : no_grad();
            if (training)
                step.Train(batch, sums);
            else
                step.Evaluate(batch, sums);
            return sums.MeanLoss;
        }
        Assert.AreEqual(Loss(still, false), Loss(changing, false), 1e-6);
        Assert.AreNotEqual(Loss(still, true), Loss(changing, true), 1e-3);
    }

    private static TaskLoss Number => new("size", new(1, 1, false, true), 2, 1, new RegressionLoss(new()), 1, IsOfNumbers: true);

    private static MultitaskNetwork Network(bool each = false, bool weighs = false) =>
        new(new(3, [4], [], [2, 1], Activation.Tanh, 0, each, weighs, ScalingForm.None));

    private static MultitaskStep Step(MultitaskNetwork network, double distance) => new(
        network, new WeightUpdate(network.parameters(), Plain),
        [
            new TaskLoss("kind", new(0, 1, true, true), 0, 2, new MulticlassLoss(new(), 2), 1, IsOfNumbers: false),
            new TaskLoss("size", new(1, 1, false, true), 2, 1, new RegressionLoss(new()), 3, IsOfNumbers: true),
        ], distance);
}
