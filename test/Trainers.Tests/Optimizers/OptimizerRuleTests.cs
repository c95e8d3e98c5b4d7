using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Optimizers;

/// <summary>Each rule's formula, number by number in double precision, over plain numbers and over tensors.</summary>
[TestClass]
public sealed class OptimizerRuleTests
{
    private const double Rate = 0.1;
    private const int Steps = 4;

    /// <summary>Every rule, with each of its options.</summary>
    internal static readonly OptimizerOptions[] All =
    [
        new GradientDescentOptimizer(), new GradientDescentOptimizer { Momentum = 0.9 },
        new GradientDescentOptimizer { Momentum = 0.7, Nesterov = true }, new AdagradOptimizer { RateDecay = 0.5 },
        new RmsPropOptimizer { Alpha = 0.8 }, new RmsPropOptimizer { Alpha = 0.8, Centered = true },
        new RmsPropOptimizer { Alpha = 0.9, Epsilon = 1e-10, EpsilonInsideRoot = true },
        new RmsPropOptimizer { Alpha = 0.8, Epsilon = 0.05, EpsilonInsideRoot = true, Centered = true, Momentum = 0.5 },
        new RmsPropOptimizer { Alpha = 0.8, Momentum = 0.5 }, new RmsPropOptimizer { Alpha = 0.8, Centered = true, Momentum = 0.5 },
        new AdamOptimizer { Beta1 = 0.6, Beta2 = 0.7, Epsilon = 1e-3 }, new AdamWOptimizer { Beta1 = 0.6, Beta2 = 0.7 },
        new NAdamOptimizer { Beta1 = 0.6, Beta2 = 0.7, Epsilon = 1e-3 }, new NAdamOptimizer { Beta1 = 0.8, MomentumDecay = 10 },
        new LionOptimizer { Beta1 = 0.6, Beta2 = 0.7 }, new RpropOptimizer(),
        new RpropOptimizer { LargestStep = 0.11, SmallestStep = 0.08 },
        new DeltaBarDeltaOptimizer { Increase = 0.5, Decrease = 0.4 },
    ];

    public static IEnumerable<object[]> Cases =>
        from optimizer in All
        from decay in new[] { 0, 0.2 }
        select new object[] { optimizer, decay };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Numbers_move_as_the_formula_says(OptimizerOptions optimizer, double decay)
    {
        var rule = optimizer.Rule(decay);
        Assert.IsTrue(rule.MovesNumbers);
        foreach (var count in new[] { 1, 7, 8, 16, 37 })
        {
            var stride = (int)ElementPass.Padded(count);
            var (weights, states) = (Start(count), new float[rule.StatesPerWeight * stride]);
            var expected = Array.ConvertAll(weights, weight => new Reference(optimizer, decay, weight));
            for (var step = 1; step <= Steps; step++)
            {
                rule.Move(weights, Gradients(count, step), states, Rate, step);
                foreach (var (reference, i) in expected.Select((reference, i) => (reference, i)))
                    Assert.AreEqual(reference.Moved(Gradients(count, step)[i], step), weights[i], 2e-5,
                        $"{count}: step {step}, number {i}");
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Tensors_move_as_the_formula_says(OptimizerOptions optimizer, double decay)
    {
        using var scope = NewDisposeScope();
        const int count = 6;
        var rule = optimizer.Rule(decay);
        var weights = tensor(Start(count), [2, 3]).to(float64);
        Tensor[] states = [.. Enumerable.Range(0, rule.StatesPerWeight).Select(_ => zeros(2, 3, dtype: float64))];
        var expected = Array.ConvertAll(Start(count), weight => new Reference(optimizer, decay, weight));
        for (var step = 1; step <= Steps; step++)
        {
            var gradient = tensor(Gradients(count, step), [2, 3]).to(float64);
            rule.Move(weights, gradient, states, Rate, step);
            CollectionAssert.AreEqual(Gradients(count, step), gradient.to(float32).data<float>().ToArray(), "the gradient is only read");
            var moved = weights.data<double>().ToArray();
            for (var i = 0; i < count; i++)
                Assert.AreEqual(expected[i].Moved(Gradients(count, step)[i], step), moved[i], 1e-7, $"step {step}, number {i}");
        }
    }

    [TestMethod]
    public void A_gradient_of_nothing_moves_nothing_without_decay()
    {
        foreach (var optimizer in All)
        {
            var rule = optimizer.Rule(0);
            var (weights, states) = (Start(9), new float[rule.StatesPerWeight * ElementPass.Padded(9)]);
            rule.Move(weights, new float[9], states, Rate, 1);
            CollectionAssert.AreEqual(Start(9), weights, optimizer.ToString());
        }
    }

    [TestMethod]
    public void Numbers_far_out_stay_finite()
    {
        foreach (var optimizer in All)
            foreach (var gradient in new[] { 1e15f, -1e-20f })
            {
                var rule = optimizer.Rule(0);
                var (weights, states) = (new float[3], new float[rule.StatesPerWeight * ElementPass.Padded(3)]);
                for (var step = 1; step <= 3; step++)
                    rule.Move(weights, new[] { gradient, gradient, gradient }, states, 1e-3, step);
                Assert.IsTrue(Array.TrueForAll(weights, float.IsFinite), $"{optimizer}, {gradient}: {weights[0]}");
            }
    }

    [TestMethod]
    public void A_rule_without_a_pass_over_numbers_says_so()
    {
        var rule = new Still();
        Assert.IsFalse(rule.MovesNumbers);
        StringAssert.Contains(Assert.ThrowsExactly<NotSupportedException>(() => rule.Move(new float[1], new float[1], [], 1, 1)).Message,
            "Still has no pass over plain numbers");
    }

    public static IEnumerable<object[]> Faulty =>
    [
        [new GradientDescentOptimizer { Momentum = 1 }, new[] { "Momentum is 1; it must be in [0, 1)" }],
        [new GradientDescentOptimizer { Nesterov = true }, new[] { "Nesterov is True; it must be false while Momentum is 0" }],
        [new AdagradOptimizer { RateDecay = -1, Epsilon = 0 }, new[] { "RateDecay is -1", "Epsilon is 0; it must be above 0" }],
        [new RmsPropOptimizer { Alpha = 1, Momentum = -0.1, Epsilon = 0 }, new[] { "Alpha is 1", "Momentum is -0.1", "Epsilon is 0" }],
        [new AdamOptimizer { Beta1 = 1, Beta2 = 1, Epsilon = -1 }, new[] { "Beta1 is 1", "Beta2 is 1", "Epsilon is -1" }],
        [
            new NAdamOptimizer { Beta1 = 1, Beta2 = -1, Epsilon = 0, MomentumDecay = -1 },
            new[] { "Beta1 is 1", "Beta2 is -1", "Epsilon is 0", "MomentumDecay is -1" },
        ],
        [new LionOptimizer { Beta1 = 1, Beta2 = -1 }, new[] { "Beta1 is 1", "Beta2 is -1" }],
        [
            new RpropOptimizer { Increase = 1, Decrease = 1, SmallestStep = 0, LargestStep = -1 },
            new[] { "Increase is 1", "Decrease is 1; it must be in (0, 1)", "SmallestStep is 0", "LargestStep is -1" },
        ],
        [
            new DeltaBarDeltaOptimizer { Increase = -1, Decrease = 1, Memory = 1 },
            new[] { "Increase is -1", "Decrease is 1", "Memory is 1" },
        ],
        [new AdamWOptimizer { Beta1 = -1, Beta2 = double.NaN, Epsilon = 0 }, new[] { "Beta1 is -1", "Beta2 is NaN", "Epsilon is 0" }],
    ];

    [TestMethod]
    [DynamicData(nameof(Faulty))]
    public void Every_number_past_its_limit_is_named(OptimizerOptions optimizer, string[] expected)
    {
        var faults = new OptionFaults();
        optimizer.Validate(faults, "Optimizer");
        var error = Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options"));
        foreach (var fault in expected)
            StringAssert.Contains(error.Message, "Optimizer." + fault);
    }

    [TestMethod]
    public void Nothing_is_wrong_at_the_limits()
    {
        var faults = new OptionFaults();
        OptimizerOptions[] atTheLimit =
        [
            .. All, new GradientDescentOptimizer { Momentum = 0.999 }, new AdamOptimizer { Beta1 = 0, Beta2 = 0, Epsilon = 1e-30 },
            new RmsPropOptimizer { Alpha = 0 }, new AdagradOptimizer { RateDecay = 0 },
            new DeltaBarDeltaOptimizer { Increase = 0, Decrease = 0, Memory = 0 }, new LionOptimizer { Beta1 = 0, Beta2 = 0 },
            new NAdamOptimizer { Beta1 = 0, Beta2 = 0, Epsilon = 1e-30, MomentumDecay = 0 },
        ];
        foreach (var optimizer in atTheLimit)
            optimizer.Validate(faults, "Optimizer");
        faults.ThrowIfAny("options");
    }

    private static float[] Start(int count) => [.. Enumerable.Range(0, count).Select(i => 1 - (0.3f * i))];

    private static float[] Gradients(int count, int step) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin((3 * step) + i))];

    private sealed class Still : OptimizerRule
    {
        public override int StatesPerWeight => 0;

        public override void Move(Tensor weights, Tensor gradients, Tensor[] states, double rate, long step)
        {
        }
    }

    // One number and what the papers' formulas make of it.
    private sealed class Reference(OptimizerOptions optimizer, double decay, double weight)
    {
        private double _weight = weight, _first, _second, _velocity;

        public double Moved(double gradient, int step)
        {
            if (optimizer is not (AdamWOptimizer or LionOptimizer))
                gradient += decay * _weight;
            switch (optimizer)
            {
                case GradientDescentOptimizer descent:
                    _velocity = (descent.Momentum * _velocity) + gradient;
                    _weight -= Rate * (descent.Nesterov ? gradient + (descent.Momentum * _velocity) : _velocity);
                    break;
                case AdagradOptimizer adagrad:
                    _second += gradient * gradient;
                    _weight -= Rate / (1 + ((step - 1) * adagrad.RateDecay)) * gradient / (Math.Sqrt(_second) + adagrad.Epsilon);
                    break;
                case RmsPropOptimizer rms:
                    _second = (rms.Alpha * _second) + ((1 - rms.Alpha) * gradient * gradient);
                    _first = (rms.Alpha * _first) + ((1 - rms.Alpha) * gradient);
                    var spread = rms.Centered ? _second - (_first * _first) : _second;
                    var root = rms.EpsilonInsideRoot ? Math.Sqrt(spread + rms.Epsilon) : Math.Sqrt(spread) + rms.Epsilon;
                    _velocity = (rms.Momentum * _velocity) + (gradient / root);
                    _weight -= Rate * _velocity;
                    break;
                case AdamOptimizer adam:
                    Adam(gradient, step, adam.Beta1, adam.Beta2, adam.Epsilon);
                    break;
                case NAdamOptimizer adam:
                    double Momentum(int at) => adam.Beta1 * (1 - (0.5 * Math.Pow(0.96, at * adam.MomentumDecay)));
                    var product = Enumerable.Range(1, step).Aggregate(1.0, (all, at) => all * Momentum(at));
                    _first = (adam.Beta1 * _first) + ((1 - adam.Beta1) * gradient);
                    _second = (adam.Beta2 * _second) + ((1 - adam.Beta2) * gradient * gradient);
                    var length = Math.Sqrt(_second / (1 - Math.Pow(adam.Beta2, step))) + adam.Epsilon;
                    _weight -= Rate * (((1 - Momentum(step)) * gradient / (1 - product))
                        + (Momentum(step + 1) * _first / (1 - (product * Momentum(step + 1))))) / length;
                    break;
                case LionOptimizer lion:
                    _weight -= Rate * ((decay * _weight) + Math.Sign((lion.Beta1 * _first) + ((1 - lion.Beta1) * gradient)));
                    _first = (lion.Beta2 * _first) + ((1 - lion.Beta2) * gradient);
                    break;
                case RpropOptimizer rprop:
                    var turn = Math.Sign(_first * gradient);
                    _second = step == 1 ? Rate : _second * (turn > 0 ? rprop.Increase : turn < 0 ? rprop.Decrease : 1);
                    _second = Math.Clamp(_second, rprop.SmallestStep, rprop.LargestStep);
                    _first = turn < 0 ? 0 : gradient;
                    _weight -= Math.Sign(_first) * _second;
                    break;
                case DeltaBarDeltaOptimizer delta:
                    _second = step == 1 ? 1 : _second;
                    _second = _first * gradient > 0 ? _second + delta.Increase
                        : _first * gradient < 0 ? _second * (1 - delta.Decrease) : _second;
                    _weight -= Rate * _second * gradient;
                    _first = (delta.Memory * _first) + ((1 - delta.Memory) * gradient);
                    break;
                case AdamWOptimizer adam:
                    _weight -= Rate * decay * _weight;
                    Adam(gradient, step, adam.Beta1, adam.Beta2, adam.Epsilon);
                    break;
            }
            return _weight;
        }

        private void Adam(double gradient, int step, double beta1, double beta2, double epsilon)
        {
            _first = (beta1 * _first) + ((1 - beta1) * gradient);
            _second = (beta2 * _second) + ((1 - beta2) * gradient * gradient);
            var (mean, square) = (_first / (1 - Math.Pow(beta1, step)), _second / (1 - Math.Pow(beta2, step)));
            _weight -= Rate * mean / (Math.Sqrt(square) + epsilon);
        }
    }
}
