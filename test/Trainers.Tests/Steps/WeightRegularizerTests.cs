using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

/// <summary>What limits weights, and what disturbs them and their gradients in training.</summary>
[TestClass]
public sealed class WeightRegularizerTests
{
    private static readonly TrainingOptions Plain = new() { Optimizer = new GradientDescentOptimizer(), LearningRate = 0.1 };

    [TestMethod]
    public void Weights_of_a_unit_that_grow_too_long_are_shortened_after_the_step_and_biases_are_not()
    {
        using var scope = NewDisposeScope();
        using var weights = new Parameter(tensor(new[] { 3f, 4f, 0.6f, 0.8f }, [2, 2]));
        using var bias = new Parameter(tensor(new[] { 9f, 9f }));
        using var filters = new Parameter(full([2, 1, 2, 2], 1f));
        using var update = new WeightUpdate([weights, bias, filters], Plain with { MaximumWeightNorm = 1.5 });
        foreach (var parameter in new[] { weights, bias, filters })
            parameter.grad = zeros_like(parameter);
        update.Step();
        Close([0.9, 1.2, 0.6, 0.8], weights);
        Close([9, 9], bias);
        Close([.. Enumerable.Repeat(0.75, 8)], filters);
    }

    [TestMethod]
    public void The_step_itself_is_limited_too()
    {
        using var scope = NewDisposeScope();
        using var weights = new Parameter(tensor(new[] { 1f, 0f }, [1, 2]));
        using var update = new WeightUpdate([weights], Plain with { MaximumWeightNorm = 1 });
        weights.grad = tensor(new[] { -10f, 0f }, [1, 2]);
        update.Step();
        Close([1, 0], weights);
        update.Apply([tensor(new[] { -10f, -20f }, [1, 2])]); // as contrastive divergence hands gradients over
        Close([1 / Math.Sqrt(2), 1 / Math.Sqrt(2)], weights);
    }

    [TestMethod]
    public void A_batch_sees_a_share_of_the_weights_scaled_up_and_only_these_move()
    {
        using var scope = NewDisposeScope();
        using var weights = new Parameter(ones(40, 50));
        using var bias = new Parameter(ones(3));
        using var update = new WeightUpdate([weights, bias], Plain with { DropConnect = 0.25 });
        manual_seed(1);
        update.Perturb();
        var seen = Values(weights);
        Assert.AreEqual(0.25, seen.Average(w => w == 0 ? 1.0 : 0), 0.04);
        Assert.IsTrue(seen.All(w => w == 0 || Math.Abs(w - (4 / 3f)) < 1e-6f));
        Close([1, 1, 1], bias);
        update.Minimize(weights.sum() + bias.sum());
        var moved = Values(weights);
        for (var i = 0; i < seen.Length; i++) // dL/dw is 1 / (1 - 0.25) where the weight was there
            Assert.AreEqual(seen[i] == 0 ? 1 : 1 - (0.1 / 0.75), moved[i], 1e-6);
        Close([0.9, 0.9, 0.9], bias);
    }

    [TestMethod]
    public void Weights_come_back_as_they_were_from_a_batch_that_made_no_step()
    {
        using var scope = NewDisposeScope();
        using var weights = new Parameter(rand(4, 5));
        var before = Values(weights);
        using var update = new WeightUpdate([weights], Plain with { WeightNoise = 0.5, DropConnect = 0.5 });
        for (var i = 0; i < 2; i++)
        {
            update.Perturb();
            CollectionAssert.AreNotEqual(before, Values(weights));
            update.Settle();
            CollectionAssert.AreEqual(before, Values(weights));
        }
        using var step = new Failing(update);
        Assert.ThrowsExactly<InvalidOperationException>(() => step.Learn(new Data.TensorBatch(rand(2, 1), rand(2)), new RowSums()));
        CollectionAssert.AreEqual(before, Values(weights));
    }

    [TestMethod]
    public void Noise_on_weights_has_its_deviation_and_the_step_starts_from_the_weights_without_it()
    {
        using var scope = NewDisposeScope();
        using var weights = new Parameter(full([50, 60], 2f));
        using var update = new WeightUpdate([weights], Plain with { WeightNoise = 0.3 });
        manual_seed(2);
        update.Perturb();
        Assert.AreEqual(0.3, weights.std().item<float>(), 0.02);
        Assert.AreEqual(2, weights.mean().item<float>(), 0.03);
        var seen = weights.detach().clone();
        update.Minimize(weights.square().sum().mul(0.5)); // the gradient is the weight that was seen
        Assert.IsLessThan(1e-6f, (weights - (2 - (seen * 0.1))).abs().max().item<float>());
    }

    [TestMethod]
    public void Noise_on_gradients_falls_with_the_steps()
    {
        using var scope = NewDisposeScope();
        using var weights = new Parameter(zeros(50, 60));
        using var update = new WeightUpdate([weights], Plain with { LearningRate = 1, GradientNoise = 0.4 });
        manual_seed(3);
        foreach (var step in new[] { 1, 2, 3 })
        {
            var before = weights.detach().clone();
            weights.grad = zeros_like(weights);
            update.Step();
            Assert.AreEqual(0.4 / Math.Pow(step, 0.275), (weights - before).std().item<float>(), 0.02, $"step {step}");
        }
    }

    [TestMethod]
    public void The_same_draws_make_the_same_steps()
    {
        using var scope = NewDisposeScope();
        float[] Run()
        {
            using var weights = new Parameter(ones(4, 5));
            using var update = new WeightUpdate([weights], Plain with { GradientNoise = 0.4, WeightNoise = 0.1, DropConnect = 0.3 });
            manual_seed(4);
            update.Perturb();
            update.Minimize(weights.square().sum());
            return Values(weights);
        }
        CollectionAssert.AreEqual(Run(), Run());
    }

    private static float[] Values(Tensor tensor) => tensor.data<float>().ToArray();

    private static void Close(double[] expected, Tensor found)
    {
        var values = Values(found);
        Assert.HasCount(expected.Length, values);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], values[i], 1e-6, $"number {i}");
    }

    private sealed class Failing(WeightUpdate update) : TrainingStep
    {
        public override nn.Module Network { get; } = nn.Linear(1, 1);

        public override IReadOnlyList<WeightUpdate> Updates { get; } = [update];

        public override object Identity => "failing";

        public override void Train(Data.TensorBatch batch, RowSums sums) => throw new InvalidOperationException("no");

        public override void Evaluate(Data.TensorBatch batch, RowSums sums)
        {
        }

        public override void Dispose() => Network.Dispose();
    }
}
