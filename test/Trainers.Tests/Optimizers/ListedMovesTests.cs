using System.Text.RegularExpressions;
using DeepML.Networks;
using DeepML.Workout;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Optimizers;

/// <summary>Lists of parameters that torch moves at once, beside the same parameters one by one.</summary>
[TestClass]
public sealed class ListedMovesTests
{
    private const int Steps = 100;

    public static IEnumerable<object[]> Cases =>
        from optimizer in OptimizerRuleTests.All
        from decay in new[] { 0, 0.2 }
        from isInOrder in new[] { true, false }
        select new object[] { optimizer, decay, isInOrder };

    [TestMethod]
    public void The_script_compiles()
    {
        using var script = jit.compile(ListScript.Text); // ends the process if torch does not know a name in it
        Assert.IsGreaterThan(10, Regex.Count(ListScript.Text, "^def ", RegexOptions.Multiline));
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void A_hundred_steps_of_a_list_leave_the_weights_of_torchs_operations(OptimizerOptions optimizer, double decay, bool isInOrder)
    {
        foreach (var type in new[] { float32, float64 })
        {
            using var scope = NewDisposeScope();
            using var gradientsOff = no_grad();
            var rule = optimizer.Rule(decay);
            Assert.IsTrue(rule.MovesLists);
            var (own, expected) = (Weights(type, isInOrder), Weights(type, isInOrder));
            var (ownStates, states) = (States(rule, own), States(rule, own));
            for (var step = 1; step <= Steps; step++)
            {
                using var inner = NewDisposeScope();
                var rate = 0.01 / (1 + (step % 7));
                var gradients = Gradients(expected, step);
                var before = gradients.Select(gradient => gradient.clone()).ToArray();
                var list = new WeightList(own, gradients, ownStates, isInOrder);
                Assert.AreEqual(isInOrder, list.IsFusible);
                rule.Move(list, rate, step);
                for (var i = 0; i < own.Length; i++)
                {
                    Assert.IsTrue(before[i].equal(gradients[i]).all().item<bool>(), "the gradient is only read");
                    rule.Move(expected[i], gradients[i], states[i], rate, step);
                }
            }
            for (var i = 0; i < own.Length; i++)
                Assert.IsLessThan(1e-6, Distance(own[i], expected[i]), $"{type}, tensor {i}");
        }
    }

    [TestMethod]
    public void Parameters_of_other_rates_steps_and_sizes_move_as_they_do_alone()
    {
        using var scope = NewDisposeScope();
        long[][] shapes = [[300, 1000], [3], [2, 2], [1 << 18], [5], []]; // more numbers than a list holds on a processor
        double[] rates = [1, 0.5, 1, 1, 0, 0.5];
        Parameter[] Made(int seed) => [.. shapes.Select((shape, i) => new Parameter(
            randn(shape, dtype: i % 4 == 1 ? float32 : float64, generator: new Generator((ulong)(seed + i)))))];
        foreach (var optimizer in OptimizerRuleTests.All)
        {
            using var inner = NewDisposeScope();
            var (together, alone) = (Made(1), Made(1));
            var options = new TrainingOptions { Optimizer = optimizer, WeightDecay = 0.1, LearningRate = 0.01 };
            using var update = new WeightUpdate(together, options, rates);
            var updates = alone.Select((weight, i) => new WeightUpdate([weight], options, [rates[i]])).ToArray();
            for (var step = 0; step < 4; step++)
            {
                for (var i = 0; i < shapes.Length; i++)
                {
                    using var slope = (i + step) % 3 == 0 ? null : randn_like(together[i]);
                    (together[i].grad, alone[i].grad) = (slope, slope?.clone());
                }
                update.Step();
                foreach (var single in updates)
                    single.Step();
            }
            for (var i = 0; i < shapes.Length; i++)
                Assert.IsLessThan(1e-12, Distance(together[i], alone[i]), $"{optimizer}, parameter {i}");
            CollectionAssert.AreEqual(updates.Select(single => single.Memory.Steps[0]).ToArray(), update.Memory.Steps);
            foreach (var single in updates)
                single.Dispose();
        }
    }

    [TestMethod]
    public void Gradients_are_measured_and_weights_kept_short_as_of_plain_parameters()
    {
        var options = new TrainingOptions
        {
            Optimizer = new GradientDescentOptimizer(),
            LearningRate = 0.5,
            MeasureGradients = true,
            GradientClipNorm = 2,
            MaximumWeightNorm = 0.7,
        };
        using var scope = NewDisposeScope();
        var plain = Weights(float32, isInOrder: true).Select(weight => new Parameter(weight)).ToArray();
        var listed = plain.Select(weight => new Parameter(weight.detach().to(float64))).ToArray();
        using var expected = new WeightUpdate(plain, options);
        using var update = new WeightUpdate(listed, options);
        for (var i = 1; i < plain.Length; i++)
            (plain[i].grad, listed[i].grad) = (full_like(plain[i], 3), full_like(listed[i], 3));
        expected.Step();
        update.Step();
        var (squares, measured) = (expected.TakeGradientSquares()!, update.TakeGradientSquares()!);
        for (var i = 0; i < plain.Length; i++)
        {
            Assert.AreEqual(squares[i], measured[i], 1e-9, $"parameter {i}"); // NaN of the first
            Assert.IsLessThan(1e-6, Distance(listed[i], plain[i]), $"parameter {i}");
        }
        Assert.IsLessThan(0.7 + 1e-9, listed[1].pow(2).sum(1).sqrt().max().item<double>());
    }

    [TestMethod]
    public void A_slope_that_is_no_number_reaches_the_weights()
    {
        using var scope = NewDisposeScope();
        Parameter[] weights = [new(ones(3, dtype: float64)), new(ones(3))];
        using var update = new WeightUpdate(weights, new TrainingOptions { GradientClipNorm = 1 });
        (weights[0].grad, weights[1].grad) = (full_like(weights[0], double.NaN), ones_like(weights[1]));
        update.Step();
        Assert.IsTrue(weights[0].isnan().all().item<bool>() && weights[1].isnan().all().item<bool>());
    }

    [TestMethod]
    public void Strides_of_sizes_of_one_that_differ_are_no_obstacle()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(3, dtype: float64).as_strided([3, 1], [1, 7]));
        Assert.IsTrue(weight.is_contiguous());
        using var update = new WeightUpdate([weight], new TrainingOptions { LearningRate = 0.25 });
        update.Apply([ones(3, 1, dtype: float64)]);
        Assert.IsLessThan(1e-6, Distance(weight, full_like(weight, 0.75)));
    }

    [TestMethod]
    public void A_rule_of_ones_own_moves_parameter_by_parameter()
    {
        using var scope = NewDisposeScope();
        Parameter[] weights = [new(ones(3, dtype: float64)), new(ones(2, 3).t()), new(ones(3))];
        using var update = new WeightUpdate(weights, new TrainingOptions { Optimizer = new Own(), LearningRate = 0.25 });
        update.Apply([.. weights.Select(weight => ones_like(weight))]);
        foreach (var weight in weights)
            Assert.IsTrue(weight.eq(0.75).all().item<bool>());
        var list = new WeightList([weights[0]], [weights[0]], [[]], isInOrder: true);
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => new OwnRule().Move(list, 1, 1)).Message, "OwnRule moves no lists");
    }

    [TestMethod]
    public void A_gradient_of_another_type_goes_by_torchs_operations()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(3, dtype: float64));
        var options = new TrainingOptions { Optimizer = new GradientDescentOptimizer(), LearningRate = 0.25 };
        using var update = new WeightUpdate([weight], options);
        update.Apply([ones(3)]);
        Assert.IsTrue(weight.eq(0.75).all().item<bool>());
    }

    [TestMethod]
    public void Lists_of_other_lengths_and_numbers_that_nothing_holds_are_refused()
    {
        using var scope = NewDisposeScope();
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => new WeightList([ones(3)], [ones(2)], [[]], isInOrder: true)).Message,
            "3 weights have 2 gradients");
        Tensor[] list = [ones(3)];
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ListOperations.Run("multiply", list, 2.0)).Message, "nothing holds");
    }

    [TestMethod]
    public void What_is_remembered_is_shown_by_the_same_tensors_until_it_is_forgotten()
    {
        using var scope = NewDisposeScope();
        Parameter[] weights = [new(ones(3, dtype: float64)), new(ones(2, 3).t())];
        using var memory = new OptimizerMemory(weights, 2);
        var before = LiveTensors.Count();
        var views = memory.Views(1);
        Assert.AreSame(views, memory.Views(1));
        using (NewDisposeScope())
        {
            views[1].fill_(Numbers.One);
            Assert.AreEqual(6, memory.Blocks.Sum(block => block.sum().to(float64).item<double>()));
        }
        memory.Clear();
        Assert.AreEqual(before, LiveTensors.Count());
        Assert.AreEqual(0, memory.Views(1)[1].sum().item<float>());
    }

    private static Tensor[] Weights(ScalarType type, bool isInOrder)
    {
        var chance = new Generator(5);
        long[][] shapes = [[37], [5, 13], [1], [], [4, 3, 2]];
        return [.. shapes.Select(shape => Laid(randn(shape, dtype: type, generator: chance), isInOrder))];
    }

    private static Tensor[] Gradients(Tensor[] weights, int step)
    {
        var chance = new Generator((ulong)step);
        return [.. weights.Select(weight => randn(weight.shape, dtype: weight.dtype, generator: chance) + (weight * 0.1))];
    }

    private static Tensor[][] States(OptimizerRule rule, Tensor[] weights) =>
        Array.ConvertAll(weights, weight =>
            Enumerable.Range(0, rule.StatesPerWeight).Select(_ => zeros(weight.shape, dtype: weight.dtype)).ToArray());

    // The same numbers with another one behind each of them.
    private static Tensor Laid(Tensor numbers, bool isInOrder) =>
        isInOrder ? numbers : stack([numbers, numbers], -1).select(-1, 0);

    private static double Distance(Tensor a, Tensor b) => a.sub(b).abs().max().to(float64).item<double>();

    private sealed record Own : OptimizerOptions
    {
        public override OptimizerRule Rule(double weightDecay) => new OwnRule();
    }

    private sealed class OwnRule : OptimizerRule
    {
        public override int StatesPerWeight => 0;

        public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step) =>
            weights.sub_(gradients * rate);
    }
}
