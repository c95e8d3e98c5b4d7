using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

[TestClass]
public sealed class WeightUpdateTests
{
    private static readonly TrainingOptions Plain = new() { Optimizer = new GradientDescentOptimizer(), LearningRate = 0.1 };

    [TestMethod]
    public void Gradient_descent_goes_down_the_gradient() =>
        CollectionAssert.AreEqual(new[] { 1f - 0.1f, -2f - 0.2f }, After(Plain, [1, 2]));

    [TestMethod]
    public void A_parameter_moves_at_its_own_share_of_the_rate_in_force()
    {
        using var scope = NewDisposeScope();
        Parameter[] weights = [new(tensor(new[] { 1f, -2f })), new(tensor(new[] { 1f, -2f }))];
        using var update = new WeightUpdate(weights, Plain, [0.25, 1]);
        update.ScaleRate(2);
        foreach (var weight in weights)
            weight.grad = ones(2);
        update.Step();
        CollectionAssert.AreEqual(new[] { 0.95f, -2.05f }, weights[0].data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 0.8f, -2.2f }, weights[1].data<float>().ToArray());
    }

    [TestMethod]
    public void Momentum_adds_a_share_of_the_last_step()
    {
        Close([1 - 0.1 - (0.1 * 1.9), -2 - 0.2 - (0.2 * 1.9)], After(
            Plain with { Optimizer = new GradientDescentOptimizer { Momentum = 0.9 } }, [1, 2], [1, 2]));
        Close([1 - (0.1 * 1.9), -2 - (0.2 * 1.9)], After(
            Plain with { Optimizer = new GradientDescentOptimizer { Momentum = 0.9, Nesterov = true } }, [1, 2]));
    }

    [TestMethod]
    public void The_l2_penalty_adds_the_weight_to_its_gradient() =>
        Close([1 - (0.1 * (1 + 0.5)), -2 - (0.1 * (2 - 1))], After(Plain with { WeightDecay = 0.5 }, [1, 2]));

    [TestMethod]
    public void The_l1_penalty_adds_the_sign_of_the_weight() =>
        Close([1 - (0.1 * (1 + 0.5)), -2 - (0.1 * (2 - 0.5))], After(Plain with { L1 = 0.5 }, [1, 2]));

    [TestMethod]
    public void Gradients_longer_than_the_clip_norm_are_shortened_to_it() =>
        Close([1 - (0.1 * 0.6), -2 - (0.1 * 0.8)], After(Plain with { GradientClipNorm = 1 }, [3, 4]));

    [TestMethod]
    public void Adagrad_divides_by_the_root_of_all_squares_so_far() =>
        Close([1 - 0.1 - (0.1 / Math.Sqrt(2)), -2 - 0.1 - (0.1 / Math.Sqrt(2))], After(
            Plain with { Optimizer = new AdagradOptimizer() }, [1, 2], [1, 2]));

    [TestMethod]
    public void Rms_prop_divides_by_the_running_root_mean_square() =>
        Close([1 - (0.1 / Math.Sqrt(0.5)), -2 - (0.1 / Math.Sqrt(0.5))], After(
            Plain with { Optimizer = new RmsPropOptimizer { Alpha = 0.5 } }, [1, 2]));

    [TestMethod]
    public void Adam_makes_first_steps_of_the_learning_rate() =>
        Close([0.9, -2.1], After(Plain with { Optimizer = new AdamOptimizer() }, [1, 2]));

    [TestMethod]
    public void AdamW_takes_the_decay_off_the_weight_itself() =>
        Close([(1 * (1 - 0.05)) - 0.1, (-2 * (1 - 0.05)) - 0.1], After(
            Plain with { Optimizer = new AdamWOptimizer(), WeightDecay = 0.5 }, [1, 2]));

    [TestMethod]
    public void Accumulated_batches_make_the_step_of_one_large_batch_whatever_their_sizes()
    {
        var large = Losses(Plain, accumulate: 1, [0, 1, 2, 3, 4, 5, 6]);
        var small = Losses(Plain with { GradientAccumulation = 3 }, accumulate: 3, [0, 1, 2], [3, 4, 5], [6]);
        Close([.. large.Select(w => (double)w)], small);
    }

    [TestMethod]
    public void What_is_left_at_the_end_of_an_epoch_makes_a_step_of_its_own()
    {
        using var weight = new Parameter(tensor(new float[] { 1, -2 }));
        using var update = new WeightUpdate([weight], Plain with { GradientAccumulation = 4 });
        using (NewDisposeScope())
            update.Minimize((weight * tensor(new float[] { 1, 2 })).sum(), rows: 3);
        Assert.IsFalse(update.IsAtRest);
        Assert.AreEqual(1, Toy.Values(weight)[0]);
        update.Flush();
        Assert.IsTrue(update.IsAtRest);
        Close([0.9, -2.2], Toy.Values(weight));
    }

    [TestMethod]
    public void Gradients_put_in_place_act_like_those_of_a_loss()
    {
        using var weight = new Parameter(tensor(new float[] { 1, -2 }));
        using var update = new WeightUpdate([weight], Plain);
        using var gradient = tensor(new float[] { 1, 2 });
        update.Apply([gradient]);
        update.Apply([gradient]);
        Close([0.8, -2.4], Toy.Values(weight));
    }

    private static float[] After(TrainingOptions options, params float[][] gradients)
    {
        using var weight = new Parameter(tensor(new float[] { 1, -2 }));
        using var update = new WeightUpdate([weight], options);
        foreach (var gradient in gradients)
        {
            using var scope = NewDisposeScope();
            update.Minimize((weight * tensor(gradient)).sum());
        }
        return Toy.Values(weight);
    }

    private static float[] Losses(TrainingOptions options, int accumulate, params int[][] batches)
    {
        using var weight = new Parameter(tensor(new float[] { 1, -2 }));
        using var update = new WeightUpdate([weight], options);
        Assert.AreEqual(accumulate, options.GradientAccumulation);
        foreach (var rows in batches)
        {
            using var scope = NewDisposeScope();
            var x = tensor(rows.SelectMany(r => new float[] { r, r * r }).ToArray(), [rows.Length, 2]);
            update.Minimize(x.mv(weight).square().mean() * 1e-3, rows.Length);
        }
        return Toy.Values(weight);
    }

    private static void Close(double[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 1e-5, $"weight {i}");
    }
}
