using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

[TestClass]
public sealed class RecurrentStackTests
{
    public static IEnumerable<object[]> Recurrent =>
        [[new LstmEncoder { HiddenSize = 4 }], [new GruEncoder { HiddenSize = 4 }], [new ElmanEncoder { HiddenSize = 4 }],
         [new ElmanEncoder { HiddenSize = 4, Activation = Activation.ReLU }], [new PeepholeLstmEncoder { HiddenSize = 4 }],
         [new GruEncoder { HiddenSize = 4, ResetBefore = true }],
         [new ElmanEncoder { HiddenSize = 4, Activation = Activation.HardTanh }]];

    public static IEnumerable<object[]> Stacks() =>
        from encoder in Recurrent.Select(row => (SequenceEncoder)row[0]).Concat(
            [new TimeDelayEncoder { HiddenSize = 4 }, new TimeDelayEncoder { HiddenSize = 4, BothWays = true },
            new TransformerEncoder { HiddenSize = 4 }, new TransformerEncoder { HiddenSize = 4, Causal = true },
            new AttentionLstmEncoder { HiddenSize = 4, LayerCount = 2 }, new AttentionLstmEncoder { HiddenSize = 4, Causal = true }])
        from both in new[] { false, true }
        from layers in new[] { 1, 2 }
        where !both || encoder.ReadsBackwards
        select new object[] { encoder with { LayerCount = layers, Dropout = layers == 1 ? 0 : 0.5 }, both };

    [TestMethod]
    [DynamicData(nameof(Stacks))]
    public void Padding_never_changes_a_result(SequenceEncoder encoder, bool bidirectional)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(encoder, 3, bidirectional));
        stack.eval();
        using var gradientsOff = no_grad();
        var steps = randn(2, 6, 3);
        var lengths = tensor(new long[] { 6, 4 });
        var output = stack.Run(steps, lengths);
        CollectionAssert.AreEqual(new long[] { 2, 6, bidirectional ? 8 : 4 }, output.shape);
        // another padding
        var other = steps.clone();
        other.narrow(0, 1, 1).narrow(1, 4, 2).fill_(100);
        var repadded = stack.Run(other, lengths);
        AreEqual(output[0], repadded[0]);
        AreEqual(output[1].narrow(0, 0, 4), repadded[1].narrow(0, 0, 4));
        AreEqual(stack.Last(output, lengths), stack.Last(repadded, lengths));
        // none at all
        var alone = stack.Run(steps.narrow(0, 1, 1).narrow(1, 0, 4), null);
        AreEqual(alone[0], output[1].narrow(0, 0, 4));
        AreEqual(stack.Last(alone, null)[0], stack.Last(output, lengths)[1]);
        AreEqual(stack.Last(alone, null), stack.Summarize(steps.narrow(0, 1, 1).narrow(1, 0, 4)));
    }

    [TestMethod]
    [DynamicData(nameof(Recurrent))]
    public void Segments_with_the_state_carried_over_equal_the_whole(SequenceEncoder encoder)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(encoder with { LayerCount = 2 }, 3));
        using var gradientsOff = no_grad();
        var steps = randn(2, 7, 3);
        var (first, states) = stack.Continue(steps.narrow(1, 0, 3), null);
        var (second, _) = stack.Continue(steps.narrow(1, 3, 4), states);
        AreEqual(stack.Run(steps, null), cat([first, second], 1));
    }

    [TestMethod]
    public void A_peephole_lstm_without_peepholes_is_an_lstm()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var ours = new RecurrentStack(new RecurrentStackArchitecture(new PeepholeLstmEncoder { HiddenSize = 4 }, 3));
        using var torchs = new RecurrentStack(new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 4 }, 3));
        var (from, to) = (torchs.named_parameters().ToDictionary(p => p.name, p => p.parameter), ours.named_parameters().ToDictionary(
            p => p.name, p => p.parameter));
        using var gradientsOff = no_grad();
        to["forward0.peephole.input.weight"].copy_(from["forward0.lstm.weight_ih_l0"]);
        to["forward0.peephole.input.bias"].copy_(from["forward0.lstm.bias_ih_l0"] + from["forward0.lstm.bias_hh_l0"]);
        to["forward0.peephole.recurrent.weight"].copy_(from["forward0.lstm.weight_hh_l0"]);
        var steps = randn(2, 5, 3);
        AreEqual(torchs.call(steps), ours.call(steps));
        to["forward0.peephole.peepholes"].fill_(1);
        Assert.IsFalse(torchs.call(steps).allclose(ours.call(steps)));
    }

    [TestMethod]
    public void A_time_delay_network_sees_no_later_step()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var stack = new RecurrentStack(new RecurrentStackArchitecture(new TimeDelayEncoder { HiddenSize = 4, LayerCount = 3 }, 2));
        using var gradientsOff = no_grad();
        var steps = randn(1, 20, 2);
        var changed = steps.clone();
        changed.narrow(1, 10, 10).add_(1);
        var (before, after) = (stack.call(steps), stack.call(changed));
        AreEqual(before.narrow(1, 0, 10), after.narrow(1, 0, 10));
        Assert.IsFalse(before.narrow(1, 10, 10).allclose(after.narrow(1, 10, 10)));
        Assert.ThrowsExactly<InvalidOperationException>(() => stack.Continue(steps, null));
    }

    [TestMethod]
    [DataRow(1, 1, 1)]
    [DataRow(2, 2, 4)]
    [DataRow(3, 2, 7)]
    public void A_time_delay_network_sees_as_many_steps_as_its_taps_and_layers_reach(int taps, int layers, int seen)
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var stack = new RecurrentStack(
            new RecurrentStackArchitecture(new TimeDelayEncoder { HiddenSize = 16, LayerCount = layers, Taps = taps }, 1));
        using var gradientsOff = no_grad();
        var steps = ones(1, 20, 1);
        var last = stack.call(steps)[0, 19].clone();
        for (var before = 0; before < 20; before++)
        {
            var changed = steps.clone();
            changed.narrow(1, 19 - before, 1).add_(3);
            Assert.AreEqual(before < seen, !stack.call(changed)[0, 19].allclose(last), $"a change {before} steps before");
        }
    }

    [TestMethod]
    public void The_state_at_an_answer_is_one_that_each_layer_goes_on_from()
    {
        using var scope = NewDisposeScope();
        manual_seed(8);
        using var gradientsOff = no_grad();
        foreach (var encoder in Recurrent.Select(row => (RecurrentEncoder)row[0]))
        {
            using var layer = encoder.Create(3, 1, 0);
            var (steps, answer) = (randn(2, 5, 3), randn(2, 4));
            var (output, state) = layer.Run(steps, encoder.StateAt(answer));
            CollectionAssert.AreEqual(new long[] { 2, 5, 4 }, output.shape);
            Assert.IsFalse(output.allclose(layer.call(steps)), $"{encoder} goes on as from nothing");
            Assert.HasCount(state.Length, encoder.StateAt(answer));
        }
    }

    [TestMethod]
    public void Truncation_changes_gradients_and_not_answers()
    {
        using var scope = NewDisposeScope();
        var (rows, lengths) = (randn(4, 12), full(4, 12, dtype: ScalarType.Int64));
        var (whole, wholeGradient) = Learn(0);
        var (longer, longerGradient) = Learn(12);
        var (cut, cutGradient) = Learn(3);
        AreEqual(whole, longer);
        AreEqual(wholeGradient, longerGradient);
        AreEqual(whole, cut);
        Assert.IsFalse(wholeGradient.allclose(cutGradient));

        (Tensor Answer, Tensor Gradient) Learn(int segment)
        {
            manual_seed(5);
            using var network = new RecurrentSequenceNetwork(new RecurrentSequenceArchitecture(
                new SequenceEncoderArchitecture(0, 1, 4, new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 4 }, 1), segment),
                SequencePooling.Last, 1));
            var answer = network.call(rows, lengths);
            answer.sum().backward();
            return (answer.detach().clone(), network.named_parameters()
                .Single(p => p.name.EndsWith("weight_hh_l0", StringComparison.Ordinal)).parameter.grad!.clone());
        }
    }

    [TestMethod]
    [DataRow(SequencePooling.Last)]
    [DataRow(SequencePooling.Mean)]
    [DataRow(SequencePooling.Attention)]
    public void The_answer_to_a_sequence_does_not_depend_on_the_batch_around_it(SequencePooling pooling)
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        using var network = new RecurrentSequenceNetwork(new RecurrentSequenceArchitecture(
            new SequenceEncoderArchitecture(5, 1, 3, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 4 }, 3, true), 0),
            pooling, 2));
        network.eval();
        using var gradientsOff = no_grad();
        var rows = tensor(new[] { 1, 2, 3, 4, 5, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0 }, [3, 5]);
        var lengths = tensor(new long[] { 5, 2, 0 });
        var together = network.call(rows, lengths);
        for (var row = 0; row < 3; row++)
            AreEqual(network.call(rows.narrow(0, row, 1), lengths.narrow(0, row, 1))[0], together[row]);
    }

    [TestMethod]
    public void Attention_weights_add_up_to_one_and_leave_padding_out()
    {
        using var scope = NewDisposeScope();
        using var attention = new AdditiveAttention(3, 4, 5);
        using var gradientsOff = no_grad();
        var steps = randn(2, 6, 3);
        var mask = SequenceEncoderNetwork.Mask(tensor(new long[] { 6, 2 }), 6);
        var (context, weights) = attention.Look(steps, attention.call(steps), mask, randn(2, 4));
        CollectionAssert.AreEqual(new long[] { 2, 3 }, context.shape);
        AreEqual(ones(2), weights.sum(1));
        Assert.AreEqual(0, weights[1].narrow(0, 2, 4).sum().ToSingle());
    }

    [TestMethod]
    public void A_beam_never_finds_a_less_likely_sequence_than_the_likeliest_key_at_each_step()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var network = SequenceToSequenceNetwork.Of(new SequenceToSequenceArchitecture(
            new SequenceEncoderArchitecture(4, 1, 3, new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 6 }, 3, true), 0), 4, 3,
            new LstmEncoder { HiddenSize = 6 }));
        network.eval();
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.mul_(4); // sharper than fresh weights, so that choices differ
        var (rows, lengths) = (randint(1, 5, new long[] { 12, 5 }, ScalarType.Int32), full(12, 5, dtype: ScalarType.Int64));
        var greedy = SequenceDecoder.Decode(network, rows, lengths, 1, 6);
        var wide = SequenceDecoder.Decode(network, rows, lengths, 125, 3);
        var narrow = SequenceDecoder.Decode(network, rows, lengths, 1, 3);
        CollectionAssert.AreEqual(new long[] { 12, 6 }, greedy.shape);
        for (var row = 0; row < 12; row++)
            Assert.IsTrue(Likelihood(network, rows, wide, row, 3) >= Likelihood(network, rows, narrow, row, 3) - 1e-4);
    }

    private static double Likelihood(SequenceToSequenceNetwork network, Tensor rows, Tensor decoded, int row, int maximum)
    {
        var keys = decoded[row].data<long>().TakeWhile(key => key >= 0).ToList();
        if (keys.Count < maximum)
            keys.Add(0); // the end
        var targets = tensor(keys.ToArray(), [1, keys.Count]);
        var logits = network.Force(rows.narrow(0, row, 1), tensor(new long[] { 5 }), targets, new bool[keys.Count]);
        return logits.log_softmax(2).gather(2, targets.unsqueeze(2)).sum().ToDouble();
    }

    private static void AreEqual(Tensor expected, Tensor actual) =>
        Assert.IsTrue(expected.allclose(actual, 1e-4, 1e-5),
            $"{string.Join(" ", expected.contiguous().data<float>().ToArray())} against "
                + $"{string.Join(" ", actual.contiguous().data<float>().ToArray())}");
}
