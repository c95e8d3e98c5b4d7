using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences;

[TestClass]
public sealed class TokenWriterTests
{
    private static readonly float[] Logits = [MathF.Log(0.1f), MathF.Log(0.4f), MathF.Log(0.2f), MathF.Log(0.3f)];

    [TestMethod]
    public void Draws_follow_the_probabilities_and_the_temperature()
    {
        Near([0.1, 0.4, 0.2, 0.3], Shares(new GenerationOptions()));
        var sharp = new[] { 0.01, 0.16, 0.04, 0.09 };
        Near([.. sharp.Select(p => p / sharp.Sum())], Shares(new GenerationOptions { Temperature = 0.5 }));
        Near([0, 1, 0, 0], Shares(new GenerationOptions { Temperature = 0 }));
    }

    [TestMethod]
    public void Only_the_likeliest_are_drawn_where_that_is_asked_for()
    {
        Near([0, 4 / 7.0, 0, 3 / 7.0], Shares(new GenerationOptions { TopK = 2 }));
        Near([0.1, 0.4, 0.2, 0.3], Shares(new GenerationOptions { TopK = 9 }));
        Near([0, 4 / 9.0, 2 / 9.0, 3 / 9.0], Shares(new GenerationOptions { TopP = 0.85 }));
        Near([0, 1, 0, 0], Shares(new GenerationOptions { TopP = 0.01 }));
        Near([0, 1, 0, 0], Shares(new GenerationOptions { TopK = 1, TopP = 0.9 }));
    }

    [TestMethod]
    public void Numbers_out_of_range_are_named()
    {
        foreach (var (options, name) in new (GenerationOptions, string)[]
        {
            (new GenerationOptions { Temperature = -0.1 }, "temperature"),
            (new GenerationOptions { Temperature = double.NaN }, "temperature"),
            (new GenerationOptions { TopK = 0 }, "TopK"), (new GenerationOptions { TopP = 0 }, "TopP"),
            (new GenerationOptions { TopP = 1.1 }, "TopP"), (new GenerationOptions { TopP = double.NaN }, "TopP"),
        })
            Assert.AreEqual(name, Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Check).ParamName);
        new GenerationOptions { Temperature = 0, TopK = 1, TopP = 1 }.Check();
    }

    public static IEnumerable<SequenceEncoder> Foreseeing =>
    [
        new LstmEncoder { HiddenSize = 6, LayerCount = 2 }, new TimeDelayEncoder { HiddenSize = 6 },
        new TransformerEncoder { HiddenSize = 6, HeadCount = 2, LayerCount = 2, Causal = true },
        new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Causal = true, Positions = new RotaryPositions() },
    ];

    [TestMethod]
    [DynamicData(nameof(Foreseeing))]
    public void What_is_kept_of_the_tokens_read_changes_no_answer(SequenceEncoder encoder)
    {
        const int context = 6;
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(encoder);
        using var kept = new TokenContext(network, context, CPU);
        long[] read = [0, 3, 1, 2, 4, 4, 1, 3, 2, 1, 1, 3, 4];
        var begins = 0; // of what a network without a state looks back on
        for (var i = 0; i < read.Length; i++)
        {
            if (i > 0)
                kept.Read(read[i]);
            if (encoder is not RecurrentEncoder)
                begins = encoder is TimeDelayEncoder
                    ? Math.Max(0, i + 1 - context)
                    : i + 1 - begins > context ? i + 1 - (context / 2) : begins;
            var whole = network.call(tensor(read[begins..(i + 1)], [1, i + 1 - begins]));
            var expected = whole[0, -1].data<float>().ToArray();
            var actual = kept.Logits();
            for (var token = 0; token < expected.Length; token++)
                Assert.AreEqual(expected[token], actual[token], 1e-5, $"after {i + 1} tokens, token {token}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Foreseeing))]
    public void Likelihoods_of_long_sequences_are_those_of_windows_or_of_the_whole(SequenceEncoder encoder)
    {
        const int context = 6;
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = Network(encoder);
        var tokens = randint(1, 5, [3, 14]);
        var actual = TokenLikelihoods.Of(network, tokens, context);
        CollectionAssert.AreEqual(new long[] { 3, 14 }, actual.shape);
        var before = cat([zeros(3, 1, dtype: ScalarType.Int64), tokens.narrow(1, 0, 13)], 1);
        // whole, or [0, 6), [3, 9), [6, 12), [8, 14) of which the last ones are new
        (int Start, int New)[] windows = encoder is RecurrentEncoder ? [(0, 0)] : [(0, 0), (3, 6), (6, 9), (8, 12)];
        foreach (var (start, fresh) in windows)
        {
            var count = encoder is RecurrentEncoder ? 14 : context;
            var expected = network.call(before.narrow(1, start, count)).log_softmax(2)
                .gather(2, tokens.narrow(1, start, count).unsqueeze(2)).squeeze(2);
            var asked = start + count - fresh;
            var difference = expected.narrow(1, fresh - start, asked) - actual.narrow(1, fresh, asked);
            Assert.IsLessThan(1e-5f, difference.abs().max().item<float>(), $"from {start}");
        }
    }

    private static TokenLanguageNetwork Network(SequenceEncoder encoder)
    {
        manual_seed(1);
        var network = new TokenLanguageNetwork(
            new TokenLanguageArchitecture(5, 4, new RecurrentStackArchitecture(encoder, 4), 0.5, TiedWeights: true));
        network.eval();
        foreach (var weight in network.parameters())
            weight.mul_(2); // answers that depend on what was read
        return network;
    }

    private static double[] Shares(GenerationOptions options)
    {
        const int draws = 20_000;
        var random = new Random(1);
        var counts = new int[Logits.Length];
        for (var i = 0; i < draws; i++)
            counts[TokenWriter.Draw(Logits, options, random)]++;
        return Array.ConvertAll(counts, count => (double)count / draws);
    }

    private static void Near(double[] expected, double[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], 0.015, $"token {i}: {string.Join(", ", actual)}");
    }
}
