using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Optimizers;

/// <summary>Optimizers that look for their steps, on losses whose minimum is known.</summary>
[TestClass]
public sealed class LineSearchRuleTests
{
    public static IEnumerable<object[]> Both => [[new LbfgsOptimizer()], [new ConjugateGradientOptimizer()]];

    [TestMethod]
    [DynamicData(nameof(Both))]
    public void A_quadratic_of_five_numbers_is_solved_in_a_hundred_evaluations(OptimizerOptions optimizer)
    {
        using var scope = NewDisposeScope();
        using var a = new Parameter(tensor(new[] { 3f, -2f, 1f }));
        using var b = new Parameter(tensor(new[] { 5f, 4f }, [2, 1]));
        var (stretch, target) = (tensor(new[] { 1f, 10f, 100f, 3f, 30f }), tensor(new[] { 1f, 2f, 3f, 4f, 5f }));
        Tensor Loss() => (stretch * (cat([a, b.flatten()]) - target).square()).sum();
        using var update = Update(optimizer, [a, b]);
        var before = update.Minimize(Loss, 1);
        Assert.AreEqual((1 * 4) + (10 * 16) + (100 * 4) + (3 * 1) + (30 * 1), before, 1e-3, "the loss before");
        for (var i = 0; i < 4; i++)
        {
            update.Minimize(Loss, 1);
            Assert.IsLessThanOrEqualTo(25, update.Evaluations!.Value);
        }
        Assert.IsLessThan(1e-3, (cat([a, b.flatten()]) - target).abs().max().item<float>());
        Assert.IsLessThan(1e-5, Loss().item<float>());
    }

    [TestMethod]
    [DynamicData(nameof(Both))]
    public void Rosenbrocks_valley_is_followed_to_its_end(OptimizerOptions optimizer)
    {
        using var scope = NewDisposeScope();
        using var x = new Parameter(tensor(new[] { -1.2f, 1f }));
        Tensor Loss() => (x[1] - x[0].square()).square() * 100 + (1 - x[0]).square();
        using var update = Update(optimizer, [x]);
        var losses = Enumerable.Range(0, 8).Select(_ => update.Minimize(Loss, 1)).ToArray();
        Assert.AreEqual(24.2, losses[0], 1e-4);
        for (var i = 1; i < losses.Length; i++)
            Assert.IsLessThanOrEqualTo(losses[i - 1], losses[i], "a search never goes up");
        Assert.AreEqual(1, x[0].item<float>(), 0.01);
        Assert.AreEqual(1, x[1].item<float>(), 0.02);
    }

    [TestMethod]
    [DynamicData(nameof(Both))]
    public void The_penalty_of_weights_is_half_of_their_squares(OptimizerOptions optimizer)
    {
        using var scope = NewDisposeScope();
        using var x = new Parameter(tensor(new[] { 4f }));
        using var update = Update(optimizer, [x], decay: 3);
        Assert.AreEqual(25, update.Minimize(() => (x + 1).square().sum(), 1), 1e-4, "the loss without it");
        Assert.AreEqual(-0.4, x.item<float>(), 1e-3); // (x + 1)² + 1.5x² is least at -2/5
    }

    [TestMethod]
    public void Dropout_is_the_same_along_a_line_and_another_in_the_next_batch()
    {
        using var scope = NewDisposeScope();
        using var x = new Parameter(tensor(new[] { 4f }));
        using var update = Update(new LbfgsOptimizer { Iterations = 2 }, [x]);
        var draws = new List<float>();
        Tensor Loss()
        {
            using var drawn = rand(1);
            draws.Add(drawn.item<float>());
            return x.square().sum();
        }
        manual_seed(1);
        update.Minimize(Loss, 1);
        Assert.IsGreaterThan(1, draws.Count);
        Assert.HasCount(1, draws.Distinct().ToArray());
        draws.Clear();
        update.Minimize(Loss, 1);
        Assert.HasCount(1, draws.Distinct().ToArray());
    }

    [TestMethod]
    public void What_is_remembered_lies_in_the_memory_that_checkpoints_hold()
    {
        using var scope = NewDisposeScope();
        float[] Run(bool forgets)
        {
            using var x = new Parameter(tensor(new[] { -1.2f, 1f }));
            Tensor Loss() => (x[1] - x[0].square()).square() * 100 + (1 - x[0]).square();
            var options = new LbfgsOptimizer { Iterations = 3, History = 4 };
            using var first = Update(options, [x]);
            first.Minimize(Loss, 1);
            using var second = Update(options, [x]);
            if (!forgets)
            {
                first.Memory.Steps.CopyTo(second.Memory.Steps, 0);
                foreach (var (from, to) in first.Memory.Blocks.Zip(second.Memory.Blocks))
                    to.copy_(from);
            }
            second.Minimize(Loss, 1);
            var found = x.data<float>().ToArray();
            return found;
        }
        using var y = new Parameter(tensor(new[] { -1.2f, 1f }));
        Tensor Whole() => (y[1] - y[0].square()).square() * 100 + (1 - y[0]).square();
        using var update = Update(new LbfgsOptimizer { Iterations = 3, History = 4 }, [y]);
        update.Minimize(Whole, 1);
        update.Minimize(Whole, 1);
        CollectionAssert.AreEqual(y.data<float>().ToArray(), Run(forgets: false));
        CollectionAssert.AreNotEqual(y.data<float>().ToArray(), Run(forgets: true));
    }

    [TestMethod]
    public void A_rule_that_searches_does_not_move_by_one_gradient() => Assert.ThrowsExactly<NotSupportedException>(
        () => new LbfgsOptimizer().Rule(0).Move(zeros(1), zeros(1), [], 0.1, 1));

    [TestMethod]
    public void Options_that_a_search_makes_no_use_of_are_refused_together()
    {
        var faults = new OptionFaults();
        new TrainingOptions
        {
            Optimizer = new LbfgsOptimizer { History = 0, Iterations = 0 },
            LearningRate = 0.1,
            Schedule = new CosineSchedule(),
            GradientAccumulation = 2,
            GradientClipNorm = 1,
            L1 = 0.1,
            MeasureGradients = true,
            MaximumWeightNorm = 3,
            DropConnect = 0.25,
            WeightAverageDecay = 0.75,
            WeightNoise = 0.125,
            GradientNoise = 0.5,
        }.Validate(faults, "Training");
        var message = Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options")).Message;
        foreach (var part in new[]
        {
            "Optimizer.History is 0", "Optimizer.Iterations is 0", "LearningRate is 0.1; it must be null with LbfgsOptimizer",
            "Schedule is CosineSchedule", "GradientAccumulation is 2", "GradientClipNorm is 1", "L1 is 0.1", "MeasureGradients is True",
            "MaximumWeightNorm is 3", "DropConnect is 0.25", "WeightAverageDecay is 0.75", "WeightNoise is 0.125", "GradientNoise is 0.5",
        })
            StringAssert.Contains(message, "Training." + part);
    }

    private static WeightUpdate Update(OptimizerOptions optimizer, Parameter[] parameters, double decay = 0) =>
        new(parameters, new TrainingOptions { Optimizer = optimizer, WeightDecay = decay });
}
