using System.Runtime;
using DeepML.Workout;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Optimizers;

/// <summary>Every optimizer and option, over a hundred steps, against torch's own optimizer on the same gradients.</summary>
[TestClass]
public sealed class OptimizerAgreementTests
{
    private const int Steps = 100;
    private static readonly long[][] Shapes = [[37], [5, 13], [1], [], [4, 3, 2]];

    private static readonly Dictionary<string, (OptimizerOptions Ours, Func<Parameter[], double, OptimizerHelper> Torch)> Pairs = new()
    {
        ["plain"] = (new GradientDescentOptimizer(), (p, decay) => optim.SGD(p, 0.01, 0, 0, decay)),
        ["momentum"] = (new GradientDescentOptimizer { Momentum = 0.9 }, (p, decay) => optim.SGD(p, 0.01, 0.9, 0, decay)),
        ["nesterov"] = (
            new GradientDescentOptimizer { Momentum = 0.8, Nesterov = true },
            (p, decay) => optim.SGD(p, 0.01, 0.8, 0, decay, true)),
        ["adagrad"] = (new AdagradOptimizer(), (p, decay) => optim.Adagrad(p, 0.01, 0, decay)),
        ["adagrad, falling"] = (
            new AdagradOptimizer { RateDecay = 0.05, Epsilon = 0.1 },
            (p, decay) => optim.Adagrad(p, 0.01, 0.05, decay, 0, 0.1)),
        ["rmsprop"] = (new RmsPropOptimizer(), (p, decay) => optim.RMSProp(p, 0.01, 0.99, 1e-8, decay)),
        ["rmsprop, momentum"] = (
            new RmsPropOptimizer { Alpha = 0.9, Momentum = 0.5 },
            (p, decay) => optim.RMSProp(p, 0.01, 0.9, 1e-8, decay, 0.5)),
        ["rmsprop, centered"] = (
            new RmsPropOptimizer { Centered = true, Epsilon = 0.01 },
            (p, decay) => optim.RMSProp(p, 0.01, 0.99, 0.01, decay, 0, true)),
        ["rmsprop, both"] = (
            new RmsPropOptimizer { Alpha = 0.9, Momentum = 0.5, Centered = true },
            (p, decay) => optim.RMSProp(p, 0.01, 0.9, 1e-8, decay, 0.5, true)),
        ["adam"] = (new AdamOptimizer(), (p, decay) => optim.Adam(p, 0.01, weight_decay: decay)),
        ["adam, options"] = (
            new AdamOptimizer { Beta1 = 0.5, Beta2 = 0.9, Epsilon = 0.001 }, (p, decay) => optim.Adam(p, 0.01, 0.5, 0.9, 0.001, decay)),
        ["nadam"] = (new NAdamOptimizer(), (p, decay) => optim.NAdam(p, 0.01, weight_decay: decay)),
        ["nadam, options"] = (
            new NAdamOptimizer { Beta1 = 0.5, Beta2 = 0.9, Epsilon = 0.001, MomentumDecay = 0.1 },
            (p, decay) => optim.NAdam(p, 0.01, 0.5, 0.9, 0.001, decay, 0.1)),
        ["adamw"] = (new AdamWOptimizer(), (p, decay) => optim.AdamW(p, 0.01, weight_decay: decay)),
        ["adamw, options"] = (
            new AdamWOptimizer { Beta1 = 0, Beta2 = 0.8, Epsilon = 1e-5 }, (p, decay) => optim.AdamW(p, 0.01, 0, 0.8, 1e-5, decay)),
    };

    public static IEnumerable<object[]> Cases =>
        from name in Pairs.Keys
        from decay in new[] { 0, 0.1 }
        from type in new[] { "float32", "float64", "transposed", "mixed" }
        select new object[] { name, decay, type };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void A_hundred_steps_leave_the_weights_of_torchs_own_optimizer(string name, double decay, string type)
    {
        var (ours, theirs) = Pairs[name];
        using var scope = NewDisposeScope();
        var (own, expected) = (Weights(type), Weights(type));
        using (NoCollections()) // torch's optimizers lose their numbers to the collector
        {
            using var update = new WeightUpdate(own, new TrainingOptions { Optimizer = ours, LearningRate = 0.01, WeightDecay = decay });
            using var reference = theirs(expected, decay);
            for (var step = 0; step < Steps; step++)
            {
                using var inner = NewDisposeScope();
                var factor = 1 / (1.0 + (step % 7)); // a schedule that moves
                update.ScaleRate(factor);
                reference.ParamGroups.Single().LearningRate = 0.01 * factor;
                update.Minimize(Loss(own, step));
                foreach (var weight in expected)
                    weight.grad = null;
                Loss(expected, step).backward();
                reference.step();
            }
        }
        for (var i = 0; i < own.Length; i++)
            Assert.IsLessThan(1e-6, (own[i] - expected[i]).abs().max().to(float64).item<double>(), $"parameter {i}");
    }

    [TestMethod]
    public void Adam_rests_for_a_parameter_that_a_batch_does_not_reach()
    {
        using var scope = NewDisposeScope();
        var weights = Weights("float32");
        using var update = new WeightUpdate(weights, new TrainingOptions());
        update.Minimize(Loss(weights, 1));
        var before = Toy.Values(weights[1]);
        update.Minimize(weights[0].sum());
        CollectionAssert.AreEqual(before, Toy.Values(weights[1]));
        CollectionAssert.AreEqual(new long[] { 2, 1, 1, 1, 1 }, update.Memory.Steps);
    }

    [TestMethod]
    public void A_number_moves_alike_alone_and_among_others()
    {
        foreach (var (name, pair) in Pairs)
        {
            using var scope = NewDisposeScope();
            var together = new Parameter(randn(37));
            Parameter[] alone = [.. Enumerable.Range(0, 37).Select(i => new Parameter(together.detach()[i].clone().reshape(1)))];
            using var update = new WeightUpdate([together], new TrainingOptions { Optimizer = pair.Ours, WeightDecay = 0.1 });
            using var updates = new WeightUpdate(alone, update.Options);
            for (var step = 0; step < 10; step++)
            {
                var gradient = randn(37);
                update.Apply([gradient]);
                updates.Apply([.. alone.Select((_, i) => gradient[i].reshape(1))]);
            }
            CollectionAssert.AreEqual(Toy.Values(together), alone.Select(weight => Toy.Values(weight)[0]).ToArray(), name);
        }
    }

    [TestMethod]
    [DataRow("float32")]
    [DataRow("float64")]
    [DataRow("transposed")]
    [DataRow("mixed")]
    public void Penalty_clipping_and_accumulation_act_as_torchs_own_functions(string type)
    {
        using var scope = NewDisposeScope();
        var (own, expected) = (Weights(type), Weights(type));
        var options = new TrainingOptions
        {
            Optimizer = new GradientDescentOptimizer(),
            LearningRate = 0.1,
            L1 = 0.3,
            GradientClipNorm = 0.5,
            GradientAccumulation = 2,
        };
        using (NoCollections())
        {
            using var update = new WeightUpdate(own, options);
            using var reference = optim.SGD(expected, 0.1);
            for (var step = 0; step < 10; step++)
            {
                using var inner = NewDisposeScope();
                update.Minimize(Loss(own, step), rows: 3);
                update.Minimize(Loss(own, step + 50), rows: 5);
                foreach (var weight in expected)
                    weight.grad = null;
                ((Loss(expected, step) * 3 / 8) + (Loss(expected, step + 50) * 5 / 8)).backward();
                using (no_grad())
                    foreach (var weight in expected)
                        weight.grad?.add_(weight.sign(), 0.3);
                nn.utils.clip_grad_norm_(expected, 0.5);
                reference.step();
            }
        }
        for (var i = 0; i < own.Length; i++)
            Assert.IsLessThan(1e-6, (own[i] - expected[i]).abs().max().to(float64).item<double>(), $"parameter {i}");
    }

    [TestMethod]
    [DataRow("float32")]
    [DataRow("float64")]
    [DataRow("transposed")]
    [DataRow("mixed")]
    public void A_step_leaves_no_tensor_and_a_parameter_without_numbers_is_no_obstacle(string type)
    {
        using var scope = NewDisposeScope();
        var last = zeros(3, 0, dtype: type == "float64" ? float64 : float32);
        Parameter[] weights = [.. Weights(type), new Parameter(last)];
        using var update = new WeightUpdate(weights, new TrainingOptions { GradientClipNorm = 1, L1 = 0.1 });
        foreach (var weight in weights)
            weight.grad = ones_like(weight);
        update.Step();
        var before = LiveTensors.Count();
        update.Step();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    // Some weights of each shape; "transposed" ones do not lie in a row in memory; "mixed" are some of each kind.
    private static Parameter[] Weights(string type)
    {
        var chance = new Generator(5);
        string[] types = type == "mixed" ? ["float32", "float64", "transposed"] : [type];
        Tensor Made(long[] shape, int at) => types[at % types.Length] switch
        {
            "float64" => randn(shape, dtype: float64, generator: chance),
            "transposed" => randn([.. shape.Reverse()], generator: chance).permute([.. shape.Select((_, d) => shape.Length - 1L - d)]),
            _ => randn(shape, generator: chance),
        };
        return [.. Shapes.Select((shape, i) => new Parameter(Made(shape, i)))];
    }

    // Slopes that change from step to step and depend a little on the weights; the third parameter is reached by every other batch, the
    // fourth by two of three.
    private static Tensor Loss(Parameter[] weights, int step)
    {
        var chance = new Generator((ulong)step);
        var loss = zeros(1, dtype: weights[0].dtype);
        for (var i = 0; i < weights.Length; i++)
        {
            if ((i == 2 && step % 2 == 0) || (i == 3 && step % 3 == 2))
                continue;
            var slope = randn(weights[i].shape, dtype: weights[i].dtype, generator: chance);
            loss = loss + (weights[i] * slope).sum() + (weights[i] * weights[i] * 0.05).sum();
        }
        return loss.squeeze();
    }

    private static IDisposable NoCollections() => new Region();

    private sealed class Region : IDisposable
    {
        public Region() => GC.TryStartNoGCRegion(100_000_000);

        public void Dispose()
        {
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
                GC.EndNoGCRegion();
        }
    }
}
