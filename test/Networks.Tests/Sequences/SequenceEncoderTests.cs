using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>The records of layers over sequences: limits, sizes and what each promises of its state.</summary>
[TestClass]
public sealed class SequenceEncoderTests
{
    public static IEnumerable<object[]> All =>
    [
        [new ElmanEncoder { HiddenSize = 3 }], [new ElmanEncoder { HiddenSize = 3, Activation = Activation.ReLU }],
        [new GruEncoder { HiddenSize = 3 }],
        [new LstmEncoder { HiddenSize = 3 }], [new PeepholeLstmEncoder { HiddenSize = 3 }],
        [new TimeDelayEncoder { HiddenSize = 3, Taps = 2 }], [new GruEncoder { HiddenSize = 3, ResetBefore = true }],
        [new ElmanEncoder { HiddenSize = 3, Activation = Activation.HardTanh }],
        [new TimeDelayEncoder { HiddenSize = 3, Taps = 2, BothWays = true }],
        [new AttentionLstmEncoder { HiddenSize = 3 }], [new AttentionLstmEncoder { HiddenSize = 3, Causal = true }],
    ];

    [TestMethod]
    [DynamicData(nameof(All))]
    public void A_layer_answers_each_step_and_goes_on_from_its_state(SequenceEncoder encoder)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var layer = encoder.Create(2, 1, 0);
        var steps = randn(4, 6, 2);
        var (whole, state) = layer.Run(steps, null);
        CollectionAssert.AreEqual(new long[] { 4, 6, 3 }, whole.shape);
        Near(whole, layer.call(steps));
        Assert.AreEqual(encoder.CarriesState, state.Length > 0);
        if (!encoder.CarriesState)
            return;
        var (first, between) = layer.Run(steps.narrow(1, 0, 4), null);
        var (second, last) = layer.Run(steps.narrow(1, 4, 2), between);
        Near(whole, cat([first, second], 1));
        for (var i = 0; i < state.Length; i++)
            Near(state[i], last[i]);
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void A_stack_of_layers_in_both_directions_answers_twice_as_wide(SequenceEncoder encoder)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var architecture = new RecurrentStackArchitecture(encoder with { LayerCount = 2 }, 2, Bidirectional: true);
        Assert.AreEqual(6, architecture.OutputSize);
        Assert.AreEqual(3, (architecture with { Bidirectional = false }).OutputSize);
        using var stack = new RecurrentStack(architecture);
        var steps = randn(2, 5, 2);
        CollectionAssert.AreEqual(new long[] { 2, 5, 6 }, stack.Run(steps, null).shape);
    }

    [TestMethod]
    [DynamicData(nameof(All))]
    public void Every_number_past_its_limit_is_named(SequenceEncoder encoder)
    {
        Assert.IsEmpty(Faults(encoder with { HiddenSize = 1, LayerCount = 2, Dropout = 0.999 }));
        CollectionAssert.AreEqual(new[] { "HiddenSize", "LayerCount" }, Faults(encoder with { HiddenSize = 0, LayerCount = 0 }));
        CollectionAssert.AreEqual(new[] { "Dropout" }, Faults(encoder with { LayerCount = 2, Dropout = 1 }));
        CollectionAssert.AreEqual(new[] { "Dropout" }, Faults(encoder with { LayerCount = 2, Dropout = double.NaN }));
        CollectionAssert.AreEqual(new[] { "Dropout" }, Faults(encoder with { Dropout = 0.5 }), "it lies between layers, and there is one");
        CollectionAssert.AreEqual(new[] { "Dropout" }, Faults(encoder with { Dropout = -0.5 }), "named once");
    }

    [TestMethod]
    public void A_convolution_over_time_has_at_least_one_tap()
    {
        Assert.IsEmpty(Faults(new TimeDelayEncoder { Taps = 1 }));
        CollectionAssert.AreEqual(new[] { "Taps" }, Faults(new TimeDelayEncoder { Taps = 0 }));
    }

    [TestMethod]
    public void Dropout_between_layers_is_for_training_only()
    {
        foreach (var row in All)
        {
            using var scope = NewDisposeScope();
            using var gradientsOff = no_grad();
            manual_seed(1);
            using var stack = new RecurrentStack(
                new RecurrentStackArchitecture((SequenceEncoder)row[0] with { LayerCount = 2, Dropout = 0.5 }, 2));
            var steps = randn(2, 5, 2);
            stack.eval();
            Near(stack.Run(steps, null), stack.Run(steps, null));
            stack.train();
            Assert.IsGreaterThan(0f, (stack.Run(steps, null) - stack.Run(steps, null)).abs().max().item<float>(), $"{row[0]}");
        }
    }

    [TestMethod]
    public void Plain_recurrence_is_a_tangent_a_rectifier_or_cut_off()
    {
        foreach (var activation in new[] { Activation.Tanh, Activation.ReLU, Activation.HardTanh })
        {
            using var scope = NewDisposeScope();
            using var gradientsOff = no_grad();
            using var layer = new ElmanEncoder { HiddenSize = 1, Activation = activation }.Create(1, 1, 0);
            (string, float)[] weights = activation == Activation.HardTanh
                ? [("input.weight", 2), ("recurrent.weight", 0.5f), ("input.bias", 0.3f)]
                : [("rnn.weight_ih_l0", 2), ("rnn.weight_hh_l0", 0.5f), ("rnn.bias_ih_l0", 0.1f), ("rnn.bias_hh_l0", 0.2f)];
            foreach (var (name, value) in weights)
                layer.state_dict()[name].fill_(value);
            var answer = layer.call(tensor(new float[] { 1, -3, 0 }, [1, 3, 1])).data<float>().ToArray();
            var hidden = 0.0;
            foreach (var (x, step) in new[] { (1.0, 0), (-3, 1), (0, 2) })
            {
                var sum = (2 * x) + (0.5 * hidden) + 0.3;
                hidden = activation switch
                {
                    Activation.ReLU => Math.Max(0, sum),
                    Activation.HardTanh => Math.Clamp(sum, -1, 1),
                    _ => Math.Tanh(sum),
                };
                Assert.AreEqual(hidden, answer[step], 1e-6, $"{activation}, step {step}");
            }
        }
    }

    [TestMethod]
    public void Plain_recurrence_has_one_of_three_functions() => CollectionAssert.AreEqual(
        new[] { "Activation" }, Faults(new ElmanEncoder { Activation = Activation.GELU }));

    [TestMethod]
    public void Delays_are_one_list_for_each_layer()
    {
        Assert.IsEmpty(Faults(new TimeDelayEncoder { LayerCount = 2, Delays = [[0, 1, 2], [0, 3]] }));
        CollectionAssert.AreEqual(new[] { "Delays" }, Faults(new TimeDelayEncoder { LayerCount = 3, Delays = [[0, 1, 2], [0, 3]] }));
        foreach (var list in (int[][])[[], [-1], [2, 2], [int.MaxValue]])
            CollectionAssert.AreEqual(new[] { "Delays[0]" }, Faults(new TimeDelayEncoder { Delays = [list] }));
        CollectionAssert.AreEqual(new[] { "Taps" }, Faults(new TimeDelayEncoder { Delays = [[0]], Taps = 5 }), "it would do nothing");
        CollectionAssert.AreEqual(new[] { "Activation" }, Faults(new TimeDelayEncoder { Activation = Activation.ParametricReLU }));
    }

    [TestMethod]
    public void Encoders_with_the_same_delays_are_the_same()
    {
        var encoder = new TimeDelayEncoder { LayerCount = 2, Delays = [[0, 1], [0, 3]] };
        Assert.AreEqual(encoder, encoder with { Delays = [[0, 1], [0, 3]] });
        Assert.AreEqual(encoder.GetHashCode(), (encoder with { Delays = [[0, 1], [0, 3]] }).GetHashCode());
        Assert.AreNotEqual(encoder, encoder with { Delays = [[0, 1], [0, 4]] });
        Assert.AreNotEqual(encoder, encoder with { Delays = null });
        Assert.AreNotEqual(encoder, encoder with { HiddenSize = 5 });
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_layer_sees_the_steps_at_its_delays_and_no_others(bool bothWays)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var layer = new TimeDelayEncoder { HiddenSize = 1, Delays = [[0, 3]], BothWays = bothWays, Activation = Activation.Identity }
            .Create(1, 1, 0);
        float[] weights = bothWays ? [100, 10, 1] : [100, 10]; // three back, the present, three ahead
        layer.state_dict()["sums.weight"].copy_(tensor(weights, [1, weights.Length]));
        layer.state_dict()["sums.bias"].fill_(0);
        foreach (var time in new[] { 8, 2 })
        {
            var answer = layer.call(arange(1, time + 1, dtype: ScalarType.Float32).view(1, time, 1)).data<float>().ToArray();
            for (var t = 0; t < time; t++)
            {
                int At(int step) => step >= 0 && step < time ? step + 1 : 0;
                Assert.AreEqual((100 * At(t - 3)) + (10 * At(t)) + (bothWays ? At(t + 3) : 0), answer[t], $"step {t} of {time}");
            }
        }
    }

    [TestMethod]
    public void A_reset_before_the_products_follows_the_equations_of_the_paper()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(3);
        const int units = 3;
        using var layer = new GruEncoder { HiddenSize = units, ResetBefore = true }.Create(2, 1, 0);
        var weights = layer.state_dict().ToDictionary(w => w.Key, w => w.Value.data<float>().ToArray());
        var steps = randn(1, 5, 2);
        var (output, _) = layer.Run(steps, null);
        var hidden = new double[units];
        for (var t = 0; t < 5; t++)
        {
            double Sum(int row) => weights["input.bias"][row]
                + (weights["input.weight"][2 * row] * steps[0, t, 0].item<float>())
                + (weights["input.weight"][(2 * row) + 1] * steps[0, t, 1].item<float>());
            double[] Gate(int first) => [.. Enumerable.Range(first, units).Select(row => 1 / (1 + Math.Exp(-(Sum(row)
                + Enumerable.Range(0, units).Sum(i => weights["gates.weight"][(row * units) + i] * hidden[i])))))];
            var (reset, keep) = (Gate(0), Gate(units));
            var proposed = Enumerable.Range(0, units).Select(unit => Math.Tanh(Sum((2 * units) + unit) + Enumerable.Range(0, units)
                .Sum(i => weights["candidate.weight"][(unit * units) + i] * reset[i] * hidden[i]))).ToArray();
            hidden = [.. hidden.Select((h, unit) => (keep[unit] * h) + ((1 - keep[unit]) * proposed[unit]))];
            for (var unit = 0; unit < units; unit++)
                Assert.AreEqual(hidden[unit], output[0, t, unit].item<float>(), 1e-6, $"step {t}, unit {unit}");
        }
    }

    private static string[] Faults(SequenceEncoder encoder)
    {
        var names = new List<string>();
        encoder.Validate(new PartFaults("Encoder", (name, _, _) => names.Add(name["Encoder.".Length..])));
        return [.. names];
    }

    private static void Near(Tensor expected, Tensor actual) => Assert.IsLessThan(1e-5f, (expected - actual).abs().max().item<float>());
}
