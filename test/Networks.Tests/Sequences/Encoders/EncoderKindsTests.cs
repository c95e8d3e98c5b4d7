using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>What kinds of layers can do, and what they say of their numbers.</summary>
[TestClass]
public sealed class EncoderKindsTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Only_layers_that_carry_a_state_or_look_back_can_go_on()
    {
        Assert.IsTrue(new LstmEncoder().CarriesState);
        Assert.IsTrue(new TransformerEncoder { Causal = true }.CarriesState);
        Assert.IsFalse(new TransformerEncoder().CarriesState);
        Assert.IsFalse(new TimeDelayEncoder().CarriesState);
        foreach (var stack in new RecurrentStackArchitecture[]
        {
            new(new TimeDelayEncoder(), 2), new(new TransformerEncoder(), 2), new(new GruEncoder(), 2, Bidirectional: true),
        })
        {
            using var network = new RecurrentStack(stack);
            Assert.AreEqual(
                "Only recurrent or causal layers that read forwards can go on from a state.",
                Assert.ThrowsExactly<InvalidOperationException>(() => network.Continue(randn(1, 2, 2), null)).Message);
        }
    }

    [TestMethod]
    public void Layers_say_whether_a_step_sees_what_comes_later()
    {
        Assert.IsTrue(new TransformerEncoder().SeesAhead);
        Assert.IsFalse(new TransformerEncoder { Causal = true }.SeesAhead);
        Assert.IsTrue(new TimeDelayEncoder { BothWays = true }.SeesAhead);
        Assert.IsFalse(new TimeDelayEncoder().SeesAhead);
        Assert.IsFalse(new GruEncoder().SeesAhead);
    }

    [TestMethod]
    public void A_decoder_is_of_the_same_kind_where_one_can_write_and_else_another_of_the_same_width()
    {
        var lstm = new LstmEncoder { HiddenSize = 7 };
        Assert.AreSame(lstm, lstm.Decoder);
        Assert.AreEqual(new GruEncoder { HiddenSize = 7 }, new TimeDelayEncoder { HiddenSize = 7 }.Decoder);
        var transformer = new TransformerEncoder { HiddenSize = 8, LayerCount = 3 };
        Assert.AreEqual(transformer with { Causal = true }, transformer.Decoder);
    }

    [TestMethod]
    public void Layers_are_stacked_by_torch_itself_unless_something_lies_between_them()
    {
        Assert.IsTrue(new LstmEncoder().StacksItself);
        Assert.IsFalse(new LstmEncoder { HiddenNoise = 0.1 }.StacksItself);
        Assert.IsFalse(new GruEncoder { ResetBefore = true }.StacksItself);
        Assert.IsFalse(new ElmanEncoder { Activation = Activation.HardTanh }.StacksItself);
        Assert.IsTrue(new ElmanEncoder { Activation = Activation.ReLU }.StacksItself);
        Assert.IsFalse(new PeepholeLstmEncoder().StacksItself);
        Assert.IsFalse(new TimeDelayEncoder().StacksItself);
    }

    [TestMethod]
    [DataRow("{\"Rectified\":true}", Activation.ReLU)]
    [DataRow("{\"Rectified\":false}", Activation.Tanh)]
    [DataRow("{}", Activation.Tanh)]
    [DataRow("{\"Activation\":10}", Activation.HardTanh)]
    public void Models_that_were_saved_while_there_were_two_functions_are_read(string saved, Activation function) =>
        Assert.AreEqual(function, JsonSerializer.Deserialize<ElmanEncoder>(saved)!.Activation);

    [TestMethod]
    public void Delays_double_from_layer_to_layer_and_mirror_where_both_ways_are_seen()
    {
        var three = new TimeDelayEncoder();
        CollectionAssert.AreEqual(new[] { -2, -1, 0 }, three.OffsetsOf(0));
        CollectionAssert.AreEqual(new[] { -8, -4, 0 }, three.OffsetsOf(2));
        CollectionAssert.AreEqual(new[] { -4, -2, 0, 2, 4 }, (three with { BothWays = true }).OffsetsOf(1));
        CollectionAssert.AreEqual(new[] { -7, -3 }, (three with { Delays = [[3, 7]] }).OffsetsOf(0));
        CollectionAssert.AreEqual(new[] { -3, 0, 3 }, (three with { Delays = [[0, 3]], BothWays = true }).OffsetsOf(0));
        Assert.IsTrue(three.IsUsual);
        Assert.IsFalse((three with { Activation = Activation.Tanh }).IsUsual);
        Assert.IsFalse((three with { BothWays = true }).IsUsual);
    }

    [TestMethod]
    public void A_layer_of_delays_is_a_product_with_the_steps_side_by_side()
    {
        using var layer = HandWeights.Drawn(new DelayedStepsLayer(2, 3, [-5, -1, 1], Activation.Tanh));
        var w = HandWeights.Of(layer);
        var steps = randn(2, 4, 2);
        var expected = zeros(2, 4, 3);
        for (var row = 0; row < 2; row++)
            for (var time = 0; time < 4; time++)
            {
                var seen = new[] { -5, -1, 1 }.Select(
                    offset => time + offset is >= 0 and < 4 ? steps[row, time + offset] : zeros(2)).ToArray();
                expected[row, time] = nn.functional.linear(cat(seen, 0), w["sums.weight"], w["sums.bias"]).tanh();
            }
        TensorAssert.AreClose(expected, layer.call(steps), 1e-5);
    }

    [TestMethod]
    public void What_lies_behind_an_end_is_nothing_to_a_layer_that_looks_ahead()
    {
        using var layer = HandWeights.Drawn(new DelayedStepsLayer(2, 3, [0, 2], Activation.Identity));
        var steps = randn(2, 5, 2);
        var lengths = tensor(new long[] { 5, 2 });
        var changed = steps.clone();
        changed[1, 2..] = 9;
        TensorAssert.AreSame(layer.Read(steps, lengths)[1, ..2], layer.Read(changed, lengths)[1, ..2]);
        var difference = layer.Read(steps, null)[1, ..2] - layer.Read(changed, null)[1, ..2];
        Assert.IsGreaterThan(1e-3f, difference.abs().max().item<float>(), "without ends it is seen");
    }

    [TestMethod]
    public void A_convolution_over_time_is_a_product_with_the_steps_before()
    {
        using var layer = HandWeights.Drawn(new TimeDelayLayer(2, 3, taps: 3, dilation: 2));
        var w = HandWeights.Of(layer);
        var steps = randn(1, 6, 2);
        var answers = layer.call(steps);
        for (var time = 0; time < 6; time++)
        {
            var sum = w["convolution.bias"].clone();
            for (var tap = 0; tap < 3; tap++)
                if (time - (2 * (2 - tap)) is >= 0 and var seen)
                    sum += w["convolution.weight"][.., .., tap].mv(steps[0, seen]);
            TensorAssert.AreClose(sum.relu(), answers[0, time], 1e-5);
        }
    }

    [TestMethod]
    public void Noise_lies_behind_each_layer_in_training_only()
    {
        var encoder = new GruEncoder { HiddenSize = 3, LayerCount = 2, HiddenNoise = 0.5 };
        using var network = HandWeights.Drawn(new RecurrentStack(new RecurrentStackArchitecture(encoder, 2)));
        var steps = randn(1, 4, 2);
        Assert.IsFalse(network.call(steps).equal(network.call(steps)).all().item<bool>());
        network.eval();
        TensorAssert.AreSame(network.call(steps), network.call(steps));
        TensorAssert.AreSame(steps, StepNoise.On(steps, training: true, 0));
        Assert.AreEqual(0.5, (StepNoise.On(zeros(1, 4000, 2), training: true, 0.5)).std().item<float>(), 0.02);
    }

    [TestMethod]
    public void Faults_of_layers_say_what_their_numbers_must_be()
    {
        Told.Exactly(new LstmEncoder { HiddenSize = 1, LayerCount = 1000, Dropout = 0.5 }.Validate);
        Told.Exactly(
            new GruEncoder { HiddenSize = 0, LayerCount = 1001, Dropout = 1, HiddenNoise = -1 }.Validate,
            "HiddenSize is 0; at least 1", "LayerCount is 1001; at most 1000", "Dropout is 1; in [0, 1)", "HiddenNoise is -1; at least 0");
        Told.Exactly(new LstmEncoder { Dropout = 0.25 }.Validate, "Dropout is 0.25; 0 with one layer: it lies between layers");
        Told.Exactly(new ElmanEncoder { Activation = Activation.GELU }.Validate, "Activation is GELU; Tanh, ReLU or HardTanh");
        Told.Exactly(
            new TimeDelayEncoder { Taps = 0, Activation = Activation.ParametricReLU }.Validate,
            "Taps is 0; at least 1", "Activation is ParametricReLU; a function without weights of its own");
        Told.Exactly(
            new TimeDelayEncoder { LayerCount = 3, Taps = 2, Delays = [[0, 0], [-1]] }.Validate,
            "Taps is 2; left alone where Delays are given", "Delays is 2 lists; one list for each of 3 layers (LayerCount)",
            "Delays[0] is [0, 0]; one or more different numbers of at least 0",
            "Delays[1] is [-1]; one or more different numbers of at least 0");
    }

    [TestMethod]
    public void Steps_that_are_numbers_have_nothing_that_stands_for_them()
    {
        using var numbers = new SequenceEncoderNetwork(
            new SequenceEncoderArchitecture(0, 2, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 2), 0));
        Assert.AreEqual(
            "The steps are numbers, for which nothing stands.",
            Assert.ThrowsExactly<InvalidOperationException>(() => numbers.Embedding).Message);
    }

    [TestMethod]
    public void The_mean_of_steps_is_that_of_the_sequence_alone()
    {
        var steps = arange(12, float32).view(2, 3, 2);
        TensorAssert.Holds([2, 3, 6, 7], SequenceEncoderNetwork.Mean(steps, tensor(new long[] { 3, 1 })));
    }

    [TestMethod]
    public void Scaled_numbers_are_0_behind_the_end()
    {
        using var network = new SequenceEncoderNetwork(new SequenceEncoderArchitecture(
            0, 1, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 1), 0, ScalingForm.Linear));
        network.Scaling!.Set(new ColumnScales([10], [2], new float[1], new ScalingCurve[1]));
        var rows = tensor(new[] { 11f, 12, 0, 9, 0, 0 }, [2, 3]);
        TensorAssert.Holds([2, 4, 0, -2, 0, 0], network.Scaled(rows, 0, 3, tensor(new long[] { 2, 1 })));
        TensorAssert.Holds([4, -20, -20, -20], network.Scaled(rows, 1, 2, null));
    }
}
