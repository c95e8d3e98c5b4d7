using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>What is written, against every sequence that could have been.</summary>
[TestClass]
public sealed class SequenceDecoderTests
{
    private const int Keys = 2, Longest = 3;

    private static readonly SequenceEncoder Gru = new GruEncoder { HiddenSize = 5 }, Lstm = new LstmEncoder { HiddenSize = 4 };

    private static readonly SequenceEncoder Attention =
        new TransformerEncoder { HiddenSize = 4, HeadCount = 2, LayerCount = 2, Causal = true };

    private static IEnumerable<SequenceEncoder> Decoders =>
        [Lstm, Gru with { HiddenSize = 4 }, new PeepholeLstmEncoder { HiddenSize = 4 }, Attention];

    [TestMethod]
    [DynamicData(nameof(Decoders))]
    public void A_beam_that_keeps_everything_writes_the_likeliest_sequence(SequenceEncoder decoder)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        for (var seed = 1; seed <= 5; seed++)
        {
            using var network = Network(decoder, seed);
            var (rows, lengths) = (randn(1, 4).mul(3), tensor(new long[] { 4 }));
            var best = All().MaxBy(keys => Likelihood(network, rows, lengths, keys))!;
            CollectionAssert.AreEqual(best, Written(network, rows, lengths, beam: 27)[0], $"seed {seed}");
        }
    }

    [TestMethod]
    public void A_beam_of_one_takes_the_likeliest_key_at_each_step()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        for (var seed = 1; seed <= 5; seed++)
        {
            using var network = Network(Gru, seed);
            var (rows, lengths) = (randn(1, 4).mul(3), tensor(new long[] { 4 }));
            var expected = network.Force(rows, lengths, zeros(1, Longest, dtype: ScalarType.Int64), [true, true, true]).argmax(2)
                .data<long>()
                .TakeWhile(key => key > 0).ToArray();
            CollectionAssert.AreEqual(expected, Written(network, rows, lengths, beam: 1)[0], $"seed {seed}");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Sequences_side_by_side_are_written_as_each_alone(int beam)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(Lstm, 3);
        var (rows, lengths) = (randn(6, 4).mul(3), tensor(new long[] { 4, 3, 1, 2, 4, 0 }));
        var together = Written(network, rows, lengths, beam);
        for (var i = 0; i < 6; i++)
            CollectionAssert.AreEqual(Written(network, rows[i].unsqueeze(0), lengths[i].unsqueeze(0), beam)[0], together[i], $"row {i}");
    }

    [TestMethod]
    public void A_sequence_that_ends_at_once_is_empty_and_one_that_never_does_is_cut()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(Gru, 1);
        var (rows, lengths) = (randn(2, 4), tensor(new long[] { 4, 4 }));
        foreach (var beam in new[] { 1, 2, 3 })
        {
            Prefer(network, key: 0);
            Assert.IsTrue(Written(network, rows, lengths, beam).All(keys => keys.Length == 0));
            Prefer(network, key: 2);
            foreach (var keys in Written(network, rows, lengths, beam))
                CollectionAssert.AreEqual(new long[] { 2, 2, 2 }, keys);
        }
    }

    private static SequenceToSequenceNetwork Network(SequenceEncoder decoder, int seed)
    {
        manual_seed(seed);
        var encoder = new SequenceEncoderArchitecture(0, 1, 0, new RecurrentStackArchitecture(Gru, 1, Bidirectional: true), 0);
        var network = SequenceToSequenceNetwork.Of(new SequenceToSequenceArchitecture(encoder, Keys, 3, decoder));
        foreach (var (name, weight) in network.named_parameters())
            if (name.StartsWith("answer", StringComparison.Ordinal) || name.StartsWith("embedding", StringComparison.Ordinal))
                using (no_grad())
                    weight.mul_(4); // keys that depend on those before them
        network.eval();
        return network;
    }

    private static void Prefer(SequenceToSequenceNetwork network, int key)
    {
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        weights["answer.weight"].zero_();
        weights["answer.bias"].zero_();
        weights["answer.bias"][key] = tensor(9f);
    }

    // Every sequence of keys up to the longest.
    private static IEnumerable<long[]> All()
    {
        IEnumerable<long[]> last = [[]];
        for (var length = 0; length <= Longest; length++)
        {
            foreach (var keys in last)
                yield return keys;
            last = last.SelectMany(keys => Enumerable.Range(1, Keys).Select(key => (long[])[.. keys, key])).ToArray();
        }
    }

    // Of the keys and, if there is room, of the end behind them.
    private static double Likelihood(SequenceToSequenceNetwork network, Tensor rows, Tensor lengths, long[] keys)
    {
        var targets = new long[Longest];
        keys.CopyTo(targets, 0);
        var steps = Math.Min(keys.Length + 1, Longest);
        var logits = network.Force(rows, lengths, tensor(targets, [1, Longest]), new bool[Longest]).log_softmax(2);
        return Enumerable.Range(0, steps).Sum(step => (double)logits[0, step, targets[step]].item<float>());
    }

    private static long[][] Written(SequenceToSequenceNetwork network, Tensor rows, Tensor lengths, int beam)
    {
        var written = SequenceDecoder.Decode(network, rows, lengths, beam, Longest);
        CollectionAssert.AreEqual(new[] { rows.size(0), Longest }, written.shape);
        return [.. written.contiguous().data<long>().ToArray().Chunk(Longest).Select(row =>
        {
            var keys = row.TakeWhile(key => key > 0).ToArray();
            Assert.IsTrue(row[keys.Length..].All(key => key == -1), "nothing behind the end");
            return keys;
        })];
    }
}
