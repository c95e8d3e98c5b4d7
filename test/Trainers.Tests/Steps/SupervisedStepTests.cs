using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

[TestClass]
public sealed class SupervisedStepTests
{
    [TestMethod]
    public void A_batch_moves_the_weights_down_the_slope_and_counts_the_loss_before_it()
    {
        using var scope = NewDisposeScope();
        using var network = Line(weight: 2, bias: 0);
        using var step = Step(network, new TrainingOptions { LearningRate = 0.1, Optimizer = new GradientDescentOptimizer() });
        var sums = new RowSums();
        step.Train(new TensorBatch(tensor(new float[] { 1, 3 }, [2, 1]), tensor(new float[] { 1, 5 })), sums);
        // answers 2 and 6, errors 1 and 1: slope of the weight 2 · mean(error · x) = 4, of the bias 2
        Assert.AreEqual((1.0, 2L), (sums.MeanLoss, sums.Rows));
        Assert.AreEqual(1.6f, network.weight!.item<float>(), 1e-6);
        Assert.AreEqual(-0.2f, network.bias!.item<float>(), 1e-6);
    }

    [TestMethod]
    public void Measuring_changes_nothing_and_adds_the_metrics()
    {
        using var scope = NewDisposeScope();
        using var network = Line(weight: 2, bias: 0);
        using var step = Step(network, new TrainingOptions());
        var sums = new RowSums();
        step.Evaluate(new TensorBatch(tensor(new float[] { 1, 3 }, [2, 1]), tensor(new float[] { 1, 3 })), sums);
        Assert.AreEqual((1 + 9) / 2.0, sums.MeanLoss);
        Assert.AreEqual((1 + 3) / 2.0, sums.MeanMetrics[MetricNames.AbsoluteError]);
        Assert.AreEqual(2f, network.weight!.item<float>());
    }

    [TestMethod]
    public void Noise_on_inputs_is_for_learning_and_not_for_measuring()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = Line(weight: 1, bias: 0);
        using var step = Step(network, new TrainingOptions { InputNoise = 0.5, LearningRate = 1e-12 });
        var batch = new TensorBatch(zeros(4000, 1), zeros(4000));
        var (learned, measured) = (new RowSums(), new RowSums());
        step.Train(batch, learned);
        step.Evaluate(batch, measured);
        Assert.AreEqual(0.25, learned.MeanLoss, 0.02, "the noise's variance");
        Assert.AreEqual(0, measured.MeanLoss, 1e-15);
        Assert.AreEqual(0f, batch.Features.abs().max().item<float>(), "the rows themselves stay");
    }

    [TestMethod]
    public void A_loss_of_held_out_rows_may_be_another()
    {
        using var scope = NewDisposeScope();
        using var network = Line(weight: 1, bias: 0);
        using var step = new SupervisedStep(
            network, (features, _) => network.call(features), new WeightUpdate(network.parameters(), new TrainingOptions()),
            (answer, _) => answer.sum(), "mine", heldOutLoss: (answer, _) => answer.max());
        var (batch, sums) = (new TensorBatch(tensor(new float[] { 1, 3 }, [2, 1])), new RowSums());
        step.Evaluate(batch, sums);
        Assert.AreEqual(3, sums.MeanLoss);
        Assert.AreEqual("mine", step.Identity);
        Assert.IsTrue(step.LossTellsProgress);
        Assert.IsNull(step.Architecture, "a module that has none to tell");
        Assert.AreSame(network, step.Network);
    }

    [TestMethod]
    public void Classes_that_noise_draws_may_be_any()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var drawn = TrainingNoise.OnClasses(zeros(9000, dtype: int64), 0.5, 3).data<long>().ToArray();
        Assert.AreEqual(6000, drawn.Count(c => c == 0), 150, "half stay, and a third of the rest is drawn to be the same");
        Assert.AreEqual(1500, drawn.Count(c => c == 1), 120);
        Assert.AreEqual(1500, drawn.Count(c => c == 2), 120);
        CollectionAssert.AreEqual(new long[5], TrainingNoise.OnClasses(zeros(5, dtype: int64), 0, 3).data<long>().ToArray());
    }

    [TestMethod]
    public void A_perceptron_moves_its_weights_by_the_rows_that_it_gets_wrong()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(2, 2);
        using (no_grad())
            foreach (var weight in network.parameters())
                weight.zero_();
        using var step = new PerceptronStep(
            network, new WeightUpdate(network.parameters(),
                new TrainingOptions { LearningRate = 1, Optimizer = new GradientDescentOptimizer() }));
        var sums = new RowSums();
        // Without weights every answer is class 0: the second row is wrong.
        step.Train(new TensorBatch(tensor(new float[] { 1, 2, 3, 4 }, [2, 2]), tensor(new long[] { 0, 1 })), sums);
        CollectionAssert.AreEqual(new[] { -1.5f, -2, 1.5f, 2 }, Toy.Values(network.weight!), "half of (3, 4), away from 0 and towards 1");
        CollectionAssert.AreEqual(new[] { -0.5f, 0.5f }, Toy.Values(network.bias!));
        Assert.AreEqual(0.5, sums.MeanMetrics[MetricNames.Accuracy]);
        Assert.AreEqual(0, sums.MeanLoss, "both scores were 0");
        Assert.AreEqual(1L, step.State["wrong"].item<long>());
        Assert.IsTrue(step.EpochFinished(sums), "one was wrong: there is something to learn");
        Assert.IsFalse(step.EpochFinished(sums), "an epoch without a wrong answer ends it");
    }

    [TestMethod]
    public void A_perceptron_that_is_right_stays_as_it_is()
    {
        using var scope = NewDisposeScope();
        using var network = nn.Linear(2, 2);
        using (no_grad())
        {
            network.weight!.copy_(tensor(new float[] { 1, 0, 0, 1 }, [2, 2]));
            network.bias!.zero_();
        }
        using var step = new PerceptronStep(network, new WeightUpdate(network.parameters(), new TrainingOptions()));
        var (right, wrong) = (new RowSums(), new RowSums());
        step.Train(new TensorBatch(tensor(new float[] { 3, 1, 0, 2 }, [2, 2]), tensor(new long[] { 0, 1 })), right);
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 1 }, Toy.Values(network.weight!));
        Assert.AreEqual((0.0, 1.0), (right.MeanLoss, right.MeanMetrics[MetricNames.Accuracy]));
        step.Evaluate(new TensorBatch(tensor(new float[] { 3, 1, 0, 2 }, [2, 2]), tensor(new long[] { 1, 1 })), wrong);
        Assert.AreEqual(1, wrong.MeanLoss, "the first row is wrong by 3 - 1, over two rows");
        Assert.AreEqual(0L, step.State["wrong"].item<long>(), "measuring is no learning");
    }

    [TestMethod]
    public void Mixed_rows_are_learned_from_and_plain_ones_measured()
    {
        using var scope = NewDisposeScope();
        var seen = new List<float[]>();
        using var layer = nn.Linear(1, 1);
        using var step = new SupervisedStep(
            layer,
            (features, _) =>
            {
                seen.Add(features.data<float>().ToArray());
                return layer.call(features);
            },
            new WeightUpdate(layer.parameters(), new TrainingOptions()),
            (answer, batch) => (answer.squeeze(1) - batch.Targets).square().mean(), "squares")
        {
            MixUp = 1,
        };
        using var batch = new TensorBatch(tensor(new[] { 0f, 10f, 30f }, [3, 1]), tensor(new[] { 0f, 1f, 2f }));
        manual_seed(3);
        var sums = new RowSums();
        step.Train(batch, sums);
        CollectionAssert.AreNotEqual(new[] { 0f, 10f, 30f }, seen[0]);
        Assert.AreEqual(40, seen[0].Sum(), 1e-4); // each row goes into another one as much as it gives way
        step.Evaluate(batch, sums);
        CollectionAssert.AreEqual(new[] { 0f, 10f, 30f }, seen[1]);
    }

    private static TorchSharp.Modules.Linear Line(float weight, float bias)
    {
        var network = nn.Linear(1, 1);
        using var gradientsOff = no_grad();
        network.weight!.fill_(weight);
        network.bias!.fill_(bias);
        return network;
    }

    private static SupervisedStep Step(TorchSharp.Modules.Linear network, TrainingOptions options) =>
        new(network, new WeightUpdate(network.parameters(), options), new RegressionLoss(options));
}
