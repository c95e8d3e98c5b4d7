using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>The weights by which decoders look at what was read.</summary>
[TestClass]
public sealed class DecoderAttentionTests
{
    private static IEnumerable<SequenceEncoder> Decoders =>
    [
        new GruEncoder { HiddenSize = 4 }, new LstmEncoder { HiddenSize = 4 },
        new TransformerEncoder { HiddenSize = 4, HeadCount = 2, LayerCount = 2, Causal = true },
        new TransformerEncoder { HiddenSize = 4, HeadCount = 2, NormalizeFirst = false, Causal = true },
    ];

    [TestMethod]
    [DynamicData(nameof(Decoders))]
    public void Every_key_looks_at_its_own_sequence_alone(SequenceEncoder decoder)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(decoder);
        var (rows, lengths) = (randn(3, 5), tensor(new long[] { 5, 3, 0 }));
        var keys = tensor(new long[] { 1, 2, 2, 2, 1, 0, 1, 0, 0 }, [3, 3]);
        var (memory, state) = network.Encode(rows, lengths);
        var weights = network.AttentionWeights(memory, state, keys);
        CollectionAssert.AreEqual(new long[] { 3, 3, 5 }, weights.shape);
        Near(ones(3, 3), weights.sum(2));
        Near(zeros(3, 2), weights[1].narrow(1, 3, 2));
        Near(zeros(3, 4), weights[2].narrow(1, 1, 4)); // an empty one counts as one step
        var (alone, start) = network.Encode(rows.narrow(0, 1, 1), lengths.narrow(0, 1, 1));
        Near(weights[1].narrow(0, 0, 2).narrow(1, 0, 3), network.AttentionWeights(alone, start, keys.narrow(0, 1, 1).narrow(1, 0, 2))[0]);
    }

    [TestMethod]
    public void Additive_weights_follow_their_equations_at_every_key()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(new GruEncoder { HiddenSize = 4 });
        var (memory, state) = network.Encode(randn(1, 5), tensor(new long[] { 5 }));
        var keys = tensor(new long[] { 2, 1, 2 }, [1, 3]);
        var weights = network.AttentionWeights(memory, state, keys);
        var (of, steps) = (network.state_dict(), memory.Read[0]);
        for (var key = 0; key < 3; key++)
        {
            var compared = (steps.matmul(of["attention.memory.weight"].t())
                + state.Top!.matmul(of["attention.query.weight"].t()).add(of["attention.query.bias"]).unsqueeze(1)).tanh();
            var energies = compared.matmul(of["attention.energy.weight"].t()).squeeze(2).exp()[0];
            Near(energies / energies.sum(), weights[0, key]);
            (_, state) = network.Step(memory, key == 0 ? zeros(1, dtype: ScalarType.Int64) : keys.select(1, key - 1), state);
        }
    }

    [TestMethod]
    public void The_weights_of_one_head_are_those_of_what_it_sees()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(4);
        using var attention = new CrossAttention(new TransformerEncoder { HiddenSize = 4, HeadCount = 1 }, 3);
        var (steps, read) = (randn(2, 3, 4), attention.call(randn(2, 5, 3)));
        var view = AttentionView.Within(tensor(new long[] { 5, 2 }), 5);
        var weights = attention.Weights(steps, read, view);
        var of = attention.state_dict();
        var seen = weights.matmul(read.narrow(2, 4, 4)).matmul(of["output.weight"].t()) + of["output.bias"];
        Near(attention.Look(steps, read, view), seen);
    }

    private static SequenceToSequenceNetwork Network(SequenceEncoder decoder)
    {
        manual_seed(5);
        var encoder = new SequenceEncoderArchitecture(
            0, 1, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 3 }, 1, Bidirectional: true), 0);
        var network = SequenceToSequenceNetwork.Of(new SequenceToSequenceArchitecture(encoder, 2, 3, decoder));
        network.eval();
        return network;
    }

    private static void Near(Tensor expected, Tensor actual) => Assert.IsLessThan(1e-5f, (expected - actual).abs().max().item<float>());
}
