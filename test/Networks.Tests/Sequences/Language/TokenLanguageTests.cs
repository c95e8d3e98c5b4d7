using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Networks that tell the next token, and how likely sequences are to them.</summary>
[TestClass]
public sealed class TokenLanguageTests
{
    private static readonly TransformerEncoder Causal =
        new() { HiddenSize = 4, HeadCount = 2, FeedForwardSize = 5, Causal = true, Positions = new LearnedPositions { MaximumLength = 6 } };

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void An_answer_weighs_what_the_layers_say()
    {
        using var network = HandWeights.Drawn(Network(new GruEncoder { HiddenSize = 4 }));
        network.eval();
        var w = HandWeights.Of(network);
        var tokens = tensor(new long[] { 1, 2, 0, 3 }, [1, 4]);
        using var gru = nn.GRU(3, 4, 1, batchFirst: true);
        gru.load_state_dict(w.Where(pair => pair.Key.Contains("gru", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key.Split('.')[^1], pair => pair.Value));
        var steps = gru.call(w["embedding.weight"][tokens[0]].unsqueeze(0)).Item1;
        TensorAssert.AreClose(nn.functional.linear(steps, w["answer.weight"], w["answer.bias"]), network.call(tokens), 1e-5);
    }

    [TestMethod]
    [DataRow(3)] // as wide as what stands for a token
    [DataRow(4)] // brought to that width first
    public void Tied_weights_of_tokens_weigh_the_answer_too(int hidden)
    {
        var encoder = new LstmEncoder { HiddenSize = hidden };
        using var tied = HandWeights.Drawn(new TokenLanguageNetwork(Architecture(encoder) with { TiedWeights = true }));
        using var apart = new TokenLanguageNetwork(Architecture(encoder));
        var (w, plain) = (HandWeights.Of(tied), HandWeights.Of(apart));
        Assert.AreEqual(hidden != 3, w.ContainsKey("between.weight"));
        using (no_grad())
        {
            foreach (var (name, weight) in plain)
                if (w.TryGetValue(name, out var same))
                    weight.copy_(same);
            plain["answer.weight"].copy_(hidden == 3 ? w["embedding.weight"] : w["embedding.weight"].mm(w["between.weight"]));
            plain["answer.bias"].copy_(hidden == 3 ? w["bias"] : w["bias"] + w["embedding.weight"].mv(w["between.bias"]));
        }
        tied.eval();
        apart.eval();
        var tokens = tensor(new long[] { 1, 2, 0, 3, 3, 1 }, [2, 3]);
        TensorAssert.AreClose(apart.call(tokens), tied.call(tokens), 1e-5);
    }

    [TestMethod]
    public void Tokens_one_after_the_other_get_the_answers_of_all_together()
    {
        foreach (var encoder in new SequenceEncoder[] { new GruEncoder { HiddenSize = 4, LayerCount = 2 }, Causal })
        {
            using var network = HandWeights.Drawn(Network(encoder));
            network.eval();
            var tokens = tensor(new long[] { 0, 3, 1, 2, 2, 1, 3, 0, 1, 1 }, [2, 5]);
            Tensor[][]? states = null;
            var logits = new List<Tensor>();
            foreach (var (from, to) in new[] { (0, 1), (1, 3), (3, 5) })
            {
                (var next, states) = network.Continue(tokens[.., from..to], states);
                logits.Add(next);
            }
            TensorAssert.AreClose(network.call(tokens), cat([.. logits], 1), 1e-5, $"{encoder}");
        }
    }

    [TestMethod]
    public void Tokens_are_left_out_in_training_only()
    {
        var architecture = Architecture(new GruEncoder { HiddenSize = 4 }) with { Dropout = 0.5 };
        using var network = HandWeights.Drawn(new TokenLanguageNetwork(architecture));
        var tokens = tensor(new long[] { 1, 2, 3, 3 }, [1, 4]);
        Assert.IsFalse(network.call(tokens).equal(network.call(tokens)).all().item<bool>());
        network.eval();
        TensorAssert.AreSame(network.call(tokens), network.call(tokens));
    }

    [TestMethod]
    public void A_network_that_carries_a_state_sees_all_that_was_before_whatever_the_context()
    {
        using var network = HandWeights.Drawn(Network(new GruEncoder { HiddenSize = 4 }));
        network.eval();
        var tokens = tensor(new long[] { 1, 2, 0, 3, 3, 1, 2, 2 }, [2, 4]);
        var before = cat([zeros(2, 1, dtype: ScalarType.Int64), tokens[.., ..3]], 1); // a sequence begins behind token 0
        var expected = network.call(before).log_softmax(2);
        foreach (var context in new[] { 1, 3, 100 })
        {
            var likelihoods = TokenLikelihoods.Of(network, tokens, context);
            for (var row = 0; row < 2; row++)
                for (var step = 0; step < 4; step++)
                    Assert.AreEqual(
                        expected[row, step, tokens[row, step].item<long>()].item<float>(), likelihoods[row, step].item<float>(), 1e-5);
        }
    }

    [TestMethod]
    [DataRow(6, 4)]
    [DataRow(5, 4)]
    [DataRow(11, 4)]
    [DataRow(4, 4)]
    [DataRow(3, 6)]
    [DataRow(7, 5)]
    public void Windows_of_a_context_follow_each_other_by_halves_and_each_token_is_told_once(int time, int context)
    {
        using var network = HandWeights.Drawn(Network(Causal));
        network.eval();
        var tokens = randint(0, 5, new long[] { 3, time }, dtype: ScalarType.Int64);
        var before = cat([zeros(3, 1, dtype: ScalarType.Int64), tokens[.., ..(time - 1)]], 1);
        var expected = zeros(3, time);
        var done = 0;
        while (done < time)
        {
            var start = Math.Max(0, Math.Min(done - (context / 2), time - context)); // the last window is a whole one, too
            var end = Math.Min(time, start + context);
            var said = network.call(before[.., start..end]).log_softmax(2);
            for (; done < end; done++)
                for (var row = 0; row < 3; row++)
                    expected[row, done] = said[row, done - start, tokens[row, done].item<long>()];
        }
        TensorAssert.AreClose(expected, TokenLikelihoods.Of(network, tokens, context), 1e-5);
    }

    [TestMethod]
    public void Characters_are_tokens_of_the_same_sizes()
    {
        var stack = new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 4 }, 3);
        Assert.AreEqual(new TokenLanguageArchitecture(9, 3, stack), new CharacterLanguageArchitecture(9, 3, stack).OfTokens());
        Assert.IsTrue(Architecture(new GruEncoder { HiddenSize = 4 }).CarriesState);
        Assert.IsFalse(Architecture(Causal).CarriesState, "it looks back on a context");
        using var network = Network(Causal);
        Assert.AreSame(network.Language, network.Architecture);
    }

    private static TokenLanguageArchitecture Architecture(SequenceEncoder encoder) =>
        new(5, 3, new RecurrentStackArchitecture(encoder, 3));

    private static TokenLanguageNetwork Network(SequenceEncoder encoder) => new(Architecture(encoder));
}
