using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>The records of layers over sequences: limits, sizes and what each promises of its state.</summary>
[TestClass]
public sealed class SequenceEncoderTests
{
    public static IEnumerable<object[]> All =>
    [
        [new ElmanEncoder { HiddenSize = 3 }], [new ElmanEncoder { HiddenSize = 3, Rectified = true }], [new GruEncoder { HiddenSize = 3 }],
        [new LstmEncoder { HiddenSize = 3 }], [new PeepholeLstmEncoder { HiddenSize = 3 }],
        [new TimeDelayEncoder { HiddenSize = 3, Taps = 2 }],
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
    public void Plain_recurrence_is_a_tangent_or_a_rectifier()
    {
        foreach (var rectified in new[] { false, true })
        {
            using var scope = NewDisposeScope();
            using var gradientsOff = no_grad();
            using var layer = new ElmanEncoder { HiddenSize = 1, Rectified = rectified }.Create(1, 1, 0);
            foreach (var (name, value) in new[] { ("weight_ih_l0", 2f), ("weight_hh_l0", 0.5f), ("bias_ih_l0", 0.1f),
                ("bias_hh_l0", 0.2f) })
                layer.state_dict()["rnn." + name].fill_(value);
            var answer = layer.call(tensor(new float[] { 1, -3, 0 }, [1, 3, 1])).data<float>().ToArray();
            var hidden = 0.0;
            foreach (var (x, step) in new[] { (1.0, 0), (-3, 1), (0, 2) })
            {
                var sum = (2 * x) + (0.5 * hidden) + 0.3;
                hidden = rectified ? Math.Max(0, sum) : Math.Tanh(sum);
                Assert.AreEqual(hidden, answer[step], 1e-6, $"step {step}");
            }
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
