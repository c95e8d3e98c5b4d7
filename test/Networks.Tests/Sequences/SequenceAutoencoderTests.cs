using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Codes of sequences, and what is written of them, beside loops over the same weights.</summary>
[TestClass]
public sealed class SequenceAutoencoderTests
{
    private const int Keys = 4, Units = 5, CodeSize = 3;

    [TestMethod]
    public void Keys_end_with_a_zero_behind_which_nothing_is_asked()
    {
        using var scope = NewDisposeScope();
        var (keys, targets) = EndedKeys.Of(tensor(new[] { 3, 1, 0, 2, 0, 0 }, [2, 3]), tensor(new long[] { 2, 1 }));
        CollectionAssert.AreEqual(new long[] { 3, 1, 0, 2, 0, 0 }, keys.data<long>().ToArray());
        CollectionAssert.AreEqual(new long[] { 3, 1, 0, 2, 0, -1 }, targets.data<long>().ToArray());
        CollectionAssert.AreEqual(new long[] { 0, 3, 1, 0, 2, 0 }, EndedKeys.Before(keys).data<long>().ToArray());
    }

    [TestMethod]
    public void What_a_sequence_of_keys_costs_is_a_sum_over_its_keys_and_the_end()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = OfKeys(new GruEncoder { HiddenSize = Units });
        var rows = tensor(new long[] { 2, 4, 1, 3, 0, 0, 1, 0, 2 }, [3, 3]);
        var lengths = tensor(new long[] { 3, 1, 3 });
        var codes = network.call(rows, lengths);
        var written = network.Errors(codes, rows, lengths, WritingTerms.Plain);
        long[][] sequences = [[2, 4, 1, 0], [3, 0], [1, -1, 2, 0]]; // the last key is missing: not asked for
        for (var row = 0; row < 3; row++)
        {
            var likelihoods = Likelihoods(network, codes[row], sequences[row][..^1]);
            var nats = -sequences[row].Zip(likelihoods, (key, of) => key < 0 ? 0 : of[key].item<float>()).Sum();
            Assert.AreEqual(nats, written.Nats[row].item<float>(), 1e-4);
            Assert.AreEqual(nats / Math.Log(2), written.Errors[row].item<float>(), 1e-4);
            var asked = sequences[row].Count(key => key >= 0);
            Assert.AreEqual(asked, written.Count[row].item<float>());
            Assert.AreEqual(nats / Math.Log(2) / asked, written.Mean[row].item<float>(), 1e-4);
        }
    }

    [TestMethod]
    public void The_likeliest_keys_are_written_until_the_end_and_no_further_than_the_longest()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = OfKeys(new GruEncoder { HiddenSize = Units });
        network.eval();
        var codes = randn(20, CodeSize) * 3;
        var written = network.WriteKeys(codes);
        CollectionAssert.AreEqual(new long[] { 20, 6 }, written.shape);
        var ends = 0;
        for (var row = 0; row < 20; row++)
        {
            var keys = written[row].data<long>().ToArray();
            var length = Array.IndexOf(keys, -1L) is var end and >= 0 ? end : keys.Length;
            ends += length < keys.Length ? 1 : 0;
            Assert.IsTrue(keys[length..].All(key => key == -1));
            var likely = Likelihoods(network, codes[row], keys[..length]).Select(of => of.argmax().item<long>()).ToArray();
            CollectionAssert.AreEqual(keys[..length].Append(0L).Take(6).ToArray(), likely.Take(6).ToArray(), $"row {row}");
        }
        Assert.IsGreaterThan(0, ends, "some end before the longest");
    }

    [TestMethod]
    public void Keys_that_are_not_told_are_asked_for_all_the_same()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = OfKeys(new GruEncoder { HiddenSize = Units });
        var (rows, lengths) = (tensor(new long[] { 1, 2, 3 }, [1, 3]), tensor(new long[] { 3 }));
        var codes = network.call(rows, lengths);
        var untold = network.Errors(codes, rows, lengths, WritingTerms.Plain with { KeyDropout = 1 });
        long[] asked = [1, 2, 3, 0];
        var nats = -asked.Zip(Likelihoods(network, codes[0], [-1, -1, -1]), (key, of) => of[key].item<float>()).Sum();
        Assert.AreEqual(nats, untold.Nats.item<float>(), 1e-4);
        Assert.AreEqual(4, untold.Count.item<float>());
    }

    [TestMethod]
    public void Numbers_are_compared_within_their_sequence_and_a_length_costs_what_its_class_does()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        foreach (var varies in new[] { true, false })
        {
            manual_seed(3);
            using var network = new SequenceAutoencoderNetwork(OfNumbers(varies));
            var rows = randn(2, 8);
            var lengths = tensor(new long[] { 4, 2 });
            var codes = network.call(rows, lengths);
            var (written, sizes) = network.WriteNumbers(codes, lengths);
            var errors = network.Errors(codes, rows, lengths, WritingTerms.Plain with { Deviation = 2 });
            var places = varies ? nn.functional.linear(
                codes, network.state_dict()["writer.length.weight"], network.state_dict()["writer.length.bias"]).log_softmax(1) : null;
            for (var row = 0; row < 2; row++)
            {
                var count = (int)lengths[row].item<long>() * 2;
                var squares = Enumerable.Range(0, count)
                    .Sum(i => Math.Pow(rows[row, i].item<float>() - written[row].flatten()[i].item<float>(), 2));
                Assert.AreEqual(squares, errors.Errors[row].item<float>(), 1e-4);
                Assert.AreEqual(count, errors.Count[row].item<float>());
                var length = places is null ? 0 : -places[row, (count / 2) - 1].item<float>();
                Assert.AreEqual((squares / 8) + length, errors.Nats[row].item<float>(), 1e-4);
            }
            Assert.AreSame(lengths, sizes);
            var said = network.WriteNumbers(codes).Lengths.data<long>().ToArray();
            CollectionAssert.AreEqual(
                varies ? places!.argmax(1).data<long>().Select(place => place + 1).ToArray() : new long[] { 4, 4 }, said);
        }
    }

    [TestMethod]
    public void A_code_that_is_a_distribution_has_a_mean_and_variances_within_their_limit()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = new SequenceAutoencoderNetwork(OfNumbers(varies: false) with { LogVarianceLimit = 0.01 });
        var (rows, lengths) = (randn(6, 8) * 50, tensor(new long[] { 4, 4, 4, 1, 2, 3 }));
        var (mean, logVariance) = network.Encode(rows, lengths);
        Assert.IsTrue(mean.Equals(network.call(rows, lengths)));
        Assert.AreEqual(0.01, logVariance!.abs().max().item<float>(), 1e-6);
        using var points = new SequenceAutoencoderNetwork(OfNumbers(varies: false));
        Assert.IsNull(points.Encode(rows, lengths).LogVariance);
    }

    [TestMethod]
    public void An_encoder_that_carries_no_state_is_summarized_by_the_mean_of_its_steps()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = OfKeys(new TransformerEncoder { HiddenSize = 4, HeadCount = 2 });
        network.eval();
        var (alone, padded) = (tensor(new long[] { 2, 1 }, [1, 2]), tensor(new long[] { 2, 1, 4, 4 }, [1, 4]));
        var (code, same) = (network.call(alone, tensor(new long[] { 2 })), network.call(padded, tensor(new long[] { 2 })));
        Assert.IsLessThan(1e-6f, (code - same).abs().max().item<float>());
        Assert.IsGreaterThan(1e-3f, (code - network.call(padded, tensor(new long[] { 4 }))).abs().max().item<float>());
    }

    private static SequenceAutoencoderNetwork OfKeys(SequenceEncoder encoder)
    {
        manual_seed(1);
        var decoder = encoder as RecurrentEncoder ?? new GruEncoder { HiddenSize = Units };
        return new SequenceAutoencoderNetwork(new SequenceAutoencoderArchitecture(
            new SequenceEncoderArchitecture(Keys, 1, 3, new RecurrentStackArchitecture(encoder, 3), 0), decoder, CodeSize, 6, false));
    }

    private static SequenceAutoencoderArchitecture OfNumbers(bool varies)
    {
        var encoder = new LstmEncoder { HiddenSize = Units };
        return new(
            new SequenceEncoderArchitecture(0, 2, 0, new RecurrentStackArchitecture(encoder, 2, Bidirectional: true), 0), encoder, CodeSize,
            4, varies);
    }

    // Equations of a gated recurrent unit as in PyTorch: log-likelihoods, (keys + 1), of what follows each of the keys and the start; -1 is
    // a key that is not told.
    private static List<Tensor> Likelihoods(SequenceAutoencoderNetwork network, Tensor code, long[] keys)
    {
        var weights = network.state_dict();
        Tensor Map(Tensor x, string name) =>
            nn.functional.linear(x, weights[$"writer.{name}weight"], weights[$"writer.{name}bias"]);
        var h = Map(code, "bridge.").tanh();
        var likelihoods = new List<Tensor>();
        foreach (var before in keys.Prepend(0L))
        {
            var x = cat([weights["writer.embedding.weight"][before < 0 ? Keys + 1 : before], code]);
            var (input, state) = (Gates(x, "_ih_l0"), Gates(h, "_hh_l0"));
            var (reset, update) = ((input[0] + state[0]).sigmoid(), (input[1] + state[1]).sigmoid());
            var candidate = (input[2] + (reset * state[2])).tanh();
            h = ((1 - update) * candidate) + (update * h);
            likelihoods.Add(Map(h, "answer.").log_softmax(0));
        }
        return likelihoods;

        Tensor[] Gates(Tensor of, string suffix) => nn.functional.linear(
            of, weights["writer.decoder.gru.weight" + suffix], weights["writer.decoder.gru.bias" + suffix]).chunk(3);
    }
}
